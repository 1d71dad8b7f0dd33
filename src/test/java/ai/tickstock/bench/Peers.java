package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The day files of `load-files` in other engines, and one rule over all rows: where PostgreSQL
/// costs, and what we add to it.
final class Peers implements Benchmark {
  private static final String RULE = "price-move";

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String claim() {
    return "3 million day rows from 250 day files into other engines, and closes more than 20 %"
        + " away from the one before; beside our load and our rule "
        + RULE
        + ", shown without a goal";
  }

  /// Seconds of each run.
  private record Laps(List<Double> load, List<Double> scan) {
    Laps() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var files = DayFiles.of(home, size);
    var ours = files.load(home, files.sessions().size());
    var peers = peers(home, files, ours);
    var laps = new LinkedHashMap<Peer, Laps>();
    peers.forEach(peer -> laps.put(peer, new Laps()));
    var command = new ArrayList<Double>();
    var agreed = new LinkedHashSet<Peer.Found>();
    home.server().requireDurable();
    for (int run = 1; run <= size.runs(); run++) {
      for (var lap : laps.entrySet()) {
        var peer = lap.getKey();
        peer.prepare();
        long began = System.nanoTime();
        peer.load();
        long loaded = System.nanoTime();
        var found = peer.scan();
        lap.getValue().load.add((loaded - began) / 1e9);
        lap.getValue().scan.add((System.nanoTime() - loaded) / 1e9);
        home.say("run %d of %d: %s".formatted(run, size.runs(), peer.name()));
        agreed.add(found);
        if (agreed.size() > 1) {
          throw new BenchmarkFailed(peer.name() + " found the last of " + agreed);
        }
        if (peer == peers.getFirst()) {
          command.add(rule(files, ours));
        }
        peer.drop();
      }
    }
    var first = laps.values().iterator().next();
    return report(size, laps, first, Race.median(command), agreed.getFirst());
  }

  private static List<Peer> peers(BenchHome home, DayFiles files, OurSide ours) throws IOException {
    var server = home.server();
    return List.of(
        new ServerPeer(
            "ours",
            "all of it",
            server,
            ours,
            OurSide.DATABASE,
            Peer.rule("instrument_id", "session", "tickstock.bar_daily")),
        new ServerPeer(
            "PostgreSQL",
            "CSV COPY by symbol and date, bare key; no check, no ledger",
            server,
            new OldSide(
                "COPY, bare key", server, OldTables.DAILY_BARE, files.csv(), files.symbols()),
            OldSide.DATABASE,
            Peer.rule("symbol", "date", "ohlcv_daily")),
        new DuckDbPeer(files, home.folder("duckdb")),
        new QuestDbPeer(files, home.folder("questdb")));
  }

  /// The same question by our own rule, with what it takes into account, from the start of the
  /// command.
  private static double rule(DayFiles files, OurSide ours)
      throws SQLException, IOException, InterruptedException {
    return ours.run(
            List.of(
                "quality",
                "scan",
                "--rule",
                RULE,
                "--from",
                files.sessions().getFirst().date().toString(),
                "--to",
                files.sessions().getLast().date().toString()))
        .requireExit(0, 3)
        .seconds();
  }

  private Report report(
      Size size, LinkedHashMap<Peer, Laps> laps, Laps ours, double command, Peer.Found found) {
    var details = new ArrayList<String>();
    var measures = new ArrayList<Measure>();
    details.add(line("", "load", "rows/s", "scan", ""));
    laps.forEach((peer, lap) -> {
      double load = Race.median(lap.load);
      double scan = Race.median(lap.scan);
      details.add(
          line(
              peer.name(),
              String.format(Locale.ROOT, "%.2f s", load),
              String.format(Locale.ROOT, "%,.0f", found.rows() / load),
              String.format(Locale.ROOT, "%.2f s", scan),
              peer.does()));
      if (lap != ours) {
        measures.add(shown("load", peer, Race.median(ours.load), load));
        measures.add(shown("scan", peer, Race.median(ours.scan), scan));
      }
    });
    details.add(
        String.format(
            Locale.ROOT,
            "quality scan --rule %s: %.2f s, with the start of the program, splits, ordinary moves of each name"
                + " and findings with a history",
            RULE,
            command));
    details.add(
        String.format(Locale.ROOT, "all agree: %,d rows, %,d moves", found.rows(), found.moves()));
    return new Report(this, size, measures, details, List.of());
  }

  private static Measure shown(String what, Peer peer, double ours, double its) {
    return Measure.ratio(
        what + ", ours / " + peer.name(),
        ours / its,
        OptionalDouble.empty(),
        String.format(Locale.ROOT, "%s, %s: %.2f s; ours %.2f s", peer.name(), what, its, ours));
  }

  private static String line(String name, String load, String rate, String scan, String does) {
    return String.format(Locale.ROOT, "%-11s %9s %11s %9s   %s", name, load, rate, scan, does);
  }
}
