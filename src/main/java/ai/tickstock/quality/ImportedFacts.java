package ai.tickstock.quality;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Halts and spin-offs that somebody has from a source: the only evidence for either.
///
/// A file has a line for each, `ticker,first,last,detail` for halts and `ticker,ex_date,detail` for
/// spin-offs; lines that begin with `#` and a header are passed over.
public final class ImportedFacts {
  /// Which kind of file.
  public enum Kind {
    HALT("halt", 3, "ticker,first,last,detail"),
    SPIN_OFF("spin_off", 2, "ticker,ex_date,detail");

    private final String word;
    private final int columns;
    private final String header;

    Kind(String word, int columns, String header) {
      this.word = word;
      this.columns = columns;
      this.header = header;
    }
  }

  private static final int MOST_PROBLEMS = 10;

  private static final String KEEP =
      """
      INSERT INTO quality_fact (instrument_id, kind, first_session, last_session, detail, source, imported_by)
      VALUES (:id, :kind, :first, :last, :detail, :source, :by)
      ON CONFLICT (instrument_id, kind, first_session) DO UPDATE SET last_session = excluded.last_session,
        detail = excluded.detail, source = excluded.source, imported_by = excluded.imported_by, imported_at = now()
      """;

  private static final String HALTS =
      """
      SELECT instrument_id, first_session, last_session, detail, source
      FROM quality_fact
      WHERE kind = 'halt' AND instrument_id = ANY(:ids) AND last_session >= :first AND first_session <= :last
      ORDER BY instrument_id, first_session
      """;

  private ImportedFacts() {}

  /// What was taken.
  ///
  /// @param unknown tickers that nobody is known to have held then
  public record Taken(int facts, List<String> unknown) {}

  private record Line(Symbol symbol, DateRange days, String detail) {}

  /// Takes a file as one whole: with one bad line nothing is.
  ///
  /// @param source who says it, e.g. the exchange's page that the file was made from
  /// @throws QualityRefused when the file cannot be read or a line means nothing
  public static Taken take(Database database, Path file, Kind kind, String source, String by) {
    if (source.isBlank()) {
      throw new QualityRefused("facts count only with a source");
    }
    var lines = lines(file, kind);
    var instruments = Instruments.postgres(database);
    var unknown = new ArrayList<String>();
    return database.inTransaction(handle -> {
      int taken = 0;
      unknown.clear();
      for (var line : lines) {
        var holder = instruments.at(line.symbol, line.days.first());
        if (holder.isEmpty()) {
          unknown.add(line.symbol.ticker());
          continue;
        }
        handle
            .createUpdate(KEEP)
            .bind("id", holder.get().id().value())
            .bind("kind", kind.word)
            .bind("first", line.days.first())
            .bind("last", line.days.last())
            .bind("detail", line.detail)
            .bind("source", source)
            .bind("by", by)
            .execute();
        taken++;
      }
      Audit.note(handle, by, "quality import", kind.word, taken + " facts of " + source);
      return new Taken(taken, List.copyOf(unknown));
    });
  }

  private static List<Line> lines(Path file, Kind kind) {
    var lines = new ArrayList<Line>();
    var problems = new ArrayList<String>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (text.isBlank()
            || text.startsWith("#")
            || text.toLowerCase(Locale.ROOT).startsWith("ticker,")) {
          continue;
        }
        try {
          lines.add(line(text, kind));
        } catch (DateTimeException | IllegalArgumentException e) {
          if (problems.size() < MOST_PROBLEMS) {
            problems.add("line " + number + " '" + text + "' is not " + kind.header);
          }
        }
      }
    } catch (IOException e) {
      throw new QualityRefused("cannot read " + file + ": " + e.getMessage());
    }
    if (!problems.isEmpty()) {
      throw new QualityRefused(file + ": " + String.join("; ", problems));
    }
    return lines;
  }

  /// @throws IllegalArgumentException when it is no such line
  private static Line line(String text, Kind kind) {
    var parts = text.split(",", kind.columns + 1);
    if (parts.length < kind.columns || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(text);
    }
    var first = DateRange.date(parts[1].strip());
    var last = kind == Kind.HALT ? DateRange.date(parts[2].strip()) : first;
    return new Line(
        new Symbol(parts[0].strip()),
        new DateRange(first, last),
        parts.length > kind.columns ? parts[kind.columns].strip() : "");
  }

  /// A halt as it was imported.
  public record Halt(DateRange days, String detail, String source) {}

  /// The halts of these in a range, by instrument; who has none is missing.
  public static Map<InstrumentId, List<Halt>> halts(
      Database database, Collection<InstrumentId> instruments, DateRange range) {
    var halts = new HashMap<InstrumentId, List<Halt>>();
    database.read(handle -> {
      handle
          .createQuery(HALTS)
          .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
          .bind("first", range.first())
          .bind("last", range.last())
          .map((row, context) ->
              Map.entry(
                  new InstrumentId(row.getInt("instrument_id")),
                  new Halt(
                      new DateRange(
                          row.getObject("first_session", LocalDate.class),
                          row.getObject("last_session", LocalDate.class)),
                      row.getString("detail"),
                      row.getString("source"))))
          .forEach(entry ->
              halts.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
      return true;
    });
    return halts;
  }
}
