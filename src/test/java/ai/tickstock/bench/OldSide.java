package ai.tickstock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// A CSV COPY into tables of the older system.
///
/// @param csv rows in the order in which they are fetched or published, prepared before the clock
///   starts
/// @param symbols a ticker a line
/// @param connections each of which copies its part of the rows at the same time
record OldSide(
    String name, BenchServer server, OldTables tables, Path csv, Path symbols, int connections)
    implements Side {
  static final String DATABASE = "bench_old";

  /// One COPY in one transaction.
  OldSide(String name, BenchServer server, OldTables tables, Path csv, Path symbols) {
    this(name, server, tables, csv, symbols, 1);
  }

  @Override
  public void prepare() throws SQLException, IOException {
    server.fresh(DATABASE);
    try (var connection = server.connect(DATABASE)) {
      tables.create(connection, symbols);
    }
  }

  @Override
  public void fill() throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var parts = new ArrayList<Callable<Long>>();
      for (int i = 0; i < connections; i++) {
        int part = i;
        parts.add(() -> {
          try (var connection = server.connect(DATABASE)) {
            return tables.fill(connection, csv, part, connections);
          }
        });
      }
      for (var ended : threads.invokeAll(parts)) {
        ended.get();
      }
    } catch (ExecutionException e) {
      throw new BenchmarkFailed(name + " failed: " + e.getCause());
    }
  }

  @Override
  public String checksum() throws SQLException {
    try (var connection = server.connect(DATABASE)) {
      return tables.checksum(connection);
    }
  }

  @Override
  public void drop() throws SQLException {
    server.drop(DATABASE);
  }
}
