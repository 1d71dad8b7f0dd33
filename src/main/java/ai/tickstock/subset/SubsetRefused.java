package ai.tickstock.subset;

/// One database cannot take a part of the other. The message says why and what to do; nothing was
/// changed.
public final class SubsetRefused extends RuntimeException {
  SubsetRefused(String message) {
    super(message);
  }
}
