package ai.tickstock.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs as they are published: one `.txz` for one platform.
final class BinariesArchive {
  private static final String RESOURCE = "/postgres-linux-x86_64.txz";
  private static final Pattern VERSION_IN_JAR_NAME =
      Pattern.compile("-(\\d+\\.\\d+\\.\\d+)\\.jar!");
  private static final Duration UNPACKING = Duration.ofMinutes(3);

  private final String version;
  private final Content content;

  private BinariesArchive(String version, Content content) {
    this.version = version;
    this.content = content;
  }

  /// The archive on the class path.
  ///
  /// @throws EmbeddedServerFailed on a platform other than Linux on x86-64
  static BinariesArchive shipped() {
    return shipped(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static BinariesArchive shipped(String system, String architecture) {
    if (!system.equals("Linux") || !Set.of("amd64", "x86_64").contains(architecture)) {
      throw new EmbeddedServerFailed(
          "The embedded PostgreSQL runs on Linux x86-64 only, this is "
              + system
              + " "
              + architecture
              + ". Set DATABASE_URL to a PostgreSQL server of yours (15 or newer).");
    }
    var resource = BinariesArchive.class.getResource(RESOURCE);
    if (resource == null) {
      throw new EmbeddedServerFailed(
          "The embedded PostgreSQL is not in this installation ("
              + RESOURCE
              + " is missing). Build again, or set DATABASE_URL to a server of yours.");
    }
    var jar = VERSION_IN_JAR_NAME.matcher(resource.toString());
    if (!jar.find()) {
      throw new EmbeddedServerFailed("Cannot tell the version of PostgreSQL from " + resource);
    }
    return new BinariesArchive(jar.group(1), resource::openStream);
  }

  /// An archive somewhere else.
  ///
  /// @param version e.g. `15.19.0`
  static BinariesArchive of(String version, Content content) {
    return new BinariesArchive(version, content);
  }

  /// The programs under `cache/<version>`, unpacked there by the first who asks.
  ServerBinaries unpackedIn(Path cache) {
    var folder = cache.resolve(version);
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(cache);
        try (var _ = FolderLock.acquire(cache.resolve("unpacking.lock"), UNPACKING)) {
          if (!Files.isDirectory(folder)) {
            unpack(cache, folder);
          }
        }
      } catch (IOException e) {
        throw new EmbeddedServerFailed(
            "Cannot unpack PostgreSQL "
                + version
                + " into "
                + cache
                + ": "
                + PrivateFiles.reason(e)
                + ". It needs 60 MB and the right to write there.",
            e);
      }
    }
    return new ServerBinaries(folder, version);
  }

  private void unpack(Path cache, Path folder) throws IOException {
    var unfinished = cache.resolve(version + ".unfinished");
    PrivateFiles.deleteTree(unfinished);
    try {
      Files.createDirectories(unfinished);
      try (var raw = content.open();
          var tar =
              new TarArchiveInputStream(
                  new XZCompressorInputStream(new BufferedInputStream(raw)))) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          unpack(tar, entry, unfinished);
        }
      }
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      PrivateFiles.deleteTree(unfinished);
    }
  }

  private static void unpack(InputStream tar, TarArchiveEntry entry, Path into) throws IOException {
    var target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive is damaged: entry outside its folder, " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    var parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, into.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }
  }

  /// The nine lowest bits of a mode are `OTHERS_EXECUTE` up to `OWNER_READ`.
  private static Set<PosixFilePermission> permissions(int mode) {
    var all = PosixFilePermission.values();
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      if ((mode & (1 << (all.length - 1 - i))) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  /// Where the bytes come from; opened once for each unpacking.
  interface Content {
    InputStream open() throws IOException;
  }
}
