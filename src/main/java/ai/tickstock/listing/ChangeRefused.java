package ai.tickstock.listing;

/// A decision about instruments that cannot be carried out; nothing was changed.
public final class ChangeRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  ChangeRefused(String message) {
    super(message);
  }
}
