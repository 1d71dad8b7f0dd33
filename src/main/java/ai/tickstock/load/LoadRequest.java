package ai.tickstock.load;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody wants loaded.
///
/// @param asked the request in the user's words, for run lists
/// @param interval how long one bar is
/// @param range dates, first to last included; every session in it is owed
/// @param course how it is to go
/// @param files which are read instead of asking the vendor
/// @param sourceAdjusted whether the per-ticker files hold split-adjusted prices
public record LoadRequest(
    String asked,
    Target target,
    BarInterval interval,
    DateRange range,
    Course course,
    Optional<BarFiles> files,
    boolean sourceAdjusted) {

  /// One of a priority, else as usual, perhaps of the files of a folder.
  public LoadRequest(
      String asked,
      Target target,
      BarInterval interval,
      DateRange range,
      Priority priority,
      Optional<Path> folder,
      boolean sourceAdjusted) {
    this(
        asked,
        target,
        interval,
        range,
        Course.of(priority),
        folder.map(BarFiles.Folder::new),
        sourceAdjusted);
  }

  /// Whether it is about all that its source has: expectations begin with an instrument's first
  /// bar.
  boolean isEverything() {
    return switch (target) {
      case Target.Everything _, Target.EndOfDay _ -> true;
      case Target.Symbols _, Target.Universe _ -> false;
    };
  }

  /// How a load is to go.
  ///
  /// @param priority empty: what [PriorityByDefault] says
  /// @param newestFirst whether tasks of later dates come first; it changes the order, not the
  ///   tasks
  /// @param over its tasks begin evenly over that time; zero: as fast as they may
  public record Course(Optional<Priority> priority, boolean newestFirst, Duration over) {
    public Course {
      if (over.isNegative()) {
        throw new IllegalArgumentException("a time is not negative: " + over);
      }
    }

    public static Course of(Priority priority) {
      return new Course(Optional.of(priority), false, Duration.ZERO);
    }
  }

  /// A request to the vendor in the words of lists of runs: `universe sp500, minute`.
  public static String words(Target target, BarInterval interval) {
    var who =
        switch (target) {
          case Target.Universe(var expression, var most) ->
              "universe " + expression + (most == Integer.MAX_VALUE ? "" : ", the first " + most);
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
    /// @param most how many members, the first ones in the order of the universes
    record Universe(String expression, int most) implements Target {
      /// All members.
      public Universe(String expression) {
        this(expression, Integer.MAX_VALUE);
      }

      /// Equal requests are known again by this text, also those of earlier versions.
      @Override
      public String toString() {
        return "Universe[expression="
            + expression
            + (most == Integer.MAX_VALUE ? "" : ", most=" + most)
            + "]";
      }
    }

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

      boolean isComparison() {
        return asks == 0;
      }
    }
  }

  /// How urgent a run is beside others, see [TaskQueue#claim].
  public enum Priority {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW;

    /// `normal`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
