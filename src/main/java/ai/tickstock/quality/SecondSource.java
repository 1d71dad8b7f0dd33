package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.Disagreements.Cell;
import ai.tickstock.quality.Disagreements.Contradicted;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Another vendor's bars as a referee over stored ones: a sample of all bars, from which the part
/// of wrong ones is measured, and the bars in doubt. Safe for use by many threads.
public final class SecondSource {
  /// The discrepancy that is claimed: less than 0.01 %.
  public static final double CLAIM = 0.0001;

  /// So many bars show the claim where up to three of them are other ones.
  public static final int SAMPLE = 100_000;

  /// A few volumes far off are findings; most of them are another way of counting.
  private static final int FEWEST_VOLUMES = 20;

  private static final int MOST_FINDINGS = 100_000;

  private static final String SAMPLED = "sampled";
  private static final String RISKY = "risky";
  private static final String ALL = "all";

  private static final String REVISED =
      """
      SELECT DISTINCT r.instrument_id, r.session - DATE '1970-01-01' AS day
      FROM bar_revision r
      WHERE r.instrument_id = ANY(:ids) AND r.session BETWEEN :first AND :last
      """;

  private static final String NOTE =
      """
      INSERT INTO quality_comparison (source, bar_interval, first_date, last_date, seed, names, sampled, agreed, disagreed,
        agreement_low, agreement_high, risky, risky_agreed, risky_disagreed, missing_here, missing_there, groups,
        new_findings, resolved, finished_at)
      VALUES (:source, :interval, :first, :last, :seed, :names, :sampled, :agreed, :disagreed, :low, :high, :risky,
        :risky_agreed, :risky_disagreed, :missing_here, :missing_there, CAST(:groups AS jsonb), :new, :resolved, :at)
      """;

