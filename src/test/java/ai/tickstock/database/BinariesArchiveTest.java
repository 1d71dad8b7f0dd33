package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesArchiveTest {
  @TempDir private Path cache;

  @Test
  void keepsModesAndSymbolicLinksAndUnpacksOnce() throws IOException {
    var bytes = archive("bin/initdb", "lib/libpq.so.5");
    var opened = new AtomicInteger();
    var archive =
        BinariesArchive.of(
            "17.1.2",
            () -> {
              opened.incrementAndGet();
              return new ByteArrayInputStream(bytes);
            });

    var binaries = archive.unpackedIn(cache);
    archive.unpackedIn(cache);

    assertThat(opened).hasValue(1);
    assertThat(binaries.major()).isEqualTo(17);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(binaries.program("initdb"))))
        .isEqualTo("rwxr-x--x");
    assertThat(Files.readSymbolicLink(binaries.folder().resolve("lib/link")))
        .isEqualTo(Path.of("libpq.so.5"));
  }

  @Test
  void leavesNothingBehindOfADamagedArchive() throws IOException {
    var bytes = archive("bin/initdb", "../../outside");

    assertThatThrownBy(() ->
            BinariesArchive.of("17.1.2", () -> new ByteArrayInputStream(bytes)).unpackedIn(cache))
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("damaged");

    try (var files = Files.list(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .isEqualTo(List.of("unpacking.lock"));
    }
  }

  @Test
  void saysWhichPlatformsThereAre() {
    assertThatThrownBy(() -> BinariesArchive.shipped("Mac OS X", "aarch64"))
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("Linux x86-64")
        .hasMessageContaining("DATABASE_URL");
  }

  private static byte[] archive(String... files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
      for (var file : files) {
        var entry = new TarArchiveEntry(file, true);
        var content = file.getBytes(StandardCharsets.UTF_8);
        entry.setSize(content.length);
        entry.setMode(0751);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
      var link = new TarArchiveEntry("lib/link", TarConstants.LF_SYMLINK);
      link.setLinkName("libpq.so.5");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
