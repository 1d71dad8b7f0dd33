package ai.tickstock;

/// Something that is for development only was asked for in production.
final class ProductionRefused extends RuntimeException {
  ProductionRefused(String message) {
    super(message);
  }
}
