package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses to a length that was promised before: what is missing is filled up with empty blocks,
/// which every reader of gzip passes over. Literals only, no repeats: the length then hardly
/// depends on which zlib runs. For one thread.
final class PaddedGzip extends OutputStream {
  /// No time, no name, no operating system.
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /// A stored block without bytes, and the same behind an empty block of the fixed code: by fives
  /// and sixes every gap from 20 bytes on can be filled.
  private static final byte[] FIVE = {0, 0, 0, (byte) 0xff, (byte) 0xff};

  private static final byte[] SIX = {2, 0, 0, 0, (byte) 0xff, (byte) 0xff};
  private static final byte[] LAST = {1, 0, 0, (byte) 0xff, (byte) 0xff};
  private static final int TAIL = LAST.length + 8;
  private static final int LEAST_GAP = 4 * SIX.length;
  private static final int BLOCKS_AT_ONCE = 4096;

  private final OutputStream out;
  private final long size;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[32 * 1024];
  private long written = HEAD.length;
  private long taken;

  /// @param size bytes that will come out, to the last one
  PaddedGzip(OutputStream out, long size) throws IOException {
    this.out = out;
    this.size = size;
    deflater.setStrategy(Deflater.HUFFMAN_ONLY);
    out.write(HEAD);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    checksum.update(bytes, from, length);
    taken += length;
    deflater.setInput(bytes, from, length);
    while (!deflater.needsInput()) {
      pass(Deflater.NO_FLUSH);
    }
  }

  private int pass(int flush) throws IOException {
    int length = deflater.deflate(buffer, 0, buffer.length, flush);
    out.write(buffer, 0, length);
    written += length;
    return length;
  }

  /// Ends the file; the stream below stays open.
  ///
  /// @throws IllegalStateException if the promised length was too short, telling by how much
  void finish() throws IOException {
    int length = buffer.length;
    while (length == buffer.length) {
      length = pass(Deflater.SYNC_FLUSH);
    }
    long gap = size - written - TAIL;
    if (gap < LEAST_GAP) {
      throw new IllegalStateException(
          "a flat file was promised with "
              + size
              + " bytes and has "
              + (LEAST_GAP - gap)
              + " more");
    }
    for (int sixes = (int) (gap % FIVE.length); sixes > 0; sixes--) {
      out.write(SIX);
      gap -= SIX.length;
    }
    var fives = new byte[BLOCKS_AT_ONCE * FIVE.length];
    for (int at = 0; at < fives.length; at += FIVE.length) {
      System.arraycopy(FIVE, 0, fives, at, FIVE.length);
    }
    for (; gap > 0; gap -= Math.min(gap, fives.length)) {
      out.write(fives, 0, (int) Math.min(gap, fives.length));
    }
    var tail = Arrays.copyOf(LAST, TAIL);
    lowBytesFirst(tail, LAST.length, checksum.getValue());
    lowBytesFirst(tail, LAST.length + 4, taken);
    out.write(tail);
  }

  private static void lowBytesFirst(byte[] to, int at, long number) {
    for (int i = 0; i < 4; i++) {
      to[at + i] = (byte) (number >>> 8 * i);
    }
  }

  /// Gives the compressor back, finished or not; the stream below stays open.
  @Override
  public void close() {
    deflater.end();
  }
}
