package ai.tickstock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// How long commands take that do next to nothing.
final class Startup implements Benchmark {
  private static final int LEAST_STARTS = 9;
  private static final double WITHOUT_DATABASE = 0.35;
  private static final double WITH_SERVER = 0.7;

  /// @param expected what its standard output holds: one line more would be the JVM's
  private record Command(List<String> arguments, double goal, Predicate<String> expected) {
    String words() {
      return String.join(" ", arguments);
    }
  }

  private static final List<Command> COMMANDS =
      List.of(
          new Command(
              List.of("--version"),
              WITHOUT_DATABASE,
              out -> out.matches("TickStock Data \\S+, commit .*\n")),
          new Command(
              List.of("calendar", "is-open", "XNYS"),
              WITHOUT_DATABASE,
              out -> out.matches("(open|closed)[^\n]*\n")),
          new Command(
              List.of("db", "status"), WITH_SERVER, out -> out.matches("(?s)fact +value\nstate.*")),
          new Command(
              List.of("universe", "list"), WITH_SERVER, out -> out.matches("(?s)key +name.*")));

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String claim() {
    return "a command without the database, and one with a running server, against the JVM alone";
  }

  @Override
  public Report run(BenchHome home, Size size) throws IOException, InterruptedException {
    home.say("starting a server");
    home.tickstock(Map.of(), List.of("db", "start")).requireExit(0);
    home.tickstock(Map.of(), List.of("universe", "list")).requireExit(0);
    int starts = Math.max(LEAST_STARTS, size.runs());
    var seconds = new ArrayList<List<Double>>();
    COMMANDS.forEach(command -> seconds.add(new ArrayList<>()));
    var processor = new ArrayList<List<Double>>();
    COMMANDS.forEach(command -> processor.add(new ArrayList<>()));
    var bare = new ArrayList<Double>();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (int start = 0; start < starts; start++) {
      bare.add(home.time(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version")));
      for (int i = 0; i < COMMANDS.size(); i++) {
        var command = COMMANDS.get(i);
        var execution = home.plain(command.arguments()).requireExit(0, 1);
        if (!command.expected().test(execution.out())) {
          throw new BenchmarkFailed(
              "tickstock " + command.words() + " printed what it should not:\n" + execution.out());
        }
        seconds.get(i).add(execution.seconds());
        processor.get(i).add(execution.processorSeconds());
      }
      home.say("start " + (start + 1) + " of " + starts);
    }
    var beside =
        String.format(
            Locale.ROOT, "java -version, %.3f s (median of %d)", Race.median(bare), starts);
    var measures = new ArrayList<Measure>();
    var details = new ArrayList<String>();
    for (int i = 0; i < COMMANDS.size(); i++) {
      var command = COMMANDS.get(i);
      measures.add(
          Measure.seconds(
              "tickstock " + command.words(), Race.median(seconds.get(i)), command.goal(), beside));
      details.add(
          String.format(
              Locale.ROOT,
              "%-24s fastest %.3f s, slowest %.3f s, processor time %.2f s",
              command.words(),
              seconds.get(i).stream().mapToDouble(d -> d).min().orElse(0),
              seconds.get(i).stream().mapToDouble(d -> d).max().orElse(0),
              Race.median(processor.get(i))));
    }
    details.add(beside);
    return new Report(this, size, measures, details, List.of());
  }
}
