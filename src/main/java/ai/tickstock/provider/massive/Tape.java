package ai.tickstock.provider.massive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Remembers the last stretch of a stream, so that a row can be shown exactly as it came after it
/// was found to be unreadable.
final class Tape extends FilterInputStream {
  private byte[] kept = new byte[32_768];
  private int size;

  /// Offset in the stream of the first byte that is kept.
  private long start;

  Tape(InputStream stream) {
    super(stream);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read > 0) {
      if (size + read > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(2 * kept.length, size + read));
      }
      System.arraycopy(into, offset, kept, size, read);
      size += read;
    }
    return read;
  }

  /// Forgets what lies before an offset.
  void forgetBefore(long offset) {
    int gone = (int) (offset - start);
    // Moving bytes for every row would cost more than the reading itself.
    if (gone > 16_384) {
      System.arraycopy(kept, gone, kept, 0, size - gone);
      size -= gone;
      start = offset;
    }
  }

  /// The text between two offsets that was not forgotten yet.
  String text(long from, long to) {
    return new String(kept, (int) (from - start), (int) (to - from), StandardCharsets.UTF_8);
  }
}
