package ai.tickstock;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output, which remembers what could not be written: print writers keep that to
/// themselves, and a result that was cut off must not pass for a whole one.
final class WatchedOutput extends OutputStream {
  /// Of `tickstock … | head`: who reads wants no more.
  private static final String READER_IS_GONE = "Broken pipe";

  private final OutputStream out;
  private volatile Optional<IOException> failure = Optional.empty();

  WatchedOutput(OutputStream out) {
    this.out = out;
  }

  private interface Write {
    void run() throws IOException;
  }

  private void watched(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      throw e;
    }
  }

  @Override
  public void write(int one) throws IOException {
    watched(() -> out.write(one));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    watched(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    watched(out::flush);
  }

  /// Why something was not written; empty where all was that somebody wanted to read.
  Optional<String> lost() {
    return failure
        .map(e -> String.valueOf(e.getMessage()))
        .filter(message -> !message.equals(READER_IS_GONE));
  }
}
