package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.RefereedBar.Values;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether a source can be a referee at all: whether it has the same names, days and kind of
/// prices. Where it cannot, its disagreements would say nothing of stored bars.
final class RefereeDoubts {
  /// Of the shorter list of names so many must be known to both.
  private static final double LEAST_COMMON = 0.25;

  private static final double MOST_CLOSED = 0.05;
  private static final int FEW_DAYS = 2;

  /// Closes further apart are of other shares or another company.
  private static final double UNRELATED = 0.05;

  private static final double NEAR_A_RATIO = 0.02;

  /// Smaller splits are not told from dividends.
  private static final double SMALLEST_SPLIT = 0.05;

  private static final int BARS_FOR_A_HABIT = 10;
  private static final int NAMES_FOR_A_HABIT = 3;
  private static final double A_HABIT = 0.8;
  private static final int EXAMPLES = 3;

  private final String source;
  private final BarInterval interval;
  private final RefereeNames names;
  private final Agreement agreement;

  RefereeDoubts(String source, BarInterval interval, RefereeNames names, Agreement agreement) {
    this.source = source;
    this.interval = interval;
    this.names = names;
    this.agreement = agreement;
  }

  private QualityRefused refused(String words) {
    return new QualityRefused(
        source + " is no second source here: " + words + ". Nothing was stored");
  }

  /// @throws QualityRefused when the source has bars of days that are none at any of the exchanges
  ///   that its names follow
  void requireSessions(RefereeSurvey survey, Exchanges exchanges) {
    var numbers = survey.instruments().stream().map(exchanges::number).distinct().sorted().toList();
    var calendars =
        (numbers.isEmpty() ? List.of(0) : numbers)
            .stream().map(number -> exchanges.all().get(number).calendar()).toList();
    var closed = new ArrayList<LocalDate>();
    int known = 0;
    for (int day : survey.rowsByDay().keySet()) {
      var date = LocalDate.ofEpochDay(day);
      if (calendars.stream().allMatch(calendar -> calendar.known().contains(date))) {
        known++;
        if (calendars.stream().noneMatch(calendar -> calendar.isSession(date))) {
          closed.add(date);
        }
      }
    }
    if (closed.size() > FEW_DAYS && closed.size() > MOST_CLOSED * known) {
      throw refused(
          "%,d of its %,d days are no sessions of %s, e.g. %s; take a folder of the same exchange whose dates are New York ones"
              .formatted(
                  closed.size(),
                  known,
                  calendars.stream()
                      .map(calendar -> calendar.exchange().code())
                      .collect(Collectors.joining(" or ")),
                  examples(closed)));
    }
  }

  /// @throws QualityRefused when few names are common
  void requireNames(RefereeSurvey survey) {
    int common = survey.instruments().size();
    int fewer = Math.min(names.size(), survey.tickers().size());
    if (common == 0 || common < LEAST_COMMON * fewer) {
      var unknown =
          survey.tickers().stream().filter(symbol -> !names.isKnown(symbol)).sorted().toList();
      throw refused(
          "it has %,d tickers, of the %,d names asked about it has %,d; not known here are e.g. %s; take a folder with the same tickers, or name them with --symbols"
              .formatted(survey.tickers().size(), names.size(), common, examples(unknown)));
    }
  }

  /// @throws QualityRefused when its rows are no minutes, though minutes are compared
  void requireInterval(RefereeSurvey survey) {
    if (interval == BarInterval.MINUTE && survey.minutesApart() > 1) {
      throw refused(
          "its rows begin %s, so they are no minute bars; take a folder of one-minute bars"
              .formatted(
                  survey.minutesApart() < 60
                      ? "every " + survey.minutesApart() + " minutes"
                      : "an hour apart or more"));
    }
  }

  /// @throws QualityRefused when its minutes stand at other times of the day, or at none of ours
  void requireSameTimes(RefereeClock clock, Collection<RefereedBar> compared) {
    if (interval == BarInterval.DAY) {
      return;
    }
    var shift = clock.shift();
    if (shift.isPresent()) {
      int minutes = Math.abs(shift.get().minutes());
      throw refused(
          "%,d of %,d minutes that can be told apart stand there %s %s, as in another time zone; window_start is Unix time (UTC): mend its times"
              .formatted(
                  shift.get().bars(),
                  shift.get().of(),
                  minutes % 60 == 0
                      ? minutes / 60 + (minutes == 60 ? " hour" : " hours")
                      : minutes + (minutes == 1 ? " minute" : " minutes"),
                  shift.get().minutes() > 0 ? "later" : "earlier"));
    }
    if (compared.stream().allMatch(bar -> bar.there == null)) {
      throw refused(
          "it has none of the %,d chosen minutes of its sessions; its times are others"
              .formatted(compared.size()));
    }
  }

  /// What the compared closes of one name are beside the stored ones.
  private static final class Closes {
    int bars;
    int related;
    int asAdjusted;
    int asRaw;
    int lower;
    List<RefereedBar> examples = new ArrayList<>();
  }

