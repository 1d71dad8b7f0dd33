package ai.tickstock.quality;

import ai.tickstock.database.BinaryCopyOut;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.RefereedBar.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Chooses the stored bars that are compared, in one pass over the whole range: a sample, of which
/// each class of liquidity has the part that it has of all bars, and bars in doubt. Holds what it
/// may choose, one instrument's days or one session's minutes, and never the range.
final class RefereeChoice {
  /// Instruments of one COPY.
  private static final int A_PART = 200;

  /// Of more bars in doubt so many are drawn.
  private static final int MOST_RISKY = 200_000;

  private static final int DAYS_BESIDE = 7;

  private static final String DAYS =
      """
      COPY (
        SELECT asked.id, b.session, b.open, b.high, b.low, b.close, b.volume, b.fmv, b.provisional
        FROM unnest(CAST('{:ids}' AS integer[])) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT d.session, d.open, d.high, d.low, d.close, d.volume, d.fmv,
                 CAST(d.provisional AS integer) AS provisional
          FROM bar_daily d
          WHERE d.instrument_id = asked.id AND d.session >= DATE ':first' AND d.session < DATE ':after'
          ORDER BY d.session) b
      ) TO STDOUT (FORMAT BINARY)
      """;

  private static final String MINUTES =
      """
      COPY (
        SELECT asked.id, b.start, b.open, b.high, b.low, b.close, b.volume, b.fmv, b.provisional
        FROM unnest(CAST('{:ids}' AS integer[])) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT d.start, d.open, d.high, d.low, d.close, d.volume,
                 CAST(NULL AS double precision) AS fmv, CAST(d.provisional AS integer) AS provisional
          FROM bar_minute d
          WHERE d.instrument_id = asked.id
            AND d.start >= TIMESTAMPTZ ':first' AND d.start < TIMESTAMPTZ ':after'
          ORDER BY d.start) b
      ) TO STDOUT (FORMAT BINARY)
      """;

  private static final int BEFORE_A_SPLIT = 5;

  /// From a Friday to a Monday, and a holiday.
  private static final int DAYS_BEFORE_A_SPLIT = 4;

  /// By dollars a session: not known, below 100,000, and so on by tens.
  private static final int STRATA = 6;

  private static final int EXAMPLES = 5;

  private final Asked asked;
  private final Exchanges exchanges;
  private final RefereeNames names;
  private final RefereeSurvey survey;
  private final DateRange stored;
  private final Bars series;
  private final BitSet provisional = new BitSet();

  /// When each bar of the series begins, see `RefereedBar.at`.
  private int[] at = new int[2_000];

  private final List<Draw> strata = new ArrayList<>();
  private final Draw risky = new Draw(MOST_RISKY);
  private final List<String> missingExamples = new ArrayList<>();
  private long missingHere;

  /// What is wanted.
  ///
  /// @param doubted days by instrument that are in doubt for what is known of them
  /// @param newSince bars from that day on are in doubt because they are new; by the numbers of
  ///   exchanges
  record Asked(
      BarInterval interval,
      DateRange range,
      long seed,
      int sample,
      double largeMove,
      List<LocalDate> newSince,
      Map<Integer, Set<Integer>> doubted) {}

  RefereeChoice(Asked asked, Exchanges exchanges, RefereeNames names, RefereeSurvey survey) {
    this.asked = asked;
    this.exchanges = exchanges;
    this.names = names;
    this.survey = survey;
    this.stored = names.stored();
    this.series = new Bars(day(asked.range.first()), day(asked.range.last()));
    for (int i = 0; i < STRATA; i++) {
      strata.add(new Draw(asked.sample));
    }
  }

