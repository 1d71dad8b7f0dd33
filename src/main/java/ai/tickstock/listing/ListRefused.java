package ai.tickstock.listing;

/// A list that cannot be judged by; nothing of it was used.
public final class ListRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ListRefused(String message) {
    super(message);
  }
}
