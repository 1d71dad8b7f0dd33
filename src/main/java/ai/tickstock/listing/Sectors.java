package ai.tickstock.listing;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The sector of a company by its industry code, see `sic-sectors.csv`. Immutable.
public final class Sectors {
  private final List<Range> narrowestFirst;

  private Sectors(List<Range> ranges) {
    narrowestFirst =
        ranges.stream().sorted(Comparator.comparingInt(r -> r.last() - r.first())).toList();
  }

  private record Range(int first, int last, String sector) {
    Range {
      if (first > last) {
        throw new IllegalArgumentException("SIC codes " + first + " to " + last + " are none");
      }
    }

    boolean holds(int code) {
      return first <= code && code <= last;
    }
  }

  public static Sectors bundled() {
    var file =
        Objects.requireNonNull(
            Sectors.class.getResourceAsStream("sic-sectors.csv"), "sic-sectors.csv");
    var ranges = new ArrayList<Range>();
    try (var csv =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (var row : csv) {
        ranges.add(
            new Range(
                Integer.parseInt(row.getField("from")),
                Integer.parseInt(row.getField("to")),
                row.getField("sector")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sectors(ranges);
  }

  /// The eleven sectors in the words that instruments have, sorted.
  public List<String> names() {
    return narrowestFirst.stream().map(Range::sector).distinct().sorted().toList();
  }

  /// Empty for a code that tells no business, and for what is no code.
  Optional<String> of(String sicCode) {
    if (!sicCode.matches("[0-9]{3,4}")) {
      return Optional.empty();
    }
    int code = Integer.parseInt(sicCode);
    return narrowestFirst.stream()
        .filter(range -> range.holds(code))
        .map(Range::sector)
        .findFirst();
  }
}