  private static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  /// Chooses, of names that the source has.
  ///
  /// @return by `key`
  Map<Long, RefereedBar> choose(Database database) {
    var ids = survey.instruments().stream().sorted().toList();
    for (int from = 0; from < ids.size(); from += A_PART) {
      var part = ids.subList(from, Math.min(ids.size(), from + A_PART));
      database.read(handle -> {
        read(handle, part);
        return true;
      });
    }
    var chosen = new HashMap<Long, RefereedBar>();
    for (var bar : sample()) {
      bar.isSampled = true;
      chosen.put(key(bar.instrument, bar.at), bar);
    }
    for (var bar : risky.first(MOST_RISKY)) {
      bar.isRisky = true;
      chosen.put(key(bar.instrument, bar.at), bar);
    }
    return chosen;
  }

  /// @param at of a bar, or a day
  static long key(int instrument, int at) {
    return ((long) instrument << 32) + at;
  }

  /// Rows of the source, of names and in the time of which bars are stored, without a stored bar.
  long missingHere() {
    return missingHere;
  }

  /// A few of them, in words.
  List<String> missingExamples() {
    return List.copyOf(missingExamples);
  }

  /// Stored bars that could have been chosen.
  long eligible() {
    return strata.stream().mapToLong(Draw::offered).sum();
  }

  /// All bars in doubt; of very many only a part is chosen.
  long risky() {
    return risky.offered();
  }

  private List<RefereedBar> sample() {
    long all = eligible();
    var sample = new ArrayList<RefereedBar>();
    double carried = 0;
    for (var stratum : strata) {
      // What rounding takes from one class the next one gets.
      double part = (all <= asked.sample ? stratum.offered() : share(stratum, all)) + carried;
      long count = Math.round(part);
      carried = part - count;
      sample.addAll(stratum.first(count));
    }
    return sample;
  }

  private double share(Draw stratum, long all) {
    return (double) asked.sample * stratum.offered() / all;
  }

  private void read(Handle handle, Collection<Integer> ids) {
    var facts =
        FactsReader.read(handle, ids, new DateRange(asked.range.first(), DateRange.ALWAYS.last()));
    var text = ids.stream().map(id -> Integer.toString(id)).collect(Collectors.joining(","));
    var reading = new Reading(facts);
    BinaryCopyOut.read(handle, query(text), reading::take);
    reading.end();
  }

  private String query(String ids) {
    var first = asked.range.first();
    var after = asked.range.last().plusDays(1);
    return switch (asked.interval) {
      case DAY -> query(DAYS, ids, first.minusDays(DAYS_BESIDE), after.plusDays(DAYS_BESIDE));
      case MINUTE -> query(MINUTES, ids, Bar.startOfSession(first), Bar.startOfSession(after));
    };
  }

  private static String query(String form, String ids, Object first, Object after) {
    return form.replace(":ids", ids)
        .replace(":first", first.toString())
        .replace(":after", after.toString());
  }

  /// New York dates, in days since 1970, of minutes that come in order.
  private static final class Dates {
    private int from;
    private int until;
    private int day;

    int of(int minute) {
      if (minute < from || minute >= until) {
        var date = Bar.dateOf(Instant.ofEpochSecond(60L * minute));
        day = day(date);
        from = (int) (Bar.startOfSession(date).getEpochSecond() / 60);
        until = (int) (Bar.startOfSession(date.plusDays(1)).getEpochSecond() / 60);
      }
      return day;
    }
  }

  /// The instruments of one COPY, one after the other: each one's days together, or the minutes of
  /// one session after the other.
  private final class Reading {
    private final Map<Integer, Facts> facts;
    private final Dates dates = new Dates();
    private final Map<Integer, Integer> storedByDay = new HashMap<>();
    private int instrument;

    Reading(Map<Integer, Facts> facts) {
      this.facts = facts;
      clear();
    }

    void take(BinaryCopyOut row) {
      int id = row.int4();
      if (id != instrument) {
        end();
        instrument = id;
      }
      if (asked.interval == BarInterval.DAY) {
        int day = row.day();
        series.add(day, row);
        note(day);
      } else {
        int minute = row.minute();
        int day = dates.of(minute);
        if (series.size > 0 && series.day[0] != day) {
          endStretch();
        }
        series.add(day, row);
        note(minute);
      }
      if (row.int4() == 1) {
        provisional.set(series.size - 1);
      }
    }

