package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks at stored data with all rules and keeps what they find.
public final class QualityScan {
  /// Days of context before what is judged: at least 60 sessions.
  static final int DAYS_BEFORE = 92;

  /// Days after it: whether a price came back, a level stayed, and a hole has another side.
  static final int DAYS_AFTER = 14;

  private static final String WITH_BARS =
      """
      SELECT i.id
      FROM instrument i
      WHERE (:everybody OR i.id = ANY(:ids)) AND i.merged_into IS NULL
        AND EXISTS (SELECT FROM bar_daily b
                    WHERE b.instrument_id = i.id AND b.session BETWEEN :first AND :last)
      """;

  private static final String NOTE =
      """
      INSERT INTO quality_scan (asked, first_date, last_date, instruments, bars, found, new_ones, resolved, seconds)
      VALUES (:asked, :first, :last, :instruments, :bars, :found, :new_ones, :resolved, :seconds)
      """;

  private static final String NOTE_CAPS =
      """
      INSERT INTO quality_market_cap (instrument_id, as_of, market_cap, close)
      SELECT i.id, c.session, i.market_cap, c.close
      FROM instrument i
      CROSS JOIN LATERAL (
        SELECT d.session, d.close FROM bar_daily d
        WHERE d.instrument_id = i.id
          AND d.session <= least(:last, CAST(coalesce(i.details_at, now()) AS date))
        ORDER BY d.session DESC LIMIT 1) c
      LEFT JOIN LATERAL (
        SELECT q.market_cap FROM quality_market_cap q
        WHERE q.instrument_id = i.id ORDER BY q.as_of DESC LIMIT 1) before ON true
      WHERE i.market_cap > 0 AND (:everybody OR i.id = ANY(:ids))
        AND i.market_cap IS DISTINCT FROM before.market_cap
      ON CONFLICT (instrument_id, as_of) DO NOTHING
      """;

  private final Database database;
  private final Function<Mic, TradingCalendar> calendars;
  private final InstantSource clock;

  /// @param calendars by exchange: an instrument's sessions are those of where it is listed, of New
  ///   York where that exchange has no calendar or is not known
  /// @param clock sessions that are not over by it owe no bar
  public QualityScan(
      Database database, Function<Mic, TradingCalendar> calendars, InstantSource clock) {
    this.database = database;
    this.calendars = calendars;
    this.clock = clock;
  }

  /// What to look at.
  ///
  /// @param words the request in the user's words
  /// @param range sessions that are judged; those around are read as well
  /// @param instruments whom; everybody, with what is no instrument's, when empty
  /// @param rules ids; all when empty
  public record Asked(
      String words, DateRange range, Set<InstrumentId> instruments, Set<String> rules) {
    public Asked {
      instruments = Set.copyOf(instruments);
      rules = Set.copyOf(rules);
      rules.forEach(Rules::about);
    }
  }

  /// What came of it.
  ///
  /// @param found findings that the data show now
  /// @param fresh those of them that were not known, or had been resolved
  /// @param resolved known ones that the data show no more
  public record Result(
      DateRange range,
      int instruments,
      long bars,
      int found,
      int fresh,
      int resolved,
      Duration took) {}

  /// What a pass saw, before it is compared with what is known.
  ///
  /// @param named whom it was about; everybody when empty
  private record Seen(
      List<Integer> named, int instruments, long bars, List<Draft> drafts, Instant began) {}

  /// @throws InterruptedException when stopped from outside; nothing is kept then
  public Result run(Asked asked) throws InterruptedException {
    var seen = look(asked);
    return keep(asked, seen, table -> table.keep(asked, seen.named, seen.drafts));
  }

  /// Looks again at findings, which lie in what is asked.
  ///
  /// @param asked of everybody, so that it comes to the same as the pass that found them
  Result again(Asked asked, Set<Long> findings) throws InterruptedException {
    var seen = look(asked);
    return keep(asked, seen, table -> table.keepAgain(asked, findings, seen.drafts));
  }

