package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What became of the bars of a manifest.
///
/// @param revised bars that later values superseded, with the first ones in the record
/// @param filledIn bars that a later load completed where they lacked volume, vwap or trades
/// @param moved bars that went to another instrument, as the record of listings says
/// @param later bars that were stored afterwards
/// @param silent what is not in any record
/// @param problem why the manifest itself is not to be believed
public record ManifestCheck(
    SessionManifest manifest,
    int revised,
    int filledIn,
    int moved,
    int later,
    List<Silent> silent,
    Optional<String> problem) {
  public boolean isSound() {
    return silent.isEmpty() && problem.isEmpty();
  }

  /// A change of which nothing is recorded.
  public record Silent(
      LocalDate session, BarInterval interval, InstrumentId instrument, Kind kind) {}

  public enum Kind {
    CHANGED("another bar than the one that was kept, and no revision"),
    GONE("the bar that was kept is gone, and no revision"),
    APPEARED("a bar that says it was there, and was not");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
