package ai.tickstock.simulator;

import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// A span of the simulated clock, such as a night's maintenance.
///
/// @param from first instant
/// @param to first instant after it
public record CallWindow(Instant from, Instant to) {
  static final CallWindow ALWAYS = new CallWindow(Instant.MIN, Instant.MAX);

  public CallWindow {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "'toInstant' " + to + " is not after 'fromInstant' " + from);
    }
  }

  boolean contains(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  /// The ends that it has.
  void write(JsonGenerator json) {
    if (!from.equals(Instant.MIN)) {
      json.writeStringProperty("fromInstant", from.toString());
    }
    if (!to.equals(Instant.MAX)) {
      json.writeStringProperty("toInstant", to.toString());
    }
  }
}
