package ai.tickstock.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files and folders that nobody but their owner may read.
final class PrivateFiles {
  private PrivateFiles() {}

  /// Makes the folder with mode 0700; narrows one that is there.
  static void folder(Path folder) throws IOException {
    var mode = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    if (!Files.getPosixFilePermissions(folder).equals(mode)) {
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  /// Replaces the whole file at once, mode 0600; a reader sees the old text or the new one.
  static void write(Path file, String text) throws IOException {
    var parent = Optional.ofNullable(file.getParent()).orElseThrow();
    var mode = PosixFilePermissions.fromString("rw-------");
    var next =
        Files.createTempFile(
            parent, file.getFileName() + ".", ".new", PosixFilePermissions.asFileAttribute(mode));
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /// The text without surrounding blanks; empty when there is no such file.
  static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Deletes a folder and all in it; nothing happens when it is not there.
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a server that ends deletes files of its own
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Why a file could not be used, in words: Java's own message is often only the file's name.
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileSystemException f when f.getReason() != null ->
          f.getReason() + " (" + f.getFile() + ")";
      default -> String.valueOf(e.getMessage());
    };
  }
}
