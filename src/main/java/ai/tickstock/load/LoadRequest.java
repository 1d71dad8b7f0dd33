package ai.tickstock.load;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody wants loaded.
///
/// @param asked the request in the user's words, for run lists
/// @param interval how long one bar is
/// @param range dates, first to last included; every session in it is owed
/// @param files a folder that is read instead of asking the vendor
/// @param sourceAdjusted whether the per-ticker files hold split-adjusted prices
public record LoadRequest(
    String asked,
    Target target,
    BarInterval interval,
    DateRange range,
    Priority priority,
    Optional<Path> files,
    boolean sourceAdjusted) {

  /// A request to the vendor in the words of lists of runs: `universe sp500, minute`.
  public static String words(Target target, BarInterval interval) {
    var who =
        switch (target) {
          case Target.Universe(var expression) -> "universe " + expression;
          case Target.Symbols(var symbols) ->
              "symbols " + symbols.stream().map(Symbol::ticker).collect(Collectors.joining(","));
          case Target.Everything _ -> "all";
          case Target.EndOfDay _ -> "end of day";
        };
    return interval == BarInterval.DAY ? who : who + ", " + interval.word();
  }

  /// For which instruments.
  public sealed interface Target {
    record Symbols(List<Symbol> symbols) implements Target {
      public Symbols {
        symbols = symbols.stream().distinct().sorted().toList();
        if (symbols.isEmpty()) {
          throw new IllegalArgumentException("no symbol was given");
        }
      }
    }

    /// @param expression universe keys, united by `,` or `:`
    record Universe(String expression) implements Target {}

    /// Whatever the source has, of the types that `equity_types` says are loaded.
    record Everything() implements Target {}

    /// What is known here of the types that are loaded and follows the exchange's calendar, for one
    /// session. No list is read. What the answer for the whole market leaves out is asked for by
    /// symbol where that is worth a call, see `AnswerOfTheMarket`.
    ///
    /// @param asks most symbols to ask for; 0 to compare an earlier session with what is stored
    record EndOfDay(int asks) implements Target {
      public EndOfDay {
        if (asks < 0) {
          throw new IllegalArgumentException("a number of symbols is not negative: " + asks);
        }
      }
    }
  }

  /// Which run's tasks are claimed first when several wait.
  public enum Priority {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW
  }
}
