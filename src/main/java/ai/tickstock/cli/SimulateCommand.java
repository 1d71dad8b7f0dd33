package ai.tickstock.cli;

import ai.tickstock.listing.NearMatches;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.ScenarioMarket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves the simulated vendor.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a simulated vendor over HTTP until it is interrupted.",
      "Its market is synthetic, a scenario, or the real data of a folder."
    },
    footer = {
      "",
      "Example: tickstock simulate --port 9911 --latency 50ms",
      "         tickstock simulate --at 2026-03-09T21:00:00Z"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final List<String> PLANS =
      List.of("basic", "starter", "developer", "advanced", "business");
  private static final List<String> LIMITERS = List.of("sliding", "fixed-minute");
  private static final int HIGHEST_PORT = 65_535;

  private final Program program;

  @Option(names = "--port", paramLabel = "PORT", description = "9911 if left out; 0: a free one.")
  private int port = 9911;

  @Option(names = "--data", paramLabel = "DIR", description = "A data folder to serve.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "A market in which known things happen (tickstock scenario list).")
  private Optional<String> scenario = Optional.empty();

  @Mixin private ScenarioOptions parameters = new ScenarioOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Another synthetic market.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--plan-profile",
      paramLabel = "PLAN",
      description = "What is allowed: basic, starter, developer, advanced (the default), business.")
  private String plan = "advanced";

  @Option(names = "--latency", paramLabel = "TIME", description = "Wait before answers, e.g. 50ms.")
  private Duration latency = Duration.ZERO;

  @Option(names = "--faults", paramLabel = "FILE", description = "Faults to inject.")
  private Optional<Path> faults = Optional.empty();

  @Option(names = "--keys", paramLabel = "FILE", description = "Keys that are accepted.")
  private Optional<Path> keys = Optional.empty();

  @Option(
      names = "--calls-per-minute",
      paramLabel = "N",
      description = "The plan's limit; more calls are answered with 429.")
  private Optional<Integer> callsPerMinute = Optional.empty();

  @Option(
      names = "--limiter",
      paramLabel = "WINDOW",
      description = "Calls are counted over sliding (the default) or fixed-minute.")
  private String limiter = "sliding";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = {
        "Where the simulated clock starts, e.g. 2026-03-09T21:00:00Z, in place of now.",
        "It runs on from there, and /_sim/clock drives it."
      })
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = {
        "Write the answer key there before serving: every event of the market,",
        "and what the faults of --faults spoil."
      })
  private Optional<Path> truth = Optional.empty();

  @Option(
      names = "--remember",
      description = {
        "Make an answer once and give it again as it was, whatever the clock says by then:",
        "for measuring the one who asks. Up to 200 MB are kept; not with --faults."
      })
  private boolean remembers;

  SimulateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new Misuse("--port " + port + " is not a port: 0 to " + HIGHEST_PORT + " are");
    }
    if (callsPerMinute.isPresent() && callsPerMinute.get() <= 0) {
      throw new Misuse("--calls-per-minute " + callsPerMinute.get() + " is not a positive number");
    }
    if (!LIMITERS.contains(limiter)) {
      throw new Misuse(
          "there is no limiter '" + limiter + "' (" + String.join(", ", LIMITERS) + " are)");
    }
    if (data.isPresent() && seed.isPresent()) {
      throw new Misuse("--seed is for the synthetic market, --data for a folder: give one of them");
    }
    if (scenario.isPresent() && (data.isPresent() || seed.isPresent())) {
      throw new Misuse("--scenario excludes --data and --seed; its seed is --param seed=N");
    }
    if (scenario.isEmpty() && parameters.areGiven()) {
      throw new Misuse("--param goes with --scenario");
    }
    var profile = plan.toLowerCase(Locale.ROOT);
    if (!PLANS.contains(profile)) {
      throw new Misuse(
          "there is no plan '"
              + plan
              + "'"
              + Refusals.didYouMean(NearMatches.of(profile, PLANS, 2))
              + " ("
              + String.join(", ", PLANS)
              + " are)");
    }
    data.filter(folder -> !Files.isDirectory(folder))
        .ifPresent(folder -> {
          throw new Misuse("--data " + folder + " is not a folder");
        });
    if (remembers && faults.isPresent()) {
      throw new Misuse("--remember gives the same answers again, --faults spoils them: give one");
    }
    faults.ifPresent(file -> requireFile("--faults", file));
    keys.ifPresent(file -> requireFile("--keys", file));
    return program.simulate(
        new Program.SimulateOptions(
            port,
            data,
            scenario.map(this::market),
            seed,
            profile,
            latency,
            faults,
            keys,
            callsPerMinute,
            limiter,
            at,
            truth,
            remembers));
  }

  private ScenarioMarket market(String name) {
    var chosen = ScenarioOptions.named(name);
    return chosen.market(parameters.values(chosen), TradingCalendar.of(Mic.XNYS));
  }

  private static void requireFile(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new Misuse(option + " " + file + " cannot be read");
    }
  }
}
