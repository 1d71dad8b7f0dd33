package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A body that grows at its end and whose bytes are handed on without copies. For one thread.
final class Bytes extends OutputStream {
  /// What is written to a connection at once: more would be copied far from the processor.
  private static final int PIECE = 128 * 1024;

  private byte[] all;
  private int size;

  Bytes(int expected) {
    all = new byte[expected];
  }

  private Bytes(byte[] all) {
    this.all = all;
    size = all.length;
  }

  static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// As UTF-8.
  String text() {
    return new String(all, 0, size, StandardCharsets.UTF_8);
  }

  int size() {
    return size;
  }

  /// The array with at least so many bytes free after the first `size()`.
  byte[] room(int more) {
    if (all.length - size < more) {
      all = Arrays.copyOf(all, Math.max(size + more, all.length + all.length / 2));
    }
    return all;
  }

  /// So many bytes were put into the room.
  void grow(int more) {
    size += more;
  }

  /// Some bytes of the beginning, as many as there are or zeros after them.
  Bytes first(int bytes) {
    return new Bytes(Arrays.copyOf(all, bytes));
  }

  void writeTo(OutputStream out) throws IOException {
    writeTo(out, 0, size);
  }

  void writeTo(OutputStream out, int from, int bytes) throws IOException {
    int end = from + bytes;
    for (int at = from; at < end; at += PIECE) {
      out.write(all, at, Math.min(PIECE, end - at));
    }
  }

  @Override
  public void write(int b) {
    room(1)[size] = (byte) b;
    size++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, room(length), size, length);
    size += length;
  }
}
