package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.universe.UniverseCatalogue.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// The universes that rules fill, in PostgreSQL.
final class PostgresRuleUniverses implements RuleUniverses {
  /// Two who change universes at once would write the same memberships, or make the same universe.
  static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 10)";

  private static final String REFRESHED =
      """
      UPDATE universe SET refreshed_for = :day, liquidity_filter = CAST(:filter AS jsonb)
      WHERE id = :id
        AND (refreshed_for, liquidity_filter)
          IS DISTINCT FROM (CAST(:day AS date), CAST(:filter AS jsonb))
      """;

  private static final String RANKS =
      """
      SELECT universe_id, instrument_id, rank
      FROM universe_member
      WHERE rank IS NOT NULL AND valid_to IS NULL AND instrument_id IS NOT NULL
      """;

  private final Database database;
  private final RuleFacts.Source source;

  PostgresRuleUniverses(Database database, TradingCalendar calendar, EtfThemes themes) {
    this.database = database;
    source = new RuleFacts.Source(database, calendar, themes);
  }

  /// One row of what is ranked.
  private record Ranked(int universe, InstrumentId instrument, int rank) {}

  @Override
  public RuleRefresh refresh(Optional<String> key, LocalDate day, boolean approve) {
    return database.inTransaction(h -> refresh(h, key, day, approve));
  }

  @Override
  public RuleRefresh refresh(Handle h, Optional<String> key, LocalDate day, boolean approve) {
    h.execute(LOCK);
    Universes.postgres(database).seed();
    var catalogue = UniverseCatalogue.read(h);
    var asked = key.map(text -> withRule(catalogue, text));
    var order = new RuleOrder(catalogue);
    var refreshing =
        order.entries().stream()
            .filter(entry -> asked.isEmpty() || asked.get().id() == entry.id())
            .toList();
    requireNoLaterDay(catalogue, refreshing, day);
    var facts = source.read(h, day, everything(order));
    EtfFacts.postgres(database).derive(h, facts.derived(), facts.fundSectors(), day);
    var run = new RuleRun(h, catalogue, order, facts, catalogue.entries());
    var done = new ArrayList<RuleRefresh.OfUniverse>();
    for (var entry : refreshing) {
      var one = run.refresh(entry, approve);
      if (one.held().isEmpty()) {
        noteRefreshed(h, entry, order, day);
      }
      done.add(one);
    }
    return new RuleRefresh(day, done, facts.ignored());
  }

  @Override
  public RuleRefresh.OfUniverse preview(String key, String rule, LocalDate day) {
    var parsed = UniverseRule.parse(rule);
    new UniverseDecisions(database).requireTypes(parsed);
    return database.inTransaction(h -> {
      var present = UniverseCatalogue.read(h);
      var catalogue = present.with(present.get(UniverseKey.parse(key)), parsed.text());
      var entry = catalogue.get(UniverseKey.parse(key));
      var order = new RuleOrder(catalogue);
      order
          .problem(entry)
          .ifPresent(problem -> {
            throw new UniverseRefused(problem);
          });
      var looked =
          Stream.concat(Stream.of(entry), parsed.universes().stream().map(catalogue::get)).toList();
      var facts = source.read(h, day, RuleFacts.Wanted.by(parsed));
      var run = new RuleRun(h, catalogue, order, facts, looked);
      return run.preview(entry);
    });
  }

  private static RuleFacts.Wanted everything(RuleOrder order) {
    return new RuleFacts.Wanted(order.uses(Measure.VOLUME), true, true);
  }

  private static Entry withRule(UniverseCatalogue catalogue, String key) {
    var entry = catalogue.get(UniverseKey.parse(key));
    if (entry.rule().isEmpty()) {
      throw new UniverseRefused(
          "no rule fills "
              + catalogue.shown(entry)
              + ": it is a list ('tickstock universe rule "
              + catalogue.shown(entry)
              + " \"…\"' gives it a rule)");
    }
    return entry;
  }

  private static void requireNoLaterDay(
      UniverseCatalogue catalogue, List<Entry> refreshing, LocalDate day) {
    for (var entry : refreshing) {
      if (entry.refreshedFor().filter(day::isBefore).isPresent()) {
        throw new UniverseRefused(
            "the rule of "
                + catalogue.shown(entry)
                + " was applied as of "
                + entry.refreshedFor().get()
                + " already; "
                + day
                + " is before that, and who belonged then is what was decided then");
      }
    }
  }

  private static void noteRefreshed(Handle h, Entry entry, RuleOrder order, LocalDate day) {
    h.createUpdate(REFRESHED)
        .bind("id", entry.id())
        .bind("day", day)
        .bindByType(
            "filter",
            order.rule(entry).flatMap(UniverseRule::liquidityFilter).orElse(null),
            String.class)
        .execute();
  }

  @Override
  public List<Change> history(String key) {
    return database.read(h -> {
      var entry = UniverseCatalogue.read(h).get(UniverseKey.parse(key));
      return ChangeLog.of(h, entry.id());
    });
  }

  @Override
  public Map<String, Change> held() {
    return database.read(h -> {
      var catalogue = UniverseCatalogue.read(h);
      var last = ChangeLog.held(h);
      var held = new TreeMap<String, Change>();
      for (var entry : catalogue.entries()) {
        // It may have been refreshed since, with nothing to note.
        Optional.ofNullable(last.get(entry.id()))
            .filter(change ->
                entry.refreshedFor().filter(day -> day.isAfter(change.effective())).isEmpty())
            .ifPresent(change -> held.put(catalogue.shown(entry), change));
      }
      return held;
    });
  }

  @Override
  public List<Explained> explain(Instrument instrument, LocalDate day) {
    return database.inTransaction(h -> {
      var catalogue = UniverseCatalogue.read(h);
      var order = new RuleOrder(catalogue);
      var facts = source.read(h, day, everything(order));
      var run = new RuleRun(h, catalogue, order, facts, catalogue.entries());
      var known = Optional.ofNullable(facts.all().get(instrument.id()));
      var all = new ArrayList<Explained>();
      for (var entry : catalogue.entries()) {
        var selection = entry.rule().flatMap(_ -> run.selection(entry));
        all.add(
            new Explained(
                catalogue.shown(entry),
                run.membership(entry, instrument.id())
                    .map(open ->
                        new Membership(
                            open.ticker(), open.from(), open.expectedName(), open.source())),
                entry.rule(),
                selection.flatMap(of -> known.map(one -> verdict(of, one)))));
      }
      return all;
    });
  }

  private static Verdict verdict(Selection selection, InstrumentFacts one) {
    boolean nearly =
        selection
            .against(one)
            .map(condition ->
                switch (condition) {
                  case Condition.Threshold _ -> true;
                  case Condition.OfTheme theme -> theme.verdict(one).isPresent();
                  case Condition.OfCategory _,
                      Condition.OfType _,
                      Condition.InSector _,
                      Condition.InIndustry _,
                      Condition.OfSic _,
                      Condition.InBand _,
                      Condition.InUniverse _ ->
                      false;
                })
            .orElse(true);
    return new Verdict(selection.has(one.instrument().id()), selection.why(one), nearly);
  }

  @Override
  public Map<String, Map<InstrumentId, Integer>> ranks() {
    return database.read(h -> {
      var catalogue = UniverseCatalogue.read(h);
      var ranks = new HashMap<String, Map<InstrumentId, Integer>>();
      var rows =
          h.createQuery(RANKS)
              .map((row, context) ->
                  new Ranked(
                      row.getInt("universe_id"),
                      new InstrumentId(row.getInt("instrument_id")),
                      row.getInt("rank")))
              .list();
      for (var entry : catalogue.entries()) {
        rows.stream()
            .filter(row -> row.universe() == entry.id())
            .sorted(Comparator.comparingInt(Ranked::rank))
            .forEach(row ->
                ranks
                    .computeIfAbsent(entry.key(), _ -> new HashMap<>())
                    .putIfAbsent(row.instrument(), row.rank()));
      }
      return ranks;
    });
  }
}