  private static final String HISTORY =
      """
      SELECT source, bar_interval, first_date, last_date, seed, names, missing_here, missing_there,
             CAST(groups AS text) AS groups, new_findings, resolved, finished_at
      FROM quality_comparison
      ORDER BY id DESC
      LIMIT :most
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Function<Mic, TradingCalendar> calendars;
  private final InstantSource clock;

  /// @param calendars by exchange; an instrument's sessions are those of where it is listed
  public SecondSource(
      Database database, Function<Mic, TradingCalendar> calendars, InstantSource clock) {
    this.database = database;
    this.calendars = calendars;
    this.clock = clock;
  }

  /// What to compare.
  ///
  /// @param folder day or per-ticker files of the other vendor
  /// @param name of the source, under which its findings and figures stand
  /// @param range all that the folder has when empty
  /// @param instruments whose bars; everybody's when empty
  /// @param sample how many bars to draw
  /// @param seed the same one draws the same bars
  /// @param words the request in the user's words
  public record Asked(
      Path folder,
      String name,
      Optional<DateRange> range,
      Set<InstrumentId> instruments,
      int sample,
      long seed,
      String words) {
    public Asked {
      instruments = Set.copyOf(instruments);
      if (name.isBlank()) {
        throw new QualityRefused("the source needs a name");
      }
      if (sample < 0) {
        throw new QualityRefused("a sample of " + sample + " bars means nothing");
      }
    }
  }

  /// Counts of the bars of one kind.
  ///
  /// @param bars `sampled` or `risky`
  /// @param category of the instruments, as the table of equity types writes it; `all` for the sum
  /// @param closesApart those that disagree on the close
  /// @param volumesApart those whose volumes differ by more than a tenth, whether they agree or not
  /// @param missing stored ones that the source lacks; in neither of the other counts
  public record Group(
      String bars,
      String category,
      long agreed,
      long disagreed,
      long closesApart,
      long volumesApart,
      long missing) {
    public long compared() {
      return agreed + disagreed;
    }

    public Proportion agreement() {
      return new Proportion(agreed, compared());
    }

    public Proportion discrepancy() {
      return new Proportion(disagreed, compared());
    }
  }

  /// A comparison as it is kept.
  ///
  /// @param names instruments that both have
  /// @param missingHere rows of the source in the range for which no bar is stored
  /// @param missingThere chosen bars that the source lacks
  /// @param groups sampled and risky, each in all and by category
  public record Comparison(
      String source,
      BarInterval interval,
      DateRange range,
      long seed,
      int names,
      long missingHere,
      long missingThere,
      List<Group> groups,
      int newFindings,
      int resolved,
      Instant at) {
    public Comparison {
      groups = List.copyOf(groups);
    }

    public Group sampled() {
      return all(SAMPLED);
    }

    public Group risky() {
      return all(RISKY);
    }

    private Group all(String bars) {
      return groups.stream()
          .filter(group -> group.bars.equals(bars) && group.category.equals(ALL))
          .findFirst()
          .orElse(new Group(bars, ALL, 0, 0, 0, 0, 0));
    }

    /// Whether it shows, with 97.5 % confidence, that fewer than 0.01 % of all bars are other ones.
    public boolean isClaimShown() {
      return sampled().discrepancy().high() < CLAIM;
    }
  }

  /// What came of it.
  ///
  /// @param notes what one must know to read the figures, in words
  public record Result(Comparison comparison, List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /// Compares, and keeps what came of it.
  ///
  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if the folder holds no daily bars
  /// @throws QualityRefused when the source can be no referee; nothing is kept then
  public Result compare(Asked asked) {
    var thresholds = database.read(Thresholds::read);
    var agreement = Agreement.of(thresholds);
    var named = asked.instruments.stream().map(InstrumentId::value).toList();
    var folder = new RefereeFolder(asked.folder, asked.range.orElse(DateRange.ALWAYS));
    var within = asked.range.or(folder::sessions).orElse(DateRange.ALWAYS);
    var names = database.read(handle -> RefereeNames.read(handle, named, within));
    var doubts = new RefereeDoubts(asked.name, names, agreement);
    doubts.requireSomething(names.size() == 0, within);
    var survey = new RefereeSurvey(names, folder.isByTicker());
    folder.survey(survey);
    if (survey.isEmpty()) {
      throw new QualityRefused(
          "%s has no row that can be read%s; nothing was stored%s"
              .formatted(
                  asked.folder,
                  asked.range.map(range -> " of " + range).orElse(""),
                  folder.unread().isEmpty() ? "" : ": " + folder.unread().getFirst()));
    }
    var range =
        asked.range.orElse(
            new DateRange(
                LocalDate.ofEpochDay(survey.rowsByDay().firstKey()),
                LocalDate.ofEpochDay(survey.rowsByDay().lastKey())));
    var exchanges =
        database.read(handle -> Exchanges.read(handle, calendars, range, clock.instant()));
    doubts.requireSessions(survey, exchanges);
    doubts.requireNames(survey);
    var disagreements = new Disagreements(named, agreement);
    var choice =
        new RefereeChoice(
            new RefereeChoice.Asked(
                range,
                asked.seed,
                asked.sample,
                thresholds.of(Agreement.ABOUT.id(), "large-move"),
                newSince(
                    exchanges,
                    range,
                    names.stored(),
                    thresholds.of(Agreement.ABOUT.id(), "last-sessions")),
                doubted(names, disagreements, asked.name, range)),
            exchanges,
            names,
            survey);
    var chosen = choice.choose(database);
    doubts.requireSomething(chosen.isEmpty(), range);
    fill(chosen, folder, names);
    doubts.requireRawPrices(chosen.values());
    var counted = withoutVolumesOfAnotherKind(agreement, chosen.values());
    return keep(
        asked,
        range,
        names,
        counted,
        disagreements,
        choice,
        chosen,
        notes(folder, survey, names, choice, counted));
  }

  /// Stored bars of the last sessions are in doubt because nothing was corrected yet: from which
  /// day on, by the numbers of exchanges.
  private static List<LocalDate> newSince(
      Exchanges exchanges, DateRange range, DateRange stored, double sessions) {
    var last = range.last().isBefore(stored.last()) ? range.last() : stored.last();
    return exchanges.all().stream()
        .map(exchange -> newSince(exchange.calendar(), last, sessions))
        .toList();
  }

  private static LocalDate newSince(TradingCalendar calendar, LocalDate last, double sessions) {
    var known =
        new DateRange(last.minusDays(5 + 2 * (long) sessions), last)
            .overlap(calendar.known())
            .map(calendar::sessions)
            .orElse(List.of());
    int from = known.size() - (int) sessions;
    return sessions == 0 || known.isEmpty()
        ? last.plusDays(1)
        : known.get(Math.max(0, from)).date();
  }

  /// Days that are in doubt: with an open finding, contradicted before, or corrected.
  private Map<Integer, Set<Integer>> doubted(
      RefereeNames names, Disagreements disagreements, String source, DateRange range) {
    var doubted = new HashMap<Integer, Set<Integer>>();
    var found =
        new Findings(database, clock)
            .list(
                new Findings.Filter(
                    Optional.of(Finding.State.OPEN),
                    Severity.LOW,
                    "",
                    Optional.empty(),
                    range,
                    MOST_FINDINGS));
    for (var finding : found) {
      var whose =
          finding.instrument().isPresent()
              ? List.of(finding.instrument().get().value())
              : names.holders(Findings.names(finding), finding.first());
      for (int instrument : whose) {
        for (var session : Findings.sessions(finding)) {
          add(doubted, instrument, session);
        }
      }
    }
    database.read(handle -> {
      disagreements
          .open(handle, source, range)
          .forEach(bar -> add(doubted, bar.instrument(), bar.session()));
      revised(handle, names.instruments(), range, doubted);
      return true;
    });
    return doubted;
  }

  private static void add(Map<Integer, Set<Integer>> days, int instrument, LocalDate session) {
    days.computeIfAbsent(instrument, _ -> new HashSet<>()).add((int) session.toEpochDay());
  }

  private static void revised(
      Handle handle,
      Collection<Integer> instruments,
      DateRange range,
      Map<Integer, Set<Integer>> days) {
    handle
        .createQuery(REVISED)
        .bindArray("ids", Integer.class, List.copyOf(instruments))
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> Map.entry(row.getInt("instrument_id"), row.getInt("day")))
        .forEach(
            bar -> days.computeIfAbsent(bar.getKey(), _ -> new HashSet<>()).add(bar.getValue()));
  }

  /// Reads the source's rows of the chosen bars.
  private static void fill(
      Map<Long, RefereedBar> chosen, RefereeFolder folder, RefereeNames names) {
    var days = new HashSet<Integer>();
    var instruments = new BitSet();
    for (var bar : chosen.values()) {
      days.add(bar.day);
      instruments.set(bar.instrument);
    }
    folder.read(
        days::contains,
        symbol -> names.holders(symbol).anyMatch(instruments::get),
        (symbol, day, values) ->
            names
                .holder(symbol, day)
                .ifPresent(instrument -> {
                  var bar = chosen.get(RefereeChoice.key(instrument, day));
                  if (bar != null) {
                    bar.there = values;
                  }
                }));
  }

  /// Where most volumes are far off the source counts other trades, and volumes say nothing.
  private static Agreement withoutVolumesOfAnotherKind(
      Agreement agreement, Collection<RefereedBar> bars) {
    int both = 0;
    int far = 0;
    for (var bar : bars) {
      if (bar.there != null && Agreement.haveVolumes(bar.here, bar.there)) {
        both++;
        far += agreement.isFarOff(bar.here, bar.there) ? 1 : 0;
      }
    }
    return both >= FEWEST_VOLUMES && 2 * far > both ? agreement.ofPrices() : agreement;
  }

  private static List<String> notes(
      RefereeFolder folder,
      RefereeSurvey survey,
      RefereeNames names,
      RefereeChoice choice,
      Agreement agreement) {
    var notes = new ArrayList<String>();
    int absent = names.size() - survey.instruments().size();
    if (absent > 0) {
      notes.add("%,d names asked about are not in it at all".formatted(absent));
    }
    if (choice.missingHere() > 0) {
      notes.add(
          "%,d of its rows are not stored here, e.g. %s"
              .formatted(choice.missingHere(), String.join(", ", choice.missingExamples())));
    }
    if (!agreement.volumes()) {
      notes.add("most of its volumes are far off, so it counts other trades: they were left out");
    }
    if (folder.unusable() > 0) {
      notes.add(
          "%,d of its lines are no bar, of another day or contradict each other, and were left out"
              .formatted(folder.unusable()));
    }
    folder.unread().forEach(file -> notes.add("not read: " + file));
    return notes;
  }

  // ---- keeping
  // ------------------------------------------------------------------------------------

  private static final class Count {
    long agreed;
    long disagreed;
    long closesApart;
    long volumesApart;
    long missing;
  }

  private Result keep(
      Asked asked,
      DateRange range,
      RefereeNames names,
      Agreement agreement,
      Disagreements disagreements,
      RefereeChoice choice,
      Map<Long, RefereedBar> chosen,
      List<String> notes) {
    var counts = new HashMap<List<String>, Count>();
    var looked = new HashSet<Cell>();
    var seen = new ArrayList<Contradicted>();
    for (var bar : chosen.values()) {
      var name = names.name(bar.instrument);
      var there = bar.there;
      boolean isSame = there != null && agreement.isSame(bar.here, there);
      if (there != null) {
        var session = LocalDate.ofEpochDay(bar.day);
        looked.add(new Cell(bar.instrument, session, asked.name));
        if (!isSame) {
          seen.add(
              new Contradicted(
                  bar.instrument, name.ticker(), session, asked.name, bar.here, there));
        }
      }
      for (var group : groups(bar)) {
        for (var category : List.of(ALL, name.category())) {
          var count = counts.computeIfAbsent(List.of(group, category), _ -> new Count());
          count.missing += there == null ? 1 : 0;
          count.agreed += isSame ? 1 : 0;
          count.disagreed += there != null && !isSame ? 1 : 0;
          count.closesApart +=
              there != null && !agreement.isSame(bar.here.close(), there.close()) ? 1 : 0;
          count.volumesApart += there != null && areVolumesApart(bar, there) ? 1 : 0;
        }
      }
    }
    var groups =
        counts.entrySet().stream()
            .map(entry ->
                new Group(
                    entry.getKey().getFirst(),
                    entry.getKey().getLast(),
                    entry.getValue().agreed,
                    entry.getValue().disagreed,
                    entry.getValue().closesApart,
                    entry.getValue().volumesApart,
                    entry.getValue().missing))
            .sorted(SecondSource::order)
            .toList();
    var at = clock.instant();
    return database.inTransaction(handle -> {
      var kept = disagreements.keep(handle, range, looked, seen, asked.words, at);
      var comparison =
          new Comparison(
              asked.name,
              BarInterval.DAY,
              range,
              asked.seed,
              (int) chosen.values().stream().mapToInt(bar -> bar.instrument).distinct().count(),
              choice.missingHere(),
              chosen.values().stream().filter(bar -> bar.there == null).count(),
              groups,
              kept.fresh(),
              kept.resolved(),
              at);
      note(handle, comparison);
      return new Result(comparison, notes);
    });
  }

  private static boolean areVolumesApart(RefereedBar bar, RefereedBar.Values there) {
    return Agreement.haveVolumes(bar.here, there)
        && Agreement.times(bar.here, there) > Agreement.NEAR_VOLUME;
  }

  private static List<String> groups(RefereedBar bar) {
    return bar.isSampled && bar.isRisky
        ? List.of(SAMPLED, RISKY)
        : List.of(bar.isSampled ? SAMPLED : RISKY);
  }

  /// Sampled before risky, the sum before its parts.
  private static int order(Group one, Group other) {
    int byBars = other.bars.compareTo(one.bars);
    int bySum = Boolean.compare(other.category.equals(ALL), one.category.equals(ALL));
    return byBars != 0 ? byBars : bySum != 0 ? bySum : other.category.compareTo(one.category);
  }

  private static void note(Handle handle, Comparison comparison) {
    var sampled = comparison.sampled();
    var risky = comparison.risky();
    handle
        .createUpdate(NOTE)
        .bind("source", comparison.source)
        .bind("interval", comparison.interval.word())
        .bind("first", comparison.range.first())
        .bind("last", comparison.range.last())
        .bind("seed", comparison.seed)
        .bind("names", comparison.names)
        .bind("sampled", sampled.compared())
        .bind("agreed", sampled.agreed())
        .bind("disagreed", sampled.disagreed())
        .bind("low", sampled.agreement().low())
        .bind("high", sampled.agreement().high())
        .bind("risky", risky.compared())
        .bind("risky_agreed", risky.agreed())
        .bind("risky_disagreed", risky.disagreed())
        .bind("missing_here", comparison.missingHere)
        .bind("missing_there", comparison.missingThere)
        .bind("groups", JSON.writeValueAsString(comparison.groups))
        .bind("new", comparison.newFindings)
        .bind("resolved", comparison.resolved)
        .bind("at", OffsetDateTime.ofInstant(comparison.at, ZoneOffset.UTC))
        .execute();
  }

  /// The latest comparisons, newest first.
  public List<Comparison> history(int most) {
    return database.read(handle -> history(handle, most));
  }

  /// The latest comparison, for reports.
  public static Optional<Comparison> latest(Database database) {
    return database.read(handle -> history(handle, 1).stream().findFirst());
  }

  private static List<Comparison> history(Handle handle, int most) {
    return handle
        .createQuery(HISTORY)
        .bind("most", most)
        .map((row, context) -> comparison(row))
        .list();
  }

  private static Comparison comparison(ResultSet row) throws SQLException {
    return new Comparison(
        row.getString("source"),
        BarInterval.valueOf(row.getString("bar_interval").toUpperCase(Locale.ROOT)),
        new DateRange(
            row.getObject("first_date", LocalDate.class),
            row.getObject("last_date", LocalDate.class)),
        row.getLong("seed"),
        row.getInt("names"),
        row.getLong("missing_here"),
        row.getLong("missing_there"),
        List.of(JSON.readValue(row.getString("groups"), Group[].class)),
        row.getInt("new_findings"),
        row.getInt("resolved"),
        row.getObject("finished_at", OffsetDateTime.class).toInstant());
  }
}
