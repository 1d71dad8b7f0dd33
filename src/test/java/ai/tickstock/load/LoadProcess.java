package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A load in a process of its own, so that it can be killed: the same program over and over.
final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private LoadProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static LoadProcess start(
      DatabaseAddress database,
      URI vendor,
      int concurrency,
      BarInterval interval,
      DateRange range,
      List<String> tickers)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx200m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadProcess.class.getName());
    command.addAll(
        List.of(
            vendor.toString(),
            Integer.toString(concurrency),
            interval.name(),
            range.first().toString(),
            range.last().toString()));
    command.addAll(tickers);
    var builder = new ProcessBuilder(command);
    builder.environment().put("LOAD_URL", database.jdbcUrl());
    builder.environment().put("LOAD_USER", database.user());
    builder.environment().put("LOAD_PASSWORD", database.password());
    builder.redirectErrorStream(true);
    return new LoadProcess(builder.start());
  }

  /// Reads on until a line holds that text.
  ///
  /// @return whether it came before the end
  boolean says(String text) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains(text)) {
        return true;
      }
    }
    return false;
  }

  /// All that it still says.
  String rest() throws IOException {
    return String.join("\n", output.lines().toList());
  }

  /// As `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int end() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws Exception {
    var address =
        new DatabaseAddress(
            System.getenv("LOAD_URL"), System.getenv("LOAD_USER"), System.getenv("LOAD_PASSWORD"));
    var interval = BarInterval.valueOf(args[2]);
    var dates = Workbench.range(args[3], args[4]);
    var tickers = List.of(args).subList(5, args.length).toArray(String[]::new);
    var base = Workbench.POLICY;
    var policy =
        new LoadPolicy(
            Integer.parseInt(args[1]),
            base.lease(),
            base.groupRows(),
            base.taskAttempts(),
            base.retryPause(),
            base.giveUpAfter(),
            base.finalDelay(),
            base.secondAskAfter(),
            base.emptyRecheckAfter(),
            base.refusedRecheckAfter(),
            base.referenceMaxAge(),
            false);
    var limiter = RateLimiter.local(Workbench.UNHURRIED, Clock.systemUTC());
    var settings = MassiveSettings.of(URI.create(args[0]), new ApiKey("key-of-a-process"));
    try (var database = Database.connect(address, 8);
        var provider =
            MassiveProvider.connect(
                settings.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60)),
                limiter,
                () -> Workbench.MONDAY)) {
      var loader =
          new Loader(
              database,
              Optional.of(new Vendor("simulator", provider, limiter)),
              Workbench.UNHURRIED,
              policy,
              TradingCalendar.nyse(),
              () -> Workbench.MONDAY,
              "pid " + ProcessHandle.current().pid());
      var result =
          loader.load(
              Workbench.symbols(interval, dates, tickers),
              new LoadObserver() {
                @Override
                public void note(String message) {
                  System.out.println("note " + message);
                }

                @Override
                public void progress(Progress progress) {}
              });
      System.out.println("result " + result);
    }
    System.exit(0);
  }
}
