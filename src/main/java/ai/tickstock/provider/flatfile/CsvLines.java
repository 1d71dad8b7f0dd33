package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The lines of a CSV file with a header, gzip or plain (told by content, not by name), one at a
/// time. A quote never joins lines, so that a stray one costs one line and not the rest of the
/// file. For one thread.
final class CsvLines implements AutoCloseable {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int SHOWN = 500;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[2 * LONGEST_LINE];
  private int from;
  private int filled;
  private boolean ended;
  private long line;
  private int rows;

  private int start;
  private int end;
  private final int[] fieldStart = new int[64];
  private final int[] fieldEnd = new int[64];
  private int fields;
  private List<String> columns = List.of();

  /// Opens the file and reads its header.
  static CsvLines open(Path file) throws RefusedFile {
    @Nullable InputStream in = null;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      var lines = new CsvLines(file, gzip ? new GZIPInputStream(in, 64 * 1024) : in);
      lines.readHeader();
      return lines;
    } catch (IOException e) {
      close(in);
      throw new RefusedFile(failure(file, e, 0, 0));
    } catch (RefusedFile e) {
      close(in);
      throw e;
    }
  }

  private CsvLines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /// The column names, as written.
  List<String> columns() {
    return columns;
  }

  /// Goes to the next line that is not blank.
  ///
  /// @return false at the end of the file
  boolean next() throws RefusedFile {
    do {
      if (!nextLine()) {
        return false;
      }
    } while (start == end);
    rows++;
    split();
    return true;
  }

  /// The line's number in the file, from 1.
  long line() {
    return line;
  }

  /// Data lines so far.
  int rows() {
    return rows;
  }

  /// Fields of this line; more than 64 are counted as 64.
  int fields() {
    return fields;
  }

  boolean isEmpty(int column) {
    return fieldStart[column] == fieldEnd[column];
  }

  /// Whether the field is exactly these bytes.
  boolean is(int column, byte[] text) {
    return Arrays.equals(buffer, fieldStart[column], fieldEnd[column], text, 0, text.length);
  }

  String text(int column) {
    return new String(
        buffer, fieldStart[column], fieldEnd[column] - fieldStart[column], StandardCharsets.UTF_8);
  }

  /// The field as a number; NaN when it is empty or not a plain decimal number.
  double number(int column) {
    return DecimalText.parse(buffer, fieldStart[column], fieldEnd[column]);
  }

  /// The field as a whole number; empty when it is none.
  OptionalLong whole(int column) {
    return DecimalText.parseWhole(buffer, fieldStart[column], fieldEnd[column]);
  }

  /// The line as it stands in the file, shortened where very long.
  String text() {
    var text = new String(buffer, start, Math.min(end - start, SHOWN), StandardCharsets.UTF_8);
    return end - start > SHOWN ? text + "…" : text;
  }

  /// A refusal of the whole file at this line.
  RefusedFile refuse(Kind kind, String message) {
    return new RefusedFile(new FileFailure(kind, file, line, Math.max(0, rows - 1), message));
  }

  @Override
  public void close() {
    close(in);
  }

  private void readHeader() throws RefusedFile {
    if (!nextLine()) {
      throw new RefusedFile(
          new FileFailure(Kind.WRONG_HEADER, file, 0, 0, "the file is empty: it has no header"));
    }
    if (end - start >= 3
        && buffer[start] == (byte) 0xEF
        && buffer[start + 1] == (byte) 0xBB
        && buffer[start + 2] == (byte) 0xBF) {
      start += 3;
    }
    split();
    var names = new ArrayList<String>();
    for (int i = 0; i < fields; i++) {
      names.add(text(i).strip());
    }
    columns = List.copyOf(names);
  }

  /// Works on copies of the fields, which the compiler of short runs would read again for each
  /// byte.
  private void split() {
    var bytes = buffer;
    int last = end;
    int count = 0;
    int at = start;
    while (count < fieldStart.length) {
      int begin = at;
      while (at < last && bytes[at] != ',') {
        at++;
      }
      boolean quoted = at - begin >= 2 && bytes[begin] == '"' && bytes[at - 1] == '"';
      fieldStart[count] = quoted ? begin + 1 : begin;
      fieldEnd[count] = quoted ? at - 1 : at;
      count++;
      if (at == last) {
        break;
      }
      at++;
    }
    fields = count;
  }

  private boolean nextLine() throws RefusedFile {
    int at = from;
    while (true) {
      at = lineEnd(at);
      if (at < filled) {
        setLine(at);
        from = at + 1;
        return true;
      }
      if (ended) {
        if (from == filled) {
          return false;
        }
        setLine(filled);
        from = filled;
        return true;
      }
      if (at - from > LONGEST_LINE) {
        throw new RefusedFile(
            new FileFailure(
                Kind.WRONG_HEADER,
                file,
                line + 1,
                rows,
                "this line is longer than 64 kB: the file is no CSV of bars or actions"));
      }
      at -= from;
      fill();
    }
  }

  /// The next line end in the buffer; `filled` without one.
  private int lineEnd(int begin) {
    var bytes = buffer;
    int last = filled;
    int at = begin;
    while (at < last && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void setLine(int lineEnd) {
    start = from;
    end = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    line++;
  }

  private void fill() throws RefusedFile {
    System.arraycopy(buffer, from, buffer, 0, filled - from);
    filled -= from;
    from = 0;
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        ended = true;
      } else {
        filled += read;
      }
    } catch (IOException e) {
      throw new RefusedFile(failure(file, e, line + 1, rows));
    }
  }

  private static FileFailure failure(Path file, IOException e, long line, int rows) {
    boolean cut = e instanceof EOFException;
    if (cut || e instanceof ZipException) {
      return new FileFailure(
          Kind.CORRUPT,
          file,
          line,
          rows,
          (cut ? "the gzip file is cut off" : "the gzip file is damaged (" + e.getMessage() + ")")
              + " after "
              + Wording.count(rows, "readable row")
              + "; nothing of it was taken. Download it again");
    }
    return new FileFailure(
        Kind.UNREADABLE,
        file,
        line,
        rows,
        e instanceof NoSuchFileException
            ? "the file is not there (any more)"
            : "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
  }

  private static void close(@Nullable InputStream in) {
    if (in == null) {
      return;
    }
    try {
      in.close();
    } catch (IOException ignored) {
      // Only read from: nothing can be lost.
    }
  }
}