    private void note(int begins) {
      if (at.length < series.size) {
        at = Arrays.copyOf(at, 2 * series.size);
      }
      at[series.size - 1] = begins;
    }

    /// The end of an instrument.
    void end() {
      endStretch();
      if (!storedByDay.isEmpty() && facts.containsKey(instrument)) {
        countMissing(instrument, storedByDay);
      }
      storedByDay.clear();
    }

    private void endStretch() {
      var known = facts.get(instrument);
      if (series.size > 0 && known != null) {
        for (int i = 0; i < series.size; i++) {
          storedByDay.merge(series.day[i], 1, Integer::sum);
        }
        series.complete(known, exchanges.of(instrument).days());
        look();
      }
      clear();
    }

    private void clear() {
      series.size = 0;
      provisional.clear();
    }
  }

  private void look() {
    var facts = series.facts;
    var doubted = asked.doubted.getOrDefault(facts.instrument(), Set.of());
    int newSince = day(asked.newSince.get(exchanges.number(facts.instrument())));
    var nearSplits = nearSplits();
    var stratum = strata.get(stratum());
    for (int i = 0; i < series.size; i++) {
      int day = series.day[i];
      if (!series.isJudged(i) || provisional.get(i) || !survey.covers(facts.instrument(), day)) {
        continue;
      }
      var bar = bar(i);
      stratum.offer(bar);
      boolean isMoved = Math.abs(Math.exp(series.move[i]) - 1) >= asked.largeMove;
      if (isMoved || day >= newSince || nearSplits.get(i) || doubted.contains(day)) {
        risky.offer(bar);
      }
    }
  }

  private RefereedBar bar(int i) {
    var facts = series.facts;
    double later = 1;
    for (int k = facts.splitDay().length - 1; k >= 0 && facts.splitDay()[k] > series.day[i]; k--) {
      later *= facts.splitFactor()[k];
    }
    return new RefereedBar(
        asked.interval,
        facts.instrument(),
        series.day[i],
        at[i],
        new Values(
            series.open[i], series.high[i], series.low[i], series.close[i], series.volume[i]),
        Draw.number(asked.seed, facts.instrument(), at[i]),
        i == 0 ? Double.NaN : series.close[i - 1],
        i + 1 == series.size ? Double.NaN : series.close[i + 1],
        later);
  }

  /// Around a split one sees whether a source is adjusted for it.
  private BitSet nearSplits() {
    var near = new BitSet();
    int i = 0;
    for (int split : series.facts.splitDay()) {
      if (asked.interval == BarInterval.MINUTE) {
        if (split >= series.day[0] && split <= series.day[0] + DAYS_BEFORE_A_SPLIT) {
          near.set(0, series.size);
        }
        continue;
      }
      while (i < series.size && series.day[i] < split) {
        i++;
      }
      if (i < series.size) {
        near.set(Math.max(0, i - BEFORE_A_SPLIT), i + 1);
      }
    }
    return near;
  }

  /// By the dollars of a session.
  private int stratum() {
    double dollars = 0;
    int counted = 0;
    for (int i = 0; i < series.size; i++) {
      if (!Double.isNaN(series.volume[i])) {
        dollars += series.volume[i] * series.close[i];
        counted++;
      }
    }
    int sessions = asked.interval == BarInterval.DAY ? counted : 1;
    return counted == 0
        ? 0
        : Math.clamp((int) Math.floor(Math.log10(dollars / sessions)) - 3, 1, STRATA - 1);
  }

  private void countMissing(int instrument, Map<Integer, Integer> storedByDay) {
    var rows = survey.rowsByDay().subMap(day(stored.first()), true, day(stored.last()), true);
    for (int day : rows.keySet()) {
      int missing = survey.rows(instrument, day) - storedByDay.getOrDefault(day, 0);
      if (missing > 0) {
        missingHere += missing;
        if (missingExamples.size() < EXAMPLES) {
          missingExamples.add(names.name(instrument).ticker() + " " + LocalDate.ofEpochDay(day));
        }
      }
    }
  }
}
