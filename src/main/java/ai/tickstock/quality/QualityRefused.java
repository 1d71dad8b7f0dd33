package ai.tickstock.quality;

/// Something that somebody asked for means nothing; the message says why and what to ask instead.
public final class QualityRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QualityRefused(String message) {
    super(message);
  }
}
