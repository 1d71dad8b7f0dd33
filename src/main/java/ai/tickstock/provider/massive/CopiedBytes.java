package ai.tickstock.provider.massive;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Remembers everything that was read.
final class CopiedBytes extends FilterInputStream {
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream(65_536);

  CopiedBytes(InputStream stream) {
    super(stream);
  }

  byte[] bytes() {
    return copy.toByteArray();
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      copy.write(read);
    }
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read > 0) {
      copy.write(into, offset, read);
    }
    return read;
  }
}
