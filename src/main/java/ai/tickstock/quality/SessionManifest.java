package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;

/// What was stored of a session when it was final.
///
/// @param bars instruments whose bars the digest covers
/// @param digest the same for the same bars of the same instruments, SHA-256 in hex
/// @param madeAt by the database's clock
public record SessionManifest(
    Mic exchange,
    LocalDate session,
    BarInterval interval,
    Cells cells,
    int bars,
    String digest,
    Instant madeAt) {

  /// @param expected those that should have a bar
  /// @param present of those with a final one
  /// @param explained of those that are known to have none
  public record Cells(int expected, int present, int explained) {
    public int open() {
      return expected - present - explained;
    }
  }
}
