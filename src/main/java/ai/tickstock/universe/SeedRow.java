package ai.tickstock.universe;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tickstock.market.Symbol;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/// One row of a seed file and where it stands. What cannot be read is refused with file and line.
record SeedRow(String file, NamedCsvRecord record) {

  /// The text of a file that ships beside this class.
  static String resource(String file) {
    try (var in = SeedRow.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the seed file " + file + " is not in the program");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the seed file " + file, e);
    }
  }

  /// The rows of a text; its comments (`#`) and its header are none.
  ///
  /// @param header what the header must be
  static List<SeedRow> all(String file, String text, String header) {
    try (var records =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(text)) {
      var rows = records.stream().map(record -> new SeedRow(file, record)).toList();
      if (rows.isEmpty() || !String.join(",", rows.getFirst().record.getHeader()).equals(header)) {
        throw new IllegalArgumentException(file + " does not have rows under '" + header + "'");
      }
      int fields = header.split(",").length;
      for (var row : rows) {
        int count = row.record.getFieldCount();
        row.require(count == fields, count + " fields are here, not " + fields);
      }
      return rows;
    } catch (CsvParseException e) {
      var reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IllegalArgumentException(file + " is not proper CSV: " + reason, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the seed file " + file, e);
    }
  }

  /// A field that must not be empty.
  String text(String field) {
    var text = record.getField(field).strip();
    require(!text.isEmpty(), field + " is empty");
    return text;
  }

  Symbol symbol(String field) {
    var text = text(field);
    require(Symbol.isValid(text), "'" + text + "' is not a ticker");
    return new Symbol(text);
  }

  LocalDate date(String field) {
    var text = text(field);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(where() + "'" + text + "' is not a date", e);
    }
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(where() + otherwise);
    }
  }

  private String where() {
    return file + ", line " + record.getStartingLineNumber() + ": ";
  }
}
