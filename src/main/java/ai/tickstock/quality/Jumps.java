package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Tells the jumps of one instrument's prices apart: each gets one reading, so that one fault does
/// not become four findings. Splits that are known come first, then what is left.
final class Jumps {
  /// Below that a known split is not told from an ordinary day: 6 for 5 is.
  private static final double SMALLEST_SPLIT = 0.15;

  private static final int SHIFTED_BY_AT_MOST = 7;
  private static final int LONGEST_BLOCK = 250;

  /// Taken for the ordinary move of a name with too few bars to tell.
  private static final double UNKNOWN_MOVE = 0.05;

  private static final int SIDE = 5;
  private static final int FROZEN = 9;

  /// Times the ordinary move, where a move of its own needs five: markets in panic come back too.
  private static final double BAD_BAR_MOVES = 8;

  private final Bars bars;
  private final AnotherCompany another;
  private final double least;
  private final double ordinaryMoves;
  private final double leastDollars;
  private final List<Jump> jumps = new ArrayList<>();

  /// Bars whose jump has its reading.
  private final BitSet read = new BitSet();

  private Jumps(Bars bars, Thresholds thresholds) {
    this.bars = bars;
    this.another = new AnotherCompany(bars);
    this.least = thresholds.of("price-move", "medium");
    this.ordinaryMoves = thresholds.of("price-move", "ordinary-moves");
    this.leastDollars = thresholds.of("price-move", "least-dollars");
  }

  /// In no order.
  static List<Jump> of(Bars bars, Thresholds thresholds) {
    var jumps = new Jumps(bars, thresholds);
    jumps.knownSplits();
    jumps.gaps();
    jumps.moves();
    return jumps.jumps;
  }

  // ---- known splits -----------------------------------------------------------------------------

  private void knownSplits() {
    int known = 0;
    var absent = new ArrayList<Integer>();
    for (int i = 1; i < bars.size; i++) {
      double factor = bars.split[i];
      if (factor == 1 || Math.abs(Math.log(factor)) < SMALLEST_SPLIT) {
        continue;
      }
      known++;
      if (!shows(i, factor)) {
        absent.add(i);
      }
    }
    if (absent.size() > 1 && absent.size() == known && absent.stream().allMatch(i -> isFlat(i))) {
      add(
          Jump.Kind.MIXTURE,
          0,
          absent.getLast() - 1,
          0,
          "none of the " + known + " known splits shows in prices that should be as traded");
      absent.forEach(read::set);
      return;
    }
    absent.forEach(i -> absent(i, bars.split[i]));
  }

  private boolean shows(int i, double factor) {
    double half = 0.5 * Math.abs(Math.log(factor));
    return Math.abs(Math.log(bars.overnight(i) / factor)) < half
        || Math.abs(Math.log(bars.close[i] / bars.close[i - 1] / factor)) < half;
  }

  private boolean isFlat(int i) {
    return Math.abs(Math.log(bars.overnight(i))) < SMALLEST_SPLIT;
  }

  private void absent(int i, double factor) {
    read.set(i);
    var said = Fractions.words(factor);
    for (int away = 1; away <= SHIFTED_BY_AT_MOST; away++) {
      for (int j : new int[] {i - away, i + away}) {
        if (j > 0 && j < bars.size && bars.split[j] == 1 && isLike(j, factor)) {
          read.set(j);
          add(
              Jump.Kind.SPLIT_SHIFTED,
              Math.min(i, j),
              Math.max(i, j),
              Math.log(factor),
              "the split " + said + " of " + date(i) + " shows in the prices of " + date(j));
          return;
        }
      }
    }
    for (int j = 1; j < bars.size; j++) {
      if (bars.split[j] == 1 && !read.get(j) && isLike(j, factor) && !bars.isNews(j)) {
        read.set(j);
        add(
            Jump.Kind.MIXTURE,
            Math.min(i, j),
            Math.max(i, j) - 1,
            0,
            "the split "
                + said
                + " of "
                + date(i)
                + " shows in the prices of "
                + date(j)
                + ": the bars between are on other shares than the rest");
        return;
      }
    }
    if (!isFlat(i) && afterAHole(i)) {
      return; // a split of who came after the hole explains nothing of who was before
    }
    double seen = bars.overnight(i);
    var shown =
        isFlat(i) ? "the prices do not move" : "the prices show " + Fractions.nearest(seen).words();
    var twice = isTwice(i, factor) ? ", and a split of the same ratio stands near it" : "";
    add(
        Jump.Kind.SPLIT_NOT_IN_PRICES,
        i,
        i,
        Math.log(factor),
        "a split " + said + " is known, " + shown + twice);
  }

