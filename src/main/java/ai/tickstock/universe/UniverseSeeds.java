package ai.tickstock.universe;

import ai.tickstock.market.Symbol;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The universes and members that come with the program.
record UniverseSeeds(List<OfUniverse> universes, List<OfMember> members) {

  record OfUniverse(String key, String name, String category, String kind, String description) {}

  record OfMember(
      String universe,
      Symbol symbol,
      String expectedName,
      LocalDate from,
      String reason,
      String source) {}

  static UniverseSeeds bundled() {
    return read(resource("seed-universes.csv"), resource("seed-members.csv"));
  }

  /// Reads both files (lines that begin with `#` are remarks) and closes them.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong
  static UniverseSeeds read(Reader universes, Reader members) {
    return new UniverseSeeds(
        rows(
            universes,
            row ->
                new OfUniverse(
                    row.getField("key"),
                    row.getField("name"),
                    row.getField("category"),
                    row.getField("kind"),
                    row.getField("description"))),
        rows(
            members,
            row ->
                new OfMember(
                    row.getField("universe"),
                    new Symbol(row.getField("ticker")),
                    row.getField("expected_name"),
                    LocalDate.parse(row.getField("valid_from")),
                    row.getField("reason"),
                    row.getField("source"))));
  }

  private static <T> List<T> rows(Reader file, Function<NamedCsvRecord, T> row) {
    var found = new ArrayList<T>();
    try (var csv =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(file)) {
      for (var each : csv) {
        try {
          found.add(row.apply(each));
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(
              "line " + each.getStartingLineNumber() + " of a seed file: " + e.getMessage(), e);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(found);
  }

  private static Reader resource(String name) {
    return new InputStreamReader(
        Objects.requireNonNull(UniverseSeeds.class.getResourceAsStream(name), name),
        StandardCharsets.UTF_8);
  }
}
