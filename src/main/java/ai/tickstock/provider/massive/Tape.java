package ai.tickstock.provider.massive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Remembers the last stretch of a stream, so that a row can be shown exactly as it came after it
/// was found to be unreadable, and plainly written bars be read from it.
final class Tape extends FilterInputStream {
  private static final int CHUNK = 16_384;

  private byte[] kept = new byte[4 * CHUNK];
  private int size;

  /// Offset in the stream of the first byte that is kept.
  private long start;

  /// Place of the byte that is read next.
  private int next;

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
    if (next == size && !more()) {
      return -1;
    }
    int read = Math.min(length, size - next);
    System.arraycopy(kept, next, into, offset, read);
    next += read;
    return read;
  }

  /// Takes more from the stream.
  ///
  /// @return false at its end
  private boolean more() throws IOException {
    if (kept.length - size < CHUNK) {
      kept = Arrays.copyOf(kept, 2 * kept.length);
    }
    int read = in.read(kept, size, kept.length - size - PlainBar.BEYOND - 1);
    size += Math.max(0, read);
    kept[size] = 0;
    return read >= 0;
  }

  /// Forgets what lies before an offset.
  void forgetBefore(long offset) {
    int gone = (int) (offset - start);
    // Moving bytes for every row would cost more than the reading itself.
    if (gone > CHUNK) {
      System.arraycopy(kept, gone, kept, 0, size - gone);
      size -= gone;
      next -= gone;
      start = offset;
      kept[size] = 0;
    }
  }

  /// The text between two offsets that was not forgotten yet.
  String text(long from, long to) {
    return new String(kept, (int) (from - start), (int) (to - from), StandardCharsets.UTF_8);
  }

  /// Offset of the byte that is read next.
  long offset() {
    return start + next;
  }

  /// Whether the byte before an offset begins a list or ends a row, and is not forgotten.
  boolean isBetweenRows(long offset) {
    int place = (int) (offset - start);
    return place >= 1 && place <= size && (kept[place - 1] == '[' || kept[place - 1] == '}');
  }

  /// Lets reading go on at an offset that was read once and not forgotten.
  void goTo(long offset) {
    next = (int) (offset - start);
  }

  /// Reads a bar that stands next in a list of rows.
  ///
  /// @return false where there is none, or it is not plainly written: then nothing is read
  boolean read(PlainBar bar) throws IOException {
    while (size - next <= PlainBar.LONGEST) {
      forgetBefore(start + next - 1);
      if (!more()) {
        break;
      }
    }
    boolean first = kept[next - 1] == '[';
    if (!first && kept[next] != ',' || !bar.read(kept, first ? next : next + 1)) {
      return false;
    }
    next = bar.end();
    return true;
  }
}
