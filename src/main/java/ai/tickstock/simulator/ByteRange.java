package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/// A part of a file.
///
/// @param first counted from 0
/// @param last the byte behind which it ends
record ByteRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /// The part that a `Range` header asks for: `bytes=5-9`, `bytes=5-` or `bytes=-9`. Empty if it is
  /// none of these, or several at once: then the whole is served.
  ///
  /// @throws S3Refusal if there is nothing there
  static Optional<ByteRange> of(String header, long size) {
    var form = FORM.matcher(header.strip());
    if (!form.matches() || form.group(1).isEmpty() && form.group(2).isEmpty()) {
      return Optional.empty();
    }
    boolean suffix = form.group(1).isEmpty();
    long first =
        suffix ? Math.max(0, size - Long.parseLong(form.group(2))) : Long.parseLong(form.group(1));
    long last =
        suffix || form.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(form.group(2)));
    if (first >= size) {
      throw new S3Refusal(416, "InvalidRange", "The requested range is not satisfiable")
          .with("RangeRequested", header)
          .with("ActualObjectSize", String.valueOf(size))
          .withHeader("Content-Range", "bytes */" + size);
    }
    return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last));
  }

  /// The bytes of this part, of contents that can only be written from their start; what comes
  /// behind it is not made any more.
  FlatFile.Contents of(FlatFile.Contents whole) {
    return out -> {
      try {
        whole.write(new Window(out));
      } catch (End end) {
        out.flush();
      }
    };
  }

  /// All is written that was asked for.
  private static final class End extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final class Window extends OutputStream {
    private final OutputStream out;
    private long passed;

    Window(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int skipped = (int) Math.min(length, Math.max(0, first - passed));
      int taken = (int) Math.min(length - skipped, last + 1 - Math.max(first, passed));
      out.write(bytes, from + skipped, taken);
      passed += length;
      if (passed > last) {
        throw new End();
      }
    }
  }
}
