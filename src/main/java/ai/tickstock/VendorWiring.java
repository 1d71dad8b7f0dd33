package ai.tickstock;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.cli.Program.Finding;
import ai.tickstock.cli.Program.PlanReport;
import ai.tickstock.load.DatabaseRateLimiter;
import ai.tickstock.load.Reserve;
import ai.tickstock.load.Vendor;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.MeasuredLimiter;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.massive.AnswerCache;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.provider.s3.S3Files;
import ai.tickstock.provider.s3.S3Keys;
import ai.tickstock.provider.s3.S3Place;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is asked for bars: the vendor, or a simulator in this process; with limits, kept answers and
/// published files. Opens each when it is first asked for and closes what it opened.
final class VendorWiring implements AutoCloseable {
  private static final int CALLS_OF_A_PROBE = 60;

  /// At 5 calls a minute that takes 4 minutes.
  private static final int CALLS_WHEN_SLOW = 24;

  private static final int CHANGES_SHOWN = 20;

  private final Settings settings;
  private final Clock clock;
  private final Databases databases;

  private @Nullable SimulatorServer simulator;
  private PlanProfile simulatedPlan = PlanProfile.ADVANCED;
  private @Nullable Vendor vendor;
  private @Nullable MassiveProvider massive;
  private @Nullable MeasuredLimiter measured;
  private final List<SimulatorServer> scenarios = new ArrayList<>();
  private final List<MassiveProvider> scenarioVendors = new ArrayList<>();
  private @Nullable Vendor backgroundVendor;
  private @Nullable MeasuredLimiter backgroundLimiter;
  private boolean keepsAnswers;
  private @Nullable PublishedFiles published;

  VendorWiring(Settings settings, Clock clock, Databases databases) {
    this.settings = settings;
    this.clock = clock;
    this.databases = databases;
    this.keepsAnswers = settings.cache().enabled();
  }

  // ---- who is asked

  synchronized Vendor vendor() {
    if (vendor == null) {
      boolean simulated = settings.usesSimulator();
      var key = simulated ? new ApiKey("simulator") : vendorKey();
      var base = simulated ? simulator().uri() : settings.vendor().baseUrl();
      var name = databases.source().name();
      if (simulated && settings.simulator().callsPerMinute() == 0) {
        measured = new MeasuredLimiter(RateLimiter.local(settings.pace(), clock));
        backgroundLimiter = measured;
      } else {
        var limiter = DatabaseRateLimiter.shared(databases.ofSource(), name, settings.budget());
        measured = new MeasuredLimiter(limiter);
        backgroundLimiter =
            new MeasuredLimiter(
                limiter.inBackground(
                    Reserve.inTradingHours(
                        Calendars.postgres(databases.ofSource()).of(Mic.XNYS),
                        settings.throttle().reserve())));
      }
      massive = connect(base, key, measured);
      vendor = new Vendor(name, massive, measured);
      backgroundVendor = new Vendor(name, connect(base, key, backgroundLimiter), backgroundLimiter);
    }
    return vendor;
  }

  private ApiKey vendorKey() {
    var key = settings.requireVendorKey();
    return settings
        .vendor()
        .apiKeyFile()
        .map(file -> new ApiKey(new KeyFile(file, key, Logging::mask)::present))
        .orElseGet(() -> new ApiKey(key.value()));
  }

  /// The same, leaving calls to others in trading hours.
  Vendor backgroundVendor() {
    vendor();
    return Objects.requireNonNull(backgroundVendor);
  }

  MarketInformation marketInformation() {
    vendor();
    return Objects.requireNonNull(massive);
  }

  /// A simulator of its own, which serves the market of a scenario as fast as it is asked.
  Vendor ofScenario(ScenarioMarket market) {
    var served = simulating(market);
    scenarios.add(served);
    var limiter = RateLimiter.local(Settings.UNPACED, clock);
    keepsAnswers = false;
    var provider = connect(served.uri(), new ApiKey("scenario"), limiter);
    scenarioVendors.add(provider);
    return new Vendor("scenario", provider, limiter);
  }

  /// From now on the simulator in the process serves as a plan does whose data lag behind.
  void simulateDelay() {
    simulatedPlan = PlanProfile.DEVELOPER.withFairValue();
  }

  private MassiveProvider connect(URI base, ApiKey key, RateLimiter limiter) {
    var how = settings.vendor();
    return MassiveProvider.connect(
        MassiveSettings.of(base, key)
            .withTimeouts(how.connectTimeout(), how.requestTimeout())
            .withMaxAttempts(how.maxAttempts()),
        limiter,
        clock,
        keepsAnswers ? Optional.of(answers(base)) : Optional.empty());
  }

  private SimulatorServer simulator() {
    if (simulator == null) {
      simulator =
          simulating(new SyntheticMarket(settings.simulator().seed(), TradingCalendar.nyse()));
    }
    return simulator;
  }

