package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Another vendor's bars as a referee over stored ones of the same interval: a sample of all bars,
/// from which the part of wrong ones is measured, and the bars in doubt. Safe for use by many
/// threads.
public final class SecondSource {
  /// So many bars show the claim where up to three of them are other ones.
  public static final int SAMPLE = 100_000;

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
  /// @param folder day, minute or per-ticker files of the other vendor
  /// @param interval of the bars; of minutes there are minute files only
  /// @param name of the source, under which its findings and figures stand
  /// @param range all that the folder has when empty
  /// @param instruments whose bars; everybody's when empty
  /// @param sample how many bars to draw
  /// @param seed the same one draws the same bars
  /// @param words the request in the user's words
  public record Asked(
      Path folder,
      BarInterval interval,
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
  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if the folder holds no bars of the
  ///   interval
  /// @throws QualityRefused when the source can be no referee; nothing is kept then
  public Result compare(Asked asked) {
    var thresholds = database.read(Thresholds::read);
    var agreement = Agreement.of(thresholds, asked.interval);
    var named = asked.instruments.stream().map(InstrumentId::value).toList();
    var folder =
        new RefereeFolder(asked.folder, asked.interval, asked.range.orElse(DateRange.ALWAYS));
    var within = asked.range.or(folder::sessions).orElse(DateRange.ALWAYS);
    var names = database.read(handle -> RefereeNames.read(handle, asked.interval, named, within));
    var doubts = new RefereeDoubts(asked.name, asked.interval, names, agreement);
    doubts.requireSomething(names.size() == 0, within);
    var survey = survey(asked, folder, names);
    var range =
        asked.range.orElse(
            new DateRange(
                LocalDate.ofEpochDay(survey.rowsByDay().firstKey()),
                LocalDate.ofEpochDay(survey.rowsByDay().lastKey())));
    var exchanges =
        database.read(handle -> Exchanges.read(handle, calendars, range, clock.instant()));
    doubts.requireSessions(survey, exchanges);
    doubts.requireNames(survey);
    doubts.requireInterval(survey);
    var disagreements = new Disagreements(named, agreement, asked.interval);
    var rule = Agreement.about(asked.interval).id();
    var choice =
        new RefereeChoice(
            new RefereeChoice.Asked(
                asked.interval,
                range,
                asked.seed,
                asked.sample,
                thresholds.of(rule, "large-move"),
                DoubtedDays.newSince(
                    exchanges, range, names.stored(), thresholds.of(rule, "last-sessions")),
                DoubtedDays.read(
                    database, clock, asked.interval, names, disagreements, asked.name, range)),
            exchanges,
            names,
            survey);
    var chosen = choice.choose(database);
    doubts.requireSomething(chosen.isEmpty(), range);
    var times =
        new RefereeClock(
            agreement, asked.interval == BarInterval.MINUTE ? chosen.values() : List.of());
    fill(chosen, folder, names, times);
    doubts.requireSameTimes(times, chosen.values());
    doubts.requireRawPrices(chosen.values());
    var counted = RefereeTally.withoutVolumesOfAnotherKind(agreement, chosen.values());
    var tally = RefereeTally.of(asked.name, names, counted, chosen.values());
    int compared =
        (int) chosen.values().stream().mapToInt(bar -> bar.instrument).distinct().count();
    return new Result(
        keep(asked, range, disagreements, tally, compared, choice.missingHere()),
        notes(folder, survey, names, choice, counted));
  }

  private static RefereeSurvey survey(Asked asked, RefereeFolder folder, RefereeNames names) {
    var survey = new RefereeSurvey(names, folder.isByTicker());
    folder.survey(survey);
    if (survey.isEmpty()) {
      throw new QualityRefused(
          "%s has no row that can be read%s; nothing was stored%s%s"
              .formatted(
                  asked.folder,
                  asked.range.map(range -> " of " + range).orElse(""),
                  folder.unread().isEmpty() ? "" : ": " + folder.unread().getFirst(),
                  folder.unusable() == 0
                      ? ""
                      : "; %,d lines are no bar or of another day than their file"
                          .formatted(folder.unusable())));
    }
    return survey;
  }

  /// Reads the source's rows of the chosen bars.
  private static void fill(
      Map<Long, RefereedBar> chosen, RefereeFolder folder, RefereeNames names, RefereeClock times) {
    var days = new HashSet<Integer>();
    var instruments = new BitSet();
    for (var bar : chosen.values()) {
      days.add(bar.day);
      instruments.set(bar.instrument);
    }
    folder.read(
        days::contains,
        symbol -> names.holders(symbol).anyMatch(instruments::get),
        (symbol, day, at, values) ->
            names
                .holder(symbol, day)
                .ifPresent(instrument -> {
                  times.take(instrument, day, at, values);
                  var bar = chosen.get(RefereeChoice.key(instrument, at));
                  if (bar != null) {
                    bar.there = values;
                  }
                }));
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

  private Comparison keep(
      Asked asked,
      DateRange range,
      Disagreements disagreements,
      RefereeTally tally,
      int names,
      long missingHere) {
    var at = clock.instant();
    return database.inTransaction(handle -> {
      var kept = disagreements.keep(handle, range, tally.looked(), tally.seen(), asked.words, at);
      var comparison =
          new Comparison(
              asked.name,
              asked.interval,
              range,
              asked.seed,
              names,
              missingHere,
              tally.missing(),
              tally.groups(),
              kept.fresh(),
              kept.resolved(),
              at);
      ComparisonTable.note(handle, comparison);
      return comparison;
    });
  }

  /// The latest comparisons of bars of these intervals, newest first.
  public static List<Comparison> history(Database database, List<BarInterval> of, int most) {
    return database.read(handle -> ComparisonTable.history(handle, of, most));
  }

  /// The latest comparison of bars of an interval, for reports.
  public static Optional<Comparison> latest(Database database, BarInterval interval) {
    return database.read(handle -> ComparisonTable.latest(handle, interval));
  }
}