  private boolean isLike(int j, double factor) {
    double allowed = Math.max(0.06, 0.15 * Math.abs(Math.log(factor)));
    return Math.abs(Math.log(bars.overnight(j) / factor)) < allowed;
  }

  private boolean isTwice(int i, double factor) {
    for (int j = Math.max(1, i - 10); j < Math.min(bars.size, i + 11); j++) {
      if (j != i && bars.split[j] == factor) {
        return true;
      }
    }
    return false;
  }

  // ---- gaps -------------------------------------------------------------------------------------

  /// After a long time without bars: who trades now?
  private void gaps() {
    for (int i = 1; i < bars.size; i++) {
      if (!read.get(i)) {
        afterAHole(i);
      }
    }
  }

  private boolean afterAHole(int i) {
    var words = another.afterAHole(i);
    words.ifPresent(said -> {
      read.set(i);
      add(Jump.Kind.RECYCLED, i, i, bars.move[i], said);
    });
    return words.isPresent();
  }

  // ---- what is left -----------------------------------------------------------------------------

  private void moves() {
    for (int i = 1; i < bars.size; i++) {
      if (Math.abs(bars.move[i]) < 0.4 * least) {
        continue; // at most the move below, and quicker to tell
      }
      double multiplied = Math.exp(bars.move[i]);
      if (Math.abs(multiplied - 1) < 0.9 * least || read.get(i)) {
        continue;
      }
      if (bars.sessionsSince(i) > AnotherCompany.LONG_HOLE) {
        continue; // whatever happened, the hole is the finding
      }
      if (Facts.isAny(bars.facts.spinOff(), bars.day[i - 1], bars.day[i])) {
        continue; // how much of the move it explains nobody says
      }
      int back = back(i);
      if (back > 0) {
        badBar(i, back);
        i = back;
      } else if (!block(i) && !split(i) && !another(i)) {
        move(i, multiplied);
      }
    }
  }

  /// The bar with which the price is back where it was, at most two later; 0 when it is not.
  private int back(int i) {
    double ordinary = bars.ordinaryMove(i);
    boolean isFar =
        Math.abs(Math.exp(bars.move[i]) - 1) >= least
            && Math.abs(bars.move[i])
                > BAD_BAR_MOVES / 5 * ordinaryMoves * Math.max(0.005, ordinary);
    if (!isFar || bars.isNews(i)) {
      return 0;
    }
    double total = bars.move[i];
    for (int k = i + 1; k < bars.size && k <= i + 2; k++) {
      total += bars.move[k];
      if (Math.abs(total) < 0.35 * Math.abs(bars.move[i])) {
        return k;
      }
    }
    return 0;
  }

  private void badBar(int i, int back) {
    add(
        Jump.Kind.BAD_BAR,
        i,
        back - 1,
        bars.move[i],
        "close %s between %s and %s"
            .formatted(price(bars.close[i]), price(bars.close[i - 1]), price(bars.close[back])));
  }

  /// A block of bars on other shares: there by a fraction, back by the same.
  private boolean block(int i) {
    double there = Math.log(bars.overnight(i) / bars.split[i]);
    var near = Fractions.nearest(Math.exp(there));
    if (bars.isNews(i)
        || near.isSmall()
        || Math.abs(there - Math.log(near.factor())) > nearness(i, near)) {
      return false;
    }
    for (int k = i + 3; k < bars.size && k <= i + LONGEST_BLOCK; k++) {
      double andBack = Math.log(bars.overnight(k) / bars.split[k]);
      if (!read.get(k) && Math.abs(there + andBack) < 2 * bars.nearness(k) && !bars.isNews(k)) {
        read.set(k);
        add(
            Jump.Kind.MIXTURE,
            i,
            k - 1,
            bars.move[i],
            "prices change by %s and change back with %s"
                .formatted(Fractions.words(near.factor()), date(k)));
        return true;
      }
    }
    return false;
  }

  private boolean split(int i) {
    double seen = bars.overnight(i) / bars.split[i];
    if (Math.abs(Math.log(seen)) < SMALLEST_SPLIT) {
      return false;
    }
    var near = Fractions.nearest(seen);
    if (Math.abs(Math.log(seen / near.factor())) > nearness(i, near)
        || !goesOn(i, near)
        || !isCalm(i, near)) {
      return false;
    }
    boolean isKnown = bars.split[i] != 1;
    add(
        isKnown ? Jump.Kind.SPLIT_NOT_IN_PRICES : Jump.Kind.SPLIT_MISSING,
        i,
        i,
        bars.move[i],
        "opened at %s after %s, as by a split %s; %s"
            .formatted(
                price(bars.first(i)),
                price(bars.close[i - 1]),
                near.words(),
                isKnown
                    ? "known is " + Fractions.words(bars.split[i])
                    : "none is known"
                        + (Double.isFinite(volumeTimes(i))
                            ? ", volume times %.2f".formatted(volumeTimes(i))
                            : "")));
    return true;
  }

