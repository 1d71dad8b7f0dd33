package ai.tickstock.cli;

import ai.tickstock.universe.Resolution;

/// What is said of a KEY that names no universe, or one of several kinds.
final class AskedUniverse {
  private AskedUniverse() {}

  static Misuse refused(Resolution.Unknown unknown) {
    return new Misuse(
        "there is no universe "
            + String.join(", ", unknown.keys().stream().map(key -> "'" + key + "'").toList())
            + Refusals.didYouMean(unknown.nearMatches())
            + " ('tickstock universe list' shows all)");
  }

  static Misuse refused(Resolution.Ambiguous ambiguous) {
    return new Misuse(ambiguous.question());
  }
}
