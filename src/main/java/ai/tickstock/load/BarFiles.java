package ai.tickstock.load;

import java.nio.file.Path;

/// Which files a load reads in place of asking a vendor.
public sealed interface BarFiles {
  /// Those of a folder on this machine.
  record Folder(Path path) implements BarFiles {}

  /// Those that the vendor publishes in its object store.
  ///
  /// @param again whether also those that were loaded already as they are now
  record Published(boolean again) implements BarFiles {}
}
