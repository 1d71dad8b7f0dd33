package ai.tickstock.export;

import ai.tickstock.bars.Adjustment;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// An export that lies on the disk as it was written: every file of it has the bytes that the
/// manifest says. Immutable.
public final class ExportedBars {
  private static final String HEADER =
      "ticker,volume,open,close,high,low,window_start,transactions,vwap";

  /// The form of manifests before those that note the tickers of the past.
  private static final int WITHOUT_TICKERS = 2;

  private static final long NANOS = 1_000_000_000L;

  private final Path folder;
  private final Manifest manifest;

  /// The parts of the manifest that are read.
  private record Manifest(
      int form,
      String market,
      Instant writtenAt,
      String interval,
      String adjusted,
      LocalDate from,
      LocalDate to,
      long provisionalRows,
      List<ExportReport.Part> parts,
      List<ExportedInstrument> instruments) {}

  private ExportedBars(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /// Reads every byte of its files once.
  ///
  /// @throws ExportRefused unless the folder holds a whole, unchanged export of raw, final bars
  public static ExportedBars open(Path given) {
    var folder = given.toAbsolutePath().normalize();
    var file = folder.resolve(Export.MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new ExportRefused(
          given
              + " holds no export of this program (there is no "
              + Export.MANIFEST
              + "): name a folder that 'tickstock export' wrote");
    }
    try {
      var tree = JsonMapper.builder().build().readTree(Files.readString(file));
      int form = tree.path("form").asInt(1);
      if (form != Export.FORM && form != WITHOUT_TICKERS) {
        throw new ExportRefused(
            given
                + " was exported by another version of this program, which did not note what a copy"
                + " needs: export it again with this one");
      }
      var manifest =
          new Manifest(
              form,
              tree.path("market").asString(""),
              Instant.parse(tree.path("written_at").asString("")),
              tree.path("interval").asString(""),
              tree.path("adjusted").asString(""),
              LocalDate.parse(tree.path("from").asString("")),
              LocalDate.parse(tree.path("to").asString("")),
              tree.path("provisional_rows").asLong(0),
              tree.path("parts").valueStream().map(ExportJson::part).toList(),
              tree.path("instruments").valueStream().map(ExportJson::instrument).toList());
      var export = new ExportedBars(folder, manifest);
      export.requireWhole();
      return export;
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new ExportRefused(file + " is damaged (" + e.getMessage() + "): export the bars again");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private void requireWhole() throws IOException {
    for (var part : manifest.parts()) {
      var file = folder.resolve(part.file()).normalize();
      if (!file.startsWith(folder)) {
        throw new ExportRefused(
            folder.resolve(Export.MANIFEST) + " names " + part.file() + ", a file outside of it");
      }
      var why =
          !Files.isRegularFile(file)
              ? "is missing"
              : Files.size(file) != part.bytes()
                  ? "has " + Files.size(file) + " bytes and not " + part.bytes()
                  : Checksum.of(file).equals(part.sha256())
                      ? ""
                      : "was changed since it was written (its SHA-256 is another one)";
      if (!why.isEmpty()) {
        throw new ExportRefused(
            file + " " + why + ": export the bars again, or copy the folder once more");
      }
    }
    if (!manifest.adjusted().equals(Adjustment.NONE.name().toLowerCase(Locale.ROOT))) {
      throw new ExportRefused(
          folder
              + " holds prices adjusted for "
              + manifest.adjusted()
              + ", and a database holds them as traded: export without --adjusted");
    }
    if (manifest.provisionalRows() > 0) {
      throw new ExportRefused(
          folder
              + " holds "
              + manifest.provisionalRows()
              + " bars that were not final when they were exported: export sessions that are final"
              + " ('tickstock coverage' shows the others)");
    }
  }

  /// Whose market it is, as the database says that it was written from; empty where nobody had
  /// said.
  public Optional<String> market() {
    return Optional.of(manifest.market()).filter(market -> !market.isEmpty());
  }

  public Instant writtenAt() {
    return manifest.writtenAt();
  }

  public BarInterval interval() {
    return BarInterval.valueOf(manifest.interval().toUpperCase(Locale.ROOT));
  }

  /// New York dates, both ends included.
  public DateRange range() {
    return new DateRange(manifest.from(), manifest.to());
  }

  public List<ExportedInstrument> instruments() {
    return manifest.instruments();
  }

  /// Whether it says which tickers its instruments had before; exports of earlier versions do not,
  /// and all of their bars bear the last one.
  public boolean knowsFormerTickers() {
    return manifest.form() > WITHOUT_TICKERS;
  }

  public Path folder() {
    return folder;
  }

  /// Writes bars as files in the form that loads take: of days one a ticker, of minutes one a
  /// session. Rows bear the ticker of their date.
  ///
  /// @param into an empty folder
  /// @return rows written
  public long write(Path into, Set<Symbol> symbols, DateRange range) {
    boolean days = interval() == BarInterval.DAY;
    long rows = 0;
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("SET memory_limit = '400MB'");
      statement.execute("SET threads = 2");
      statement.execute("SET TimeZone = 'UTC'");
      for (var part : manifest.parts()) {
        if (part.year() < range.first().getYear() || part.year() > range.last().getYear()) {
          continue;
        }
        try (var found = statement.executeQuery(query(part, symbols, range, days))) {
          rows += write(found, into, days);
        }
      }
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("cannot read the bars of " + folder + ": " + e.getMessage(), e));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + into, e);
    }
    return rows;
  }

