package ai.tickstock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// A CSV COPY into tables of the older system.
///
/// @param csv rows in the order in which they are fetched or published, prepared before the clock
///   starts
/// @param symbols a ticker a line
record OldSide(String name, BenchServer server, OldTables tables, Path csv, Path symbols)
    implements Side {
  private static final String DATABASE = "bench_old";

  @Override
  public void prepare() throws SQLException, IOException {
    server.fresh(DATABASE);
    try (var connection = server.connect(DATABASE)) {
      tables.create(connection, symbols);
    }
  }

  @Override
  public void fill() throws SQLException, IOException {
    try (var connection = server.connect(DATABASE)) {
      tables.fill(connection, csv);
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
