package ai.tickstock.listing;

import java.io.Serial;

/// A text that names no instrument that is known here; the message says who may be meant.
public final class NoSuchInstrument extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NoSuchInstrument(String message) {
    super(message);
  }
}
