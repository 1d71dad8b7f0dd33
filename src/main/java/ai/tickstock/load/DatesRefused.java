package ai.tickstock.load;

/// The dates that were asked for cannot be; the message says why, in the words of the options.
public final class DatesRefused extends RuntimeException {
  DatesRefused(String message) {
    super(message);
  }
}
