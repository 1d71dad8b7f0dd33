package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.Omission;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Judges whether a bar that answers left out does not exist. The vendor never says "no trade", it
/// leaves the bar out; so does a fault.
///
/// It takes two things. *Evidence*: two different ways left the session out, or one way did twice
/// with enough time between. And *plausibility*: the instrument trades so thinly around that date
/// that a session without a trade is believable. A liquid name with a hole stays unexplained
/// whatever the number of asks.
///
/// @param secondAskAfter time between two asks by the same way that makes the second one evidence
record EmptyCells(Duration secondAskAfter) {
  private static final double THIN_TRADES = 50;
  private static final double THIN_VOLUME_SHARES = 5_000;

  /// @param omissions of this session, any order
  /// @param trading bars around the session; empty when the instrument has none there
  /// @return the evidence in words if the cell is empty, else nothing
  Optional<String> evidence(
      LocalDate session, List<Omission> omissions, Optional<Coverage.Trading> trading) {
    if (omissions.isEmpty() || trading.isEmpty() || !isThin(trading.get())) {
      return Optional.empty();
    }
    var ways = EnumSet.noneOf(Omission.AnswerPath.class);
    omissions.forEach(o -> ways.add(o.path()));
    var thin = describe(trading.get());
    if (ways.size() > 1) {
      return Optional.of("left out by " + words(ways) + "; " + thin);
    }
    var first =
        omissions.stream()
            .map(Omission::askedAt)
            .min(java.util.Comparator.naturalOrder())
            .orElseThrow();
    var last =
        omissions.stream()
            .map(Omission::askedAt)
            .max(java.util.Comparator.naturalOrder())
            .orElseThrow();
    if (Duration.between(first, last).compareTo(secondAskAfter) >= 0) {
      return Optional.of(
          "left out by " + words(ways) + " at " + first + " and again at " + last + "; " + thin);
    }
    return Optional.empty();
  }

  /// Whether a session without a trade is believable.
  static boolean isThin(Coverage.Trading trading) {
    if (trading.bars() == 0) {
      return false;
    }
    if (trading.medianTrades().isPresent()) {
      return trading.medianTrades().getAsDouble() < THIN_TRADES;
    }
    return trading.medianVolume().isPresent()
        && trading.medianVolume().getAsDouble() < THIN_VOLUME_SHARES;
  }

  private static String describe(Coverage.Trading trading) {
    return trading.medianTrades().isPresent()
        ? "a usual session has %.0f trades".formatted(trading.medianTrades().getAsDouble())
        : "a usual session has %.0f shares".formatted(trading.medianVolume().orElse(0));
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
