package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `tickstock load …` as a user starts it, its start and its ledger included.
final class OurSide implements Side {
  private static final String DATABASE = "bench_ours";
  private static final int DONE = 0;

  private final BenchHome home;
  private final BenchServer server;
  private final Map<String, String> variables;
  private final List<String> arguments;
  private final boolean minutes;
  private final List<Execution> executions = new ArrayList<>();

  /// @param variables that say which vendor is asked; empty for files
  OurSide(
      BenchHome home, Map<String, String> variables, List<String> arguments, boolean minutes) {
    this.home = home;
    this.server = home.server();
    this.variables = variables;
    this.arguments = arguments;
    this.minutes = minutes;
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public void prepare() throws SQLException, IOException, InterruptedException {
    server.fresh(DATABASE);
    home.tickstock(environment(), List.of("db", "migrate")).requireExit(DONE);
  }

  @Override
  public void fill() throws SQLException, IOException, InterruptedException {
    executions.add(home.tickstock(environment(), arguments).requireExit(DONE));
  }

  private Map<String, String> environment() throws SQLException {
    var all = new HashMap<>(variables);
    all.putAll(BenchServer.variables(server.address(DATABASE)));
    return all;
  }

  @Override
  public String checksum() throws SQLException {
    try (var connection = server.connect(DATABASE)) {
      return Checksum.ofOurs(connection, minutes);
    }
  }

  @Override
  public void drop() throws SQLException {
    server.drop(DATABASE);
  }

  /// Each time that it was filled.
  List<Execution> executions() {
    return List.copyOf(executions);
  }
}
