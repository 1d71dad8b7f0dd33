package ai.tickstock;

/// The database's schema is not one that this program can work with and may change itself.
final class SchemaRefused extends RuntimeException {
  SchemaRefused(String message) {
    super(message);
  }
}
