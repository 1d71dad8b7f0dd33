package ai.tickstock.database;

/// The database holds the market of another source; the two must not mix.
public final class ForeignSource extends RuntimeException {
  ForeignSource(String message) {
    super(message);
  }
}
