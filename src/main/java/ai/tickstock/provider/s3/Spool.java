package ai.tickstock.provider.s3;

import ai.tickstock.provider.flatfile.PublishedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The folder of files that are being read. What a process left there that was killed, the next one
/// deletes.
final class Spool {
  private static final Pattern OURS = Pattern.compile("(\\d+)-.*\\.spool");
  private final Path folder;

  Spool(Path folder) {
    this.folder = folder;
  }

  /// A new file of this process.
  ///
  /// @throws PublishedFiles.NoRoom if the folder cannot be written
  Path newFile() {
    try {
      Files.createDirectories(folder);
      return Files.createTempFile(folder, ProcessHandle.current().pid() + "-", ".spool");
    } catch (IOException e) {
      throw new PublishedFiles.NoRoom("cannot write into " + folder + ": " + e, e);
    }
  }

  void deleteThoseOfTheDead() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        var owner = OURS.matcher(String.valueOf(file.getFileName()));
        if (owner.matches() && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new PublishedFiles.NoRoom("cannot read the folder " + folder + ": " + e, e);
    }
  }
}
