package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;

/// One claim about speed that can be measured on any machine.
interface Benchmark {
  /// As on the command line.
  String name();

  /// What is measured beside what, in one line.
  String claim();

  /// Measures. What it says meanwhile goes to `home.say`.
  ///
  /// @throws BenchmarkFailed when there is nothing to compare: a command failed, or the two sides
  ///   do not hold the same rows
  /// @throws SQLException when a database refuses something
  Report run(BenchHome home, Size size) throws IOException, SQLException, InterruptedException;
}