  /// @throws QualityRefused when the prices are adjusted, of other companies, or of other days
  void requireRawPrices(Collection<RefereedBar> compared) {
    var byName = new TreeMap<Integer, Closes>();
    int before = 0;
    int after = 0;
    int bars = 0;
    for (var bar : compared) {
      if (bar.there == null) {
        continue;
      }
      bars++;
      var name = byName.computeIfAbsent(bar.instrument, _ -> new Closes());
      count(name, bar, bar.there);
      if (!agreement.isSame(bar.here.close(), bar.there.close())) {
        before += agreement.isSame(bar.closeBefore, bar.there.close()) ? 1 : 0;
        after += agreement.isSame(bar.closeAfter, bar.there.close()) ? 1 : 0;
      }
    }
    if (interval == BarInterval.DAY) {
      requireSameDays(before, after, bars);
    }
    requireNotAdjusted(byName);
    requireSameCompanies(byName);
    requireNoHabit(byName);
  }

  private static void count(Closes name, RefereedBar bar, Values there) {
    double ratio = there.close() / bar.here.close();
    name.bars++;
    name.related += isNear(ratio, 1, UNRELATED) ? 1 : 0;
    name.lower += ratio < 0.9995 && ratio > 0.5 ? 1 : 0;
    if (!isNear(bar.laterSplits, 1, SMALLEST_SPLIT)) {
      boolean asAdjusted = isNear(ratio, bar.laterSplits, NEAR_A_RATIO);
      name.asAdjusted += asAdjusted ? 1 : 0;
      name.asRaw += isNear(ratio, 1, NEAR_A_RATIO) ? 1 : 0;
      if (asAdjusted && name.examples.isEmpty()) {
        name.examples.add(bar);
      }
    }
    if (!isNear(ratio, 1, UNRELATED) && name.examples.isEmpty()) {
      name.examples.add(bar);
    }
  }

  private static boolean isNear(double ratio, double of, double part) {
    return Math.abs(Math.log(ratio / of)) <= part;
  }

  private void requireSameDays(int before, int after, int bars) {
    int most = Math.max(before, after);
    if (bars >= BARS_FOR_A_HABIT && most > bars / 2) {
      throw refused(
          "%,d of %,d closes are those of the session %s, so its days are shifted; mend its dates"
              .formatted(most, bars, before > after ? "before" : "after"));
    }
  }

  private void requireNotAdjusted(Map<Integer, Closes> byName) {
    var withSplits =
        byName.values().stream().filter(name -> name.asAdjusted + name.asRaw > 0).toList();
    var adjusted = withSplits.stream().filter(name -> name.asAdjusted > name.asRaw).toList();
    if (!adjusted.isEmpty() && 2 * adjusted.size() >= withSplits.size()) {
      throw refused(
          "its prices are adjusted for splits: of %,d names with a split later than a compared bar %,d have prices as after it, e.g. %s; take a folder of prices as traded, or sessions after the last split (--from)"
              .formatted(
                  withSplits.size(),
                  adjusted.size(),
                  adjusted.stream()
                      .limit(EXAMPLES)
                      .map(name -> words(name.examples.getFirst()))
                      .collect(Collectors.joining("; "))));
    }
  }

  private void requireSameCompanies(Map<Integer, Closes> byName) {
    var unrelated = byName.values().stream().filter(name -> 2 * name.related < name.bars).toList();
    if (2 * unrelated.size() > byName.size()) {
      throw refused(
          "the closes of %,d of %,d names have nothing to do with the stored ones, so its tickers mean others or its prices are adjusted, e.g. %s; take a folder of the same market"
              .formatted(
                  unrelated.size(),
                  byName.size(),
                  unrelated.stream()
                      .limit(EXAMPLES)
                      .map(name -> words(name.examples.getFirst()))
                      .collect(Collectors.joining("; "))));
    }
  }

  private void requireNoHabit(Map<Integer, Closes> byName) {
    var judged = byName.values().stream().filter(name -> name.bars >= BARS_FOR_A_HABIT).toList();
    long lower = judged.stream().filter(name -> name.lower > A_HABIT * name.bars).count();
    if (lower >= NAMES_FOR_A_HABIT && 2 * lower >= judged.size()) {
      throw refused(
          "the closes of %,d of %,d names are a little lower on nearly every day, as where prices are adjusted for dividends; take a folder of prices as traded"
              .formatted(lower, judged.size()));
    }
  }

  private String words(RefereedBar bar) {
    var there = Objects.requireNonNull(bar.there);
    return String.format(
        Locale.ROOT,
        "%s %s closed at %s here and at %s there (times %.4g%s)",
        names.name(bar.instrument).ticker(),
        bar.session(),
        Agreement.price(bar.here.close()),
        Agreement.price(there.close()),
        there.close() / bar.here.close(),
        bar.laterSplits == 1
            ? ""
            : String.format(Locale.ROOT, ", later splits times %.4g", bar.laterSplits));
  }

  private static String examples(Collection<?> things) {
    return things.stream().limit(EXAMPLES).map(Object::toString).collect(Collectors.joining(", "));
  }

  /// @throws QualityRefused when no stored bar is of a name, day or range that the source has
  void requireSomething(boolean isNothing, DateRange range) {
    if (isNothing) {
      throw refused(
          "of its names no final %s bar is stored in %s; load them first, or give other dates"
              .formatted(interval == BarInterval.DAY ? "daily" : "minute", range));
    }
  }
}
