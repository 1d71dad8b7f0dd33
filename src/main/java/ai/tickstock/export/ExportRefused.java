package ai.tickstock.export;

/// There is nothing to export, or the folder is not to be written to. The message says why and what
/// to do; nothing was changed.
public final class ExportRefused extends RuntimeException {
  ExportRefused(String message) {
    super(message);
  }
}
