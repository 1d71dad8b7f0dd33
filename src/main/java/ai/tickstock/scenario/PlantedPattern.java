package ai.tickstock.scenario;

import ai.tickstock.scenario.shapes.CandleShape;
import java.time.LocalDate;
import java.util.List;

/// A pattern that detectors are to find in a scenario.
///
/// @param session on which it is complete; of a cross or an extreme the turn of the trend that
///   makes it
public record PlantedPattern(String ticker, Kind kind, LocalDate session) {
  /// Sessions after a turn of the trend within which the averages have crossed.
  static final int CROSS_WITHIN = 20;

  /// What sort of pattern.
  public sealed interface Kind {
    /// As reports name it.
    String words();

    record Candles(CandleShape shape) implements Kind {
      @Override
      public String words() {
        return shape.words();
      }
    }

    /// The average of 10 closes crosses that of 30.
    record Cross(boolean up) implements Kind {
      @Override
      public String words() {
        return up ? "average of 10 above that of 30" : "average of 10 below that of 30";
      }
    }

    /// The relative strength of 14 sessions is above 70, or below 30.
    record Extreme(boolean high) implements Kind {
      @Override
      public String words() {
        return high ? "relative strength above 70" : "relative strength below 30";
      }
    }
  }

  /// When it is to be found: `2025-03-03`, or `within 20 sessions after 2025-03-03`.
  public String when() {
    return kind instanceof Kind.Cross
        ? "within " + CROSS_WITHIN + " sessions after " + session
        : session.toString();
  }

  /// What the end of a leg makes: an extreme, and a cross the other way soon after.
  ///
  /// @param up whether prices rose before
  static List<PlantedPattern> ofTurn(String ticker, LocalDate session, boolean up) {
    return List.of(
        new PlantedPattern(ticker, new Kind.Extreme(up), session),
        new PlantedPattern(ticker, new Kind.Cross(!up), session));
  }
}
