package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PaddedGzipTest {
  private static final byte[] TEXT =
      "AAPL,1,2,3\n".repeat(3000).getBytes(StandardCharsets.US_ASCII);

  private static byte[] packed(byte[] text, long size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new PaddedGzip(bytes, size)) {
      gzip.write(text);
      gzip.finish();
    }
    return bytes.toByteArray();
  }

  private static byte[] unpacked(byte[] file) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return gzip.readAllBytes();
    }
  }

  @Test
  void hasThePromisedLengthWhateverItIs() throws IOException {
    for (long size = 20_000; size < 20_030; size++) {
      var file = packed(TEXT, size);
      assertThat(file).hasSize((int) size);
      assertThat(unpacked(file)).isEqualTo(TEXT);
    }
    assertThat(unpacked(packed(TEXT, 200_001))).isEqualTo(TEXT);
    assertThat(unpacked(packed(new byte[0], 100))).isEmpty();
  }

  @Test
  void isTheSameEachTime() throws IOException {
    assertThat(packed(TEXT, 50_000)).isEqualTo(packed(TEXT, 50_000));
  }

  @Test
  void tellsWhenThePromiseWasTooShort() {
    assertThatThrownBy(() -> packed(TEXT, 300))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("300 bytes");
  }
}
