package ai.tickstock.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Rows for printing, with one key a column that is the same in all three formats. For one thread.
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /// @param key lower case with underscores; the header of CSV, the name in JSON, and with blanks
  ///   the header of the text
  /// @param right whether the text is set to the right, as numbers are
  private record Column(String key, boolean right) {}

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /// An empty table. A key with `>` before it is a column of numbers, set to the right:
  /// `Table.of("symbol", "session", ">close")`.
  public static Table of(String... keys) {
    var columns = new ArrayList<Column>();
    for (var key : keys) {
      boolean right = key.startsWith(">");
      columns.add(new Column(right ? key.substring(1) : key, right));
    }
    return new Table(List.copyOf(columns));
  }

  /// Adds a row.
  ///
  /// @param values one a column: texts, numbers, booleans, dates or anything whose `toString` is
  ///   its notation; an empty `Optional…` is absent
  /// @throws IllegalArgumentException if there are more or fewer values than columns
  public Table row(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    rows.add(List.of(values));
    return this;
  }

  public int size() {
    return rows.size();
  }

  /// Prints all rows, the header also when there are none.
  public void print(Format format, PrintWriter out) {
    switch (format) {
      case TABLE -> printText(out);
      case CSV -> printCsv(out);
      case JSON -> printJson(out);
    }
    out.flush();
  }

  private void printText(PrintWriter out) {
    var lines = new ArrayList<List<String>>();
    lines.add(columns.stream().map(c -> c.key().replace('_', ' ')).toList());
    for (var row : rows) {
      lines.add(row.stream().map(value -> printable(text(plain(value)))).toList());
    }
    var widths = new int[columns.size()];
    for (var line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }
    for (var line : lines) {
      var text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var padding = " ".repeat(widths[i] - length(line.get(i)));
        text.append(i == 0 ? "" : GAP);
        text.append(columns.get(i).right() ? padding + line.get(i) : line.get(i) + padding);
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private void printCsv(PrintWriter out) {
    var text = new StringWriter();
    try (var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(columns.stream().map(Column::key).toList());
      for (var row : rows) {
        csv.writeRecord(row.stream().map(value -> text(plain(value))).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    out.print(text);
  }

  private void printJson(PrintWriter out) {
    var objects = new ArrayList<LinkedHashMap<String, @Nullable Object>>();
    for (var row : rows) {
      var object = new LinkedHashMap<String, @Nullable Object>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i).key(), plain(row.get(i)));
      }
      objects.add(object);
    }
    JsonText.print(objects, out);
  }

  /// The value as a text, an exact number, a boolean, or null where it is absent.
  private static @Nullable Object plain(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.isPresent() ? plain(optional.get()) : null;
      case OptionalDouble number -> number.isPresent() ? plain(number.getAsDouble()) : null;
      case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
      case OptionalInt number -> number.isPresent() ? number.getAsInt() : null;
      case Double number -> Double.isFinite(number) ? exact(BigDecimal.valueOf(number)) : null;
      case BigDecimal number -> exact(number);
      case Integer number -> number;
      case Long number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }

  /// Without the digits and the exponent that only the type adds: 100 and not 100.0 or 1E+2.
  private static BigDecimal exact(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String text(@Nullable Object plain) {
    return switch (plain) {
      case null -> "";
      case BigDecimal number -> number.toPlainString();
      default -> String.format(Locale.ROOT, "%s", plain);
    };
  }

  /// Names come from outside: what would steer the terminal becomes a question mark.
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