  private String query(ExportReport.Part part, Set<Symbol> symbols, DateRange range, boolean days) {
    var format = part.file().endsWith(".csv") ? ExportFormat.CSV : ExportFormat.PARQUET;
    var names =
        symbols.stream()
            .map(symbol -> "'" + symbol.ticker().replace("'", "''") + "'")
            .sorted()
            .collect(Collectors.joining(", "));
    return """
    SELECT %s AS label, %s AS began, open, high, low, close, volume, vwap, trades
    FROM %s
    WHERE symbol IN (%s) AND began BETWEEN %d AND %d
    ORDER BY %s\
    """
        .formatted(
            knowsFormerTickers() ? "ticker" : "symbol",
            days ? "CAST(session AS DATE) - DATE '1970-01-01'" : "epoch_ms(start)",
            format.reader(folder.resolve(part.file()).toString().replace("'", "''")),
            names,
            days ? range.first().toEpochDay() : Bar.startOfSession(range.first()).toEpochMilli(),
            days
                ? range.last().toEpochDay()
                : Bar.startOfSession(range.last().plusDays(1)).toEpochMilli() - 1,
            days ? "label, began" : "began, label");
  }

  private static long write(ResultSet found, Path into, boolean days)
      throws SQLException, IOException {
    long rows = 0;
    var open = "";
    Writer writer = Writer.nullWriter();
    try {
      while (found.next()) {
        var ticker = found.getString(1);
        long began = found.getLong(2);
        var start =
            days ? Bar.startOfSession(LocalDate.ofEpochDay(began)) : Instant.ofEpochMilli(began);
        var name = days ? ticker : Bar.dateOf(start).toString();
        if (!name.equals(open)) {
          writer.close();
          writer = writer(into.resolve(name + ".csv.gz"));
          open = name;
        }
        writer.write(
            String.join(
                ",",
                ticker,
                number(found, 7),
                number(found, 3),
                number(found, 6),
                number(found, 4),
                number(found, 5),
                Long.toString(start.getEpochSecond() * NANOS + start.getNano()),
                number(found, 9),
                number(found, 8)));
        writer.write('\n');
        rows++;
      }
    } finally {
      writer.close();
    }
    return rows;
  }

  /// A ticker's next year is added to its file: gzip files may follow each other in one.
  private static Writer writer(Path file) throws IOException {
    boolean exists = Files.exists(file);
    var out =
        exists
            ? Files.newOutputStream(file, StandardOpenOption.APPEND)
            : Files.newOutputStream(file);
    var writer =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(out), StandardCharsets.UTF_8));
    if (!exists) {
      writer.write(HEADER + "\n");
    }
    return writer;
  }

  private static String number(ResultSet found, int column) throws SQLException {
    var value = found.getObject(column);
    return switch (value) {
      case null -> "";
      case Double number -> BigDecimal.valueOf(number).toPlainString();
      default -> value.toString();
    };
  }
}
