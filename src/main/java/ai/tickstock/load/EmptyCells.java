package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.Omission;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Judges whether a bar that answers left out does not exist. The vendor never says "no trade", it
/// leaves the bar out; so does a fault.
///
/// It takes two things. *Evidence*: two different ways left the session out, or one way did twice
/// with enough time between. And *plausibility*: around that date the instrument has so few trades
/// that a session without one is believable: a handful a session, or a few dozen if it stays
/// without a trade every now and then. A liquid name with a hole stays unexplained whatever the
/// number of asks.
///
/// @param secondAskAfter time between two asks by the same way that makes the second one evidence
record EmptyCells(Duration secondAskAfter) {
  private static final double HANDFUL_TRADES = 10;
  private static final double HANDFUL_SHARES = 1_000;
  private static final double FEW_TRADES = 50;
  private static final double FEW_SHARES = 5_000;
  private static final double NOW_AND_THEN = 0.05;
  private static final Comparator<Omission> ASKED = Comparator.comparing(Omission::askedAt);

  /// How an instrument trades around a date.
  ///
  /// @param sessions of its life around, with a bar or without; not fewer than bars
  record Habit(Coverage.Trading trading, int sessions) {
    Habit {
      if (sessions < trading.bars()) {
        throw new IllegalArgumentException(
            trading.bars() + " bars on " + sessions + " sessions cannot be");
      }
    }

    /// Share of the sessions without a bar, 0 to 1.
    double silence() {
      return sessions == 0 ? 0 : 1 - (double) trading.bars() / sessions;
    }
  }

  /// @param omissions of this session, any order
  /// @param habit around the session; empty when the instrument has no bar at all
  /// @return the evidence in words if the cell is empty, else nothing
  Optional<String> evidence(List<Omission> omissions, Optional<Habit> habit) {
    if (omissions.isEmpty() || habit.isEmpty() || !isBelievable(habit.get())) {
      return Optional.empty();
    }
    var ways = ways(omissions);
    if (ways.size() > 1) {
      return Optional.of("left out by " + words(ways) + "; " + describe(habit.get()));
    }
    return isLaterAsk(omissions)
        ? Optional.of(
            "left out by "
                + words(ways)
                + " at "
                + omissions.stream().min(ASKED).orElseThrow().askedAt()
                + " and again at "
                + omissions.stream().max(ASKED).orElseThrow().askedAt()
                + "; "
                + describe(habit.get()))
        : Optional.empty();
  }

  /// Whether there can be evidence at all: by two ways, or by one with enough time between.
  ///
  /// @param omissions of any sessions; where this does not hold of all, it does of no session
  boolean areTwo(List<Omission> omissions) {
    return ways(omissions).size() > 1 || isLaterAsk(omissions);
  }

  private static EnumSet<Omission.AnswerPath> ways(List<Omission> omissions) {
    var ways = EnumSet.noneOf(Omission.AnswerPath.class);
    omissions.forEach(o -> ways.add(o.path()));
    return ways;
  }

  private boolean isLaterAsk(List<Omission> omissions) {
    var first = omissions.stream().min(ASKED);
    var last = omissions.stream().max(ASKED);
    return first.isPresent()
        && last.isPresent()
        && Duration.between(first.get().askedAt(), last.get().askedAt()).compareTo(secondAskAfter)
            >= 0;
  }

  /// Whether a session without a trade is believable.
  static boolean isBelievable(Habit habit) {
    return isAtMost(habit.trading(), HANDFUL_TRADES, HANDFUL_SHARES)
        || isThin(habit.trading()) && habit.silence() >= NOW_AND_THEN;
  }

  /// Whether an instrument has so few trades that it may stay without one.
  static boolean isThin(Coverage.Trading trading) {
    return isAtMost(trading, FEW_TRADES, FEW_SHARES);
  }

  /// Shares count where the source knows no trades.
  private static boolean isAtMost(Coverage.Trading trading, double trades, double shares) {
    if (trading.bars() == 0) {
      return false;
    }
    OptionalDouble known = trading.medianTrades();
    return known.isPresent()
        ? known.getAsDouble() < trades
        : trading.medianVolume().isPresent() && trading.medianVolume().getAsDouble() < shares;
  }

  private static String describe(Habit habit) {
    var trading = habit.trading();
    var usual =
        trading.medianTrades().isPresent()
            ? "a usual session has %.0f trades".formatted(trading.medianTrades().getAsDouble())
            : "a usual session has %.0f shares".formatted(trading.medianVolume().orElse(0));
    return usual + ", %.0f %% of the sessions around have none".formatted(100 * habit.silence());
  }

  private static String words(EnumSet<Omission.AnswerPath> ways) {
    return String.join(
        " and ",
        ways.stream()
            .map(way ->
                switch (way) {
                  case AGGREGATES -> "the symbol's bars";
                  case GROUPED -> "the market's bars of the day";
                  case FILE -> "the day file";
                })
            .toList());
  }
}
