package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;

/// One side of a comparison: it fills a database of its own, again and again.
interface Side {
  String name();

  /// Makes an empty database. Not counted.
  void prepare() throws SQLException, IOException, InterruptedException;

  /// Fills it. Counted, as is the checkpoint that follows.
  void fill() throws SQLException, IOException, InterruptedException;

  /// What is in it now. Not counted.
  String checksum() throws SQLException;

  /// Drops the database, so that nothing works in it while others are measured.
  void drop() throws SQLException;
}
