package ai.tickstock.cli;

import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universe;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;

/// The universe that a KEY names, where only one can be meant.
final class AskedUniverse {
  private AskedUniverse() {}

  /// @throws Misuse when the key means nothing, more than one, or a union
  static Universe find(Universes universes, String key, LocalDate today) {
    return universes
        .find(key, today)
        .orElseThrow(() ->
            switch (universes.resolve(key, today)) {
              case Resolution.Unknown unknown -> refused(unknown);
              case Resolution.Ambiguous ambiguous -> refused(ambiguous);
              case Resolution.Members union ->
                  new Misuse("'" + key + "' is a union; one universe is meant here");
            });
  }

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
