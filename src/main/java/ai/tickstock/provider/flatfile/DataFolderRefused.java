package ai.tickstock.provider.flatfile;

/// A folder that cannot be loaded from. The message says what was looked for, what was found and
/// what to do.
public final class DataFolderRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataFolderRefused(String message) {
    super(message);
  }
}
