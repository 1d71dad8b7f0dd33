package ai.tickstock.export;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Bars on their way into files, through a DuckDB of its own on the disk, so that memory is
/// bounded. For one thread.
final class BarFile implements AutoCloseable {
  private static final String TABLE =
      """
      CREATE TABLE bar (
        year INTEGER NOT NULL, symbol VARCHAR NOT NULL, ticker VARCHAR NOT NULL, began BIGINT NOT NULL,
        open DOUBLE NOT NULL, high DOUBLE NOT NULL, low DOUBLE NOT NULL, close DOUBLE NOT NULL,
        volume DOUBLE, vwap DOUBLE, trades BIGINT)\
      """;

  private final BarInterval interval;
  private final Connection connection;
  private final DuckDBAppender appender;

  /// @param work an empty folder, removed by whoever made it
  BarFile(Path work, BarInterval interval) {
    this.interval = interval;
    try {
      this.connection = DriverManager.getConnection("jdbc:duckdb:" + work.resolve("bars.duckdb"));
      execute("SET memory_limit = '400MB'");
      execute("SET threads = 2");
      execute("SET TimeZone = 'UTC'");
      execute("SET temp_directory = '" + escaped(work.resolve("spilled")) + "'");
      execute(TABLE);
      this.appender = connection.unwrap(DuckDBConnection.class).createAppender("bar");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// @param tickers the one that it had on a date
  void add(Symbol symbol, List<Bar> bars, Function<LocalDate, String> tickers) {
    try {
      for (var bar : bars) {
        var session = bar.session();
        appender
            .beginRow()
            .append(session.getYear())
            .append(symbol.ticker())
            .append(tickers.apply(session))
            .append(
                interval == BarInterval.DAY ? session.toEpochDay() : bar.start().getEpochSecond())
            .append(bar.open())
            .append(bar.high())
            .append(bar.low())
            .append(bar.close());
        append(bar.volume());
        append(bar.vwap());
        if (bar.trades().isPresent()) {
          appender.append(bar.trades().getAsLong());
        } else {
          appender.appendNull();
        }
        appender.endRow();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void append(OptionalDouble value) throws SQLException {
    if (value.isPresent()) {
      appender.append(value.getAsDouble());
    } else {
      appender.appendNull();
    }
  }

  /// Writes `year=…/bars.…` for each year and reads them back.
  ///
  /// @throws IllegalStateException when a file does not hold what was put into it
  List<ExportReport.Part> write(Path folder, ExportFormat format) {
    var parts = new ArrayList<ExportReport.Part>();
    try {
      appender.flush();
      for (var year : years()) {
        var name = "year=" + year + "/" + format.file();
        var file = folder.resolve(name);
        Files.createDirectories(folder.resolve("year=" + year));
        execute(
            """
            COPY (SELECT symbol, ticker, %s, open, high, low, close, volume, vwap, trades FROM bar WHERE year = %d ORDER BY symbol, began)
            TO '%s' (%s)\
            """
                .formatted(time(), year, escaped(file), format.options()));
        long rows = count("bar WHERE year = " + year);
        long read = count(format.reader(escaped(file)));
        if (read != rows) {
          throw new IllegalStateException(
              file + " holds " + read + " rows of " + rows + " that were written");
        }
        parts.add(new ExportReport.Part(year, name, rows, Files.size(file), Checksum.of(file)));
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    return parts;
  }

  private String time() {
    return interval == BarInterval.DAY
        ? "DATE '1970-01-01' + CAST(began AS INTEGER) AS session"
        : "to_timestamp(began) AS start";
  }

  private List<Integer> years() throws SQLException {
    var years = new ArrayList<Integer>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT DISTINCT year FROM bar ORDER BY year")) {
      while (rows.next()) {
        years.add(rows.getInt(1));
      }
    }
    return years;
  }

  private long count(String from) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String escaped(Path path) {
    return path.toString().replace("'", "''");
  }

  private static UncheckedIOException failed(SQLException e) {
    return new UncheckedIOException(new IOException("cannot write bars: " + e.getMessage(), e));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
