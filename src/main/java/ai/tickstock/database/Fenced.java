package ai.tickstock.database;

import java.io.Serial;

/// A transaction was refused because whoever wanted it is no longer allowed to write.
public final class Fenced extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public Fenced(String message) {
    super(message);
  }
}
