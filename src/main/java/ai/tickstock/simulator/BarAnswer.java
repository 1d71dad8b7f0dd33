package ai.tickstock.simulator;

/// The two kinds of answers that hold bars.
public enum BarAnswer {
  /// One ticker over a range.
  AGGREGATES,
  /// The whole market of one session.
  GROUPED
}
