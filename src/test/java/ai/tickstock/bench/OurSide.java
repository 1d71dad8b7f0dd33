package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `tickstock load …` as a user starts it, its start and its ledger included.
final class OurSide implements Side {
  /// For files: with a key the database is taken for one of real prices. Nobody is asked.
  static final Map<String, String> REAL_DATA = Map.of("MASSIVE_API_KEY", "bench");

  static final String DATABASE = "bench_ours";
  private static final int DONE = 0;

  /// Files of the whole market leave out what did not trade; nobody can be asked a second time.
  private static final int DONE_IN_PART = 3;

  private final String name;
  private final BenchHome home;
  private final BenchServer server;
  private final Map<String, String> variables;
  private final List<List<String>> before;
  private final List<String> arguments;
  private final boolean minutes;
  private final List<Execution> executions = new ArrayList<>();

  /// @param variables that say which vendor is asked
  OurSide(BenchHome home, Map<String, String> variables, List<String> arguments, boolean minutes) {
    this("ours", home, variables, List.of(), arguments, minutes);
  }

  /// @param before commands that fill the database with what is there already, not counted
  OurSide(
      String name,
      BenchHome home,
      Map<String, String> variables,
      List<List<String>> before,
      List<String> arguments,
      boolean minutes) {
    this.name = name;
    this.home = home;
    this.server = home.server();
    this.variables = variables;
    this.before = List.copyOf(before);
    this.arguments = arguments;
    this.minutes = minutes;
  }

  /// The arguments of a load of symbols that asks the vendor each time.
  static List<String> load(List<String> tickers, DateRange range, String... more) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("load", "--no-cache", "--symbols", String.join(",", tickers)));
    arguments.addAll(List.of("--from", range.first().toString(), "--to", range.last().toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() throws SQLException, IOException, InterruptedException {
    server.fresh(DATABASE);
    home.tickstock(environment(), List.of("db", "migrate")).requireExit(DONE);
    for (var command : before) {
      home.tickstock(environment(), command).requireExit(DONE, DONE_IN_PART);
    }
  }

  @Override
  public void fill() throws SQLException, IOException, InterruptedException {
    executions.add(home.tickstock(environment(), arguments).requireExit(DONE, DONE_IN_PART));
  }

  /// Fills it once before anything is measured, and leaves nothing behind.
  void rehearse() throws SQLException, IOException, InterruptedException {
    prepare();
    fill();
    drop();
  }

  /// Another command on what was loaded.
  Execution run(List<String> command) throws SQLException, IOException, InterruptedException {
    return home.tickstock(environment(), command);
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
