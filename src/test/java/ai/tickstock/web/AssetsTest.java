package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Files of others that lie among ours.
class AssetsTest {
  private static byte[] content(String name) throws IOException {
    try (var in = AssetsTest.class.getResourceAsStream("charts/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void theChartLibraryIsWhatItsPageSays() throws Exception {
    var file = content("lightweight-charts.js");
    var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));

    assertThat(new String(content("README.md"), StandardCharsets.UTF_8))
        .contains("sha256  " + digest);
    assertThat(new String(file, StandardCharsets.UTF_8)).contains("Lightweight Charts™ v5.2.1");
    assertThat(new String(content("LICENSE"), StandardCharsets.UTF_8)).contains("Apache License");
  }
}
