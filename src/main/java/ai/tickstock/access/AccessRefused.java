package ai.tickstock.access;

/// Something about accounts or tokens cannot be; the message says what to do.
public final class AccessRefused extends RuntimeException {
  AccessRefused(String message) {
    super(message);
  }
}