  /// How near a price must come to a ratio: the larger that is, the less else explains it.
  private double nearness(int i, Fractions.Near near) {
    double size = Math.abs(Math.log(near.factor()));
    return bars.nearness(i) * (near.isSmall() ? 0.6 : size > 1 ? 1.6 : 1);
  }

  private double volumeTimes(int i) {
    return bars.volume[i] / bars.ordinaryVolume(i);
  }

  /// Whether the price stays at the new level for as long as there are bars to see it.
  private boolean goesOn(int i, Fractions.Near near) {
    double before = bars.medianBefore(i, SIDE, (k, of) -> bars.close[k] / bars.shares(k, of));
    double after = bars.medianAfter(i, SIDE, (k, of) -> bars.close[k] / bars.shares(k, of));
    double ordinary = bars.ordinaryMove(i);
    double size = Math.abs(Math.log(near.factor()));
    double allowed =
        Math.max(Math.max(0.12, 0.1 * size), Double.isNaN(ordinary) ? 0 : 4 * ordinary);
    return Math.abs(Math.log(after / before / near.factor()))
        < Math.min(allowed, 0.45 * size + 0.05);
  }

  /// Whether it was an ordinary day but for the fraction: about the same dollars changed hands, and
  /// the bar is no wider than others. News is neither.
  private boolean isCalm(int i, Fractions.Near near) {
    double dollars = bars.volume[i] * bars.close[i] / bars.ordinaryDollars(i);
    double width = (bars.high[i] / bars.low[i] - 1) / Math.max(0.005, bars.ordinaryRange(i));
    if (near.isSmall()) {
      double size = Math.abs(Math.log(near.factor()));
      double shares = bars.volume[i] * Math.min(1, near.factor()) / bars.ordinaryVolume(i);
      // What hardly ever moves did not move to just that ratio, whatever the whole market did.
      boolean isUnheardOf =
          size > 20 * bars.ordinaryMove(i)
              && Math.abs(Math.log(bars.overnight(i) / bars.split[i] / near.factor()))
                  < Fractions.EXACTLY;
      // A name that moves by five hundredths every day reaches such a ratio in a week.
      return size > 4 * bars.ordinaryMove(i)
          && dollars > 1 / 3.0
          && dollars < 3
          && shares < 3
          && width < (isUnheardOf ? 5 : 2.5);
    }
    return (Double.isNaN(dollars) || dollars > 1 / 8.0 && dollars < 5)
        && (Double.isNaN(width) || width < 5);
  }

  private boolean another(int i) {
    var words = another.fromOneBarToTheNext(i);
    words.ifPresent(said -> add(Jump.Kind.RECYCLED, i, i, bars.move[i], said));
    return words.isPresent();
  }

  private void move(int i, double multiplied) {
    double ordinary = bars.ordinaryMove(i);
    double dollars = Math.abs(bars.close[i] - bars.close[i - 1] * bars.split[i]);
    if (stoodStill(i)
        || Math.abs(multiplied - 1) < least
        || dollars < leastDollars
        || Math.abs(bars.move[i])
            < ordinaryMoves * (Double.isNaN(ordinary) ? UNKNOWN_MOVE : Math.max(0.005, ordinary))) {
      return;
    }
    double times = volumeTimes(i);
    var volume = Double.isFinite(times) ? ", volume times %.1f".formatted(times) : "";
    var renamed =
        Facts.isAny(bars.facts.renamed(), bars.day[i - 1], bars.day[i]) ? ", renamed that day" : "";
    add(
        Jump.Kind.MOVE,
        i,
        i,
        bars.move[i],
        "%+.1f %% to %s%s%s"
            .formatted(100 * (multiplied - 1), price(bars.close[i]), volume, renamed));
  }

  /// Whether the price did not move for two weeks before: the move that follows belongs to that.
  private boolean stoodStill(int i) {
    for (int k = 1; k <= FROZEN; k++) {
      if (i - k - 1 < 0 || bars.close[i - k] != bars.close[i - k - 1]) {
        return false;
      }
    }
    return true;
  }

  private void add(Jump.Kind kind, int from, int to, double move, String words) {
    jumps.add(new Jump(kind, from, to, move, kind == Jump.Kind.MOVE && bars.isNews(from), words));
  }

  private LocalDate date(int i) {
    return LocalDate.ofEpochDay(bars.day[i]);
  }

  static String price(double price) {
    return String.format(Locale.ROOT, price < 1 ? "%.4f" : "%.2f", price);
  }
}