  private SimulatorServer simulating(Market market) {
    return SimulatorServer.start(
        SimulatorOptions.over(market, TradingCalendar.nyse(), clock)
            .withLatency(settings.simulator().latency())
            .withPlan(simulatedPlan));
  }

  // ---- answers that are kept

  void keepNoAnswers() {
    keepsAnswers = false;
  }

  /// The simulator in the process listens at another port each time; its seed says whose answers
  /// they are.
  private AnswerCache answers(URI base) {
    var stamp = databases.source().stamp();
    return answers(settings.usesSimulator() ? stamp : stamp + " at " + base);
  }

  private AnswerCache answers(String namespace) {
    return new AnswerCache(
        settings.environmentFolder().resolve("answers"),
        namespace,
        settings.cache().megabytes() * 1_000_000L,
        settings.cache().maxAge(),
        settings.vendor().delay(),
        clock);
  }

  String keptAnswers() {
    return settings.cache().enabled() ? answers("").words() : "off";
  }

  // ---- files that are published

  boolean publishesRealPrices() {
    if (playsThePublisher()) {
      return false;
    }
    settings.requireKeysForFiles();
    return Source.ofFiles(settings.flatFiles().endpoint(), databases.source()).isReal();
  }

  boolean hasKeysForFiles() {
    return settings.flatFiles().keys().isPresent();
  }

  /// Whether the simulator in the process has the files, as it has the bars.
  private boolean playsThePublisher() {
    return settings.usesSimulator()
        && !hasKeysForFiles()
        && !settings.isGiven(SettingKey.FILES_ENDPOINT);
  }

  /// Where there are keys, or a running simulator that has the files.
  synchronized Optional<PublishedFiles> published() {
    if (published == null) {
      if (playsThePublisher() && simulator != null) {
        // It listens at another port each time.
        published =
            S3Files.at(
                place(simulator.uri()).named(databases.source().stamp()),
                new S3Keys("simulator", "simulator"),
                clock);
      } else if (hasKeysForFiles()) {
        var keys = settings.requireKeysForFiles();
        published =
            S3Files.at(
                place(settings.flatFiles().endpoint()),
                new S3Keys(keys.access().value(), keys.secret().value()),
                clock);
      }
    }
    return Optional.ofNullable(published);
  }

  private S3Place place(URI endpoint) {
    var vendor = settings.vendor();
    return new S3Place(
        endpoint,
        settings.flatFiles().bucket(),
        settings.environmentFolder().resolve("spool"),
        vendor.connectTimeout(),
        vendor.requestTimeout(),
        vendor.maxAttempts());
  }

  // ---- what is known of it

  boolean hasVendorKey() {
    return settings.vendor().apiKey().isPresent();
  }

  PlanReport probePlan() {
    var name = vendor().name();
    var plans = VendorPlans.postgres(databases.ofSource());
    var answer =
        Objects.requireNonNull(massive)
            .probePlan(
                Calendars.postgres(databases.ofSource()).of(Mic.XNYS),
                isSlow() ? CALLS_WHEN_SLOW : CALLS_OF_A_PROBE);
    return switch (answer) {
      case Answer.Failed<PlanFacts>(var failure, _) ->
          new PlanReport.NotAnswered(name, failure.toString());
      case Answer.Given<PlanFacts>(var facts, _, _) -> {
        var before = plans.read(name).probedAt();
        var changes = plans.probed(name, facts);
        yield new PlanReport.Found(
            name, plans.read(name), before, changes, plans.changes(name, CHANGES_SHOWN));
      }
    };
  }

  private boolean isSlow() {
    return settings.pace().timeFor(CALLS_OF_A_PROBE).compareTo(Duration.ofMinutes(1)) > 0;
  }

  /// One call with the key: nothing else tells a wrong key from a right one.
  Finding vendorAnswers() {
    return switch (vendor().provider().fresh().types()) {
      case Answer.Given<?> _ -> new Finding("vendor", "answers, accepts the key", "OK", "");
      case Answer.Failed<?>(var failure, _) ->
          new Finding(
              "vendor",
              failure.kind().toString(),
              "FAIL",
              failure.message() + " (" + failure.address() + ")");
    };
  }

  /// How long calls have waited for the vendor's limit.
  Duration waited() {
    var urgent = measured == null ? Duration.ZERO : measured.waited();
    return backgroundLimiter == null || backgroundLimiter == measured
        ? urgent
        : urgent.plus(backgroundLimiter.waited());
  }

  /// How often the vendor said 429 to this process.
  long refusals() {
    long urgent = measured == null ? 0 : measured.refusals();
    return backgroundLimiter == null || backgroundLimiter == measured
        ? urgent
        : urgent + backgroundLimiter.refusals();
  }

  @Override
  public void close() {
    if (vendor != null) {
      vendor.provider().close();
    }
    scenarioVendors.forEach(MassiveProvider::close);
    if (backgroundVendor != null) {
      backgroundVendor.provider().close();
    }
    if (published != null) {
      published.close();
    }
    if (simulator != null) {
      simulator.close();
    }
    scenarios.forEach(SimulatorServer::close);
  }
}
