package ai.tickstock.provider;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds the edge of a plan's history by asking for single days: depths in years that plans usually
/// have come first, then the days between are halved.
///
/// @param asker says what the vendor said about a day
/// @param learnedAt the time of asking; depths count from its date in New York
/// @param mostAsks when they are used up, what is known by then is the result
public record HistorySearch(Asker asker, Instant learnedAt, int mostAsks) {
  private static final List<Integer> USUAL_YEARS = List.of(2, 5, 10, 20);
  private static final int MOST_YEARS = 40;

  /// What the vendor says about one day.
  public enum Reply {
    SERVED,
    REFUSED,
    /// Neither: a failure that says nothing about the plan.
    UNKNOWN;

    public static Reply of(Answer<?> answer) {
      return switch (answer) {
        case Answer.Given<?> _ -> SERVED;
        case Answer.Failed<?>(var failure, _) ->
            failure.kind() == ProviderFailure.Kind.NOT_ENTITLED_TIMEFRAME ? REFUSED : UNKNOWN;
      };
    }
  }

  /// Asks for one day.
  @FunctionalInterface
  public interface Asker {
    Reply ask(LocalDate day);
  }

  /// @param refused a day that the vendor refused
  /// @param served a later one that it served
  public HistoryEdge between(BarInterval interval, LocalDate refused, LocalDate served) {
    var low = refused;
    var high = served;
    for (int asks = 0; asks < mostAsks && low.plusDays(1).isBefore(high); asks++) {
      var day = next(low, high);
      var reply = asker.ask(day);
      if (reply == Reply.UNKNOWN) {
        break;
      }
      if (reply == Reply.SERVED) {
        high = day;
      } else {
        low = day;
      }
    }
    return HistoryEdge.between(interval, low, high, learnedAt);
  }

  private LocalDate next(LocalDate low, LocalDate high) {
    var today = Bar.dateOf(learnedAt);
    if (HistoryEdge.yearsBefore(today, high).isPresent()) {
      return high.minusDays(1);
    }
    return middle(USUAL_YEARS, today, low, high)
        .or(() -> middle(IntStream.rangeClosed(1, MOST_YEARS).boxed().toList(), today, low, high))
        .orElseGet(() -> low.plusDays(ChronoUnit.DAYS.between(low, high) / 2));
  }

  /// The middle one of those depths whose day lies between.
  private static Optional<LocalDate> middle(
      List<Integer> years, LocalDate today, LocalDate low, LocalDate high) {
    var days =
        years.stream()
            .map(today::minusYears)
            .filter(day -> day.isAfter(low) && day.isBefore(high))
            .toList();
    return days.isEmpty() ? Optional.empty() : Optional.of(days.get((days.size() - 1) / 2));
  }
}