  private Seen look(Asked asked) throws InterruptedException {
    asked.rules.stream()
        .filter(rule -> !Rules.isOfScans(rule))
        .findFirst()
        .ifPresent(rule -> {
          throw new QualityRefused(
              rule + " needs the other source: it is looked at by 'tickstock quality compare'");
        });
    var began = clock.instant();
    var read =
        new DateRange(
            asked.range.first().minusDays(DAYS_BEFORE), asked.range.last().plusDays(DAYS_AFTER));
    var named = asked.instruments.stream().map(InstrumentId::value).toList();
    var thresholds = database.read(Thresholds::read);
    var ids =
        database.read(handle ->
            handle
                .createQuery(WITH_BARS)
                .bind("everybody", named.isEmpty())
                .bindArray("ids", Integer.class, named)
                .bind("first", read.first())
                .bind("last", read.last())
                .mapTo(Integer.class)
                .list());
    var exchanges =
        database.read(handle -> Exchanges.read(handle, calendars, read, clock.instant()));
    var pass =
        new DailyPass(database, exchanges, read, asked.range, Rules.daily(thresholds), thresholds);
    pass.run(ids);
    var candidates = pass.candidates();
    database.read(handle -> {
      for (var rule : StoredRules.ALL) {
        if (asked.rules.isEmpty() || asked.rules.contains(rule.about().id())) {
          rule.ask(
              handle,
              thresholds,
              exchanges,
              asked.range.first(),
              asked.range.last(),
              named,
              candidates::add);
        }
      }
      return true;
    });
    var drafts =
        judge(exchanges, pass, named.isEmpty(), thresholds, candidates).stream()
            .filter(draft -> asked.rules.isEmpty() || asked.rules.contains(draft.rule()))
            .sorted(Judge.IN_ORDER)
            .toList();
    return new Seen(named, ids.size(), pass.bars(), drafts, began);
  }

  /// Each exchange is a market of its own: when it closed, crashed or was half missing says nothing
  /// of the others.
  private static List<Draft> judge(
      Exchanges exchanges,
      DailyPass pass,
      boolean isOfAll,
      Thresholds thresholds,
      Collection<Candidate> candidates) {
    var byExchange =
        candidates.stream()
            .sorted(Candidate.IN_ORDER)
            .collect(Collectors.groupingBy(c -> exchanges.number(c.instrument())));
    var drafts = new ArrayList<Draft>();
    for (int number = 0; number < exchanges.all().size(); number++) {
      drafts.addAll(
          new Judge(exchanges.all().get(number), pass.market(number), isOfAll, thresholds)
              .judge(byExchange.getOrDefault(number, List.of())));
    }
    return drafts;
  }

  private Result keep(Asked asked, Seen seen, Function<FindingTable, FindingTable.Kept> keeps) {
    return database.inTransaction(handle -> {
      var kept = keeps.apply(new FindingTable(handle, clock.instant(), FindingTable.SCAN));
      if (asked.rules.isEmpty()) {
        handle
            .createUpdate(NOTE_CAPS)
            .bind("last", asked.range.last())
            .bind("everybody", seen.named.isEmpty())
            .bindArray("ids", Integer.class, seen.named)
            .execute();
      }
      var took = Duration.between(seen.began, clock.instant());
      handle
          .createUpdate(NOTE)
          .bind("asked", asked.words)
          .bind("first", asked.range.first())
          .bind("last", asked.range.last())
          .bind("instruments", seen.instruments)
          .bind("bars", seen.bars)
          .bind("found", seen.drafts.size())
          .bind("new_ones", kept.fresh())
          .bind("resolved", kept.resolved())
          .bind("seconds", took.toMillis() / 1e3)
          .execute();
      return new Result(
          asked.range,
          seen.instruments,
          seen.bars,
          seen.drafts.size(),
          kept.fresh(),
          kept.resolved(),
          took);
    });
  }
}
