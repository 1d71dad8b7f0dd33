package ai.tickstock.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/// The right to change a folder, among all threads and processes of this machine. The operating
/// system gives it back when a process dies, however it dies.
final class FolderLock implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Waits for the lock of `file`, which is made when missing and stays.
  ///
  /// @throws EmbeddedServerFailed when somebody else keeps it for longer than `patience`
  static FolderLock acquire(Path file, Duration patience) {
    try {
      var channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        await(channel, file, patience);
        return new FolderLock(channel);
      } catch (RuntimeException | IOException | InterruptedException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedServerFailed(
          "Cannot lock "
              + file
              + ": "
              + PrivateFiles.reason(e)
              + ". The folder must be on a local disk and belong to you.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerFailed("Interrupted while waiting for " + file, e);
    }
  }

  private static void await(FileChannel channel, Path file, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!taken(channel)) {
      if (System.nanoTime() - end > 0) {
        throw new EmbeddedServerFailed(
            "Another command has kept "
                + file
                + " locked for "
                + patience.toSeconds()
                + " s. Wait for it, or end it and try again.");
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this JVM has it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedServerFailed("Cannot release a lock: " + PrivateFiles.reason(e), e);
    }
  }
}
