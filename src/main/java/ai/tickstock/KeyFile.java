package ai.tickstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The vendor's key in a file that somebody may replace while the program runs. Safe for use by
/// many threads.
final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

  private final Path file;
  private final Consumer<String> seen;
  private FileTime modified;
  private Secret key;

  /// @param key what stands in the file, as it was read at the start
  /// @param seen is told each other key before it is used, so that it can be masked
  KeyFile(Path file, Secret key, Consumer<String> seen) {
    this.file = file;
    this.key = key;
    this.seen = seen;
    this.modified = FileTime.fromMillis(0);
  }

  /// What stands in a file: one line without blanks.
  ///
  /// @return empty if there is no such line
  static Optional<Secret> read(Path file) throws IOException {
    var text = Files.readString(file).strip();
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127)
        ? Optional.of(new Secret(text))
        : Optional.empty();
  }

  /// The key at present; the one before while the file cannot be used.
  synchronized String present() {
    try {
      var now = Files.getLastModifiedTime(file);
      if (!now.equals(modified)) {
        read(file).ifPresentOrElse(this::take, () -> LOG.warn("no key in file={}", file));
        modified = now;
      }
    } catch (IOException e) {
      LOG.warn("cannot read the key file={} error=\"{}\"", file, e.getClass().getSimpleName());
    }
    return key.value();
  }

  private void take(Secret other) {
    if (!other.value().equals(key.value())) {
      seen.accept(other.value());
      key = other;
      LOG.info("another key of the vendor is used from now on file={}", file);
    }
  }
}
