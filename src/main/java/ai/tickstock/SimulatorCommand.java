package ai.tickstock;

import ai.tickstock.cli.Program.SimulateOptions;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.DataFolderMarket;
import ai.tickstock.simulator.FaultFile;
import ai.tickstock.simulator.KeyFile;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.RateWindow;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

/// `tickstock simulate`: the options of the command line as those of the simulator.
final class SimulatorCommand {
  private SimulatorCommand() {}

  /// @throws SimulatorRefused if the port is taken, or a plan, folder or file is not what it should
  ///   be
  static SimulatorServer start(SimulateOptions asked, Settings settings, Clock clock) {
    try {
      return started(asked, settings, clock);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new SimulatorRefused(e);
    }
  }

  private static SimulatorServer started(SimulateOptions asked, Settings settings, Clock clock) {
    var calendar = TradingCalendar.nyse();
    if (asked.scenario().isPresent()) {
      ScenarioNotHere.unless(settings.profile() != Profile.PROD);
    }
    Market market =
        asked.scenario().isPresent()
            ? asked.scenario().get()
            : asked.dataFolder().isPresent()
                ? DataFolderMarket.open(asked.dataFolder().get())
                : new SyntheticMarket(asked.seed().orElse(settings.simulator().seed()), calendar);
    var plan = limited(PlanProfile.named(asked.planProfile()), asked.callsPerMinute());
    var options =
        SimulatorOptions.over(market, calendar, clock)
            .withPort(asked.port())
            .withPlan(plan)
            .withLimiter(RateWindow.of(asked.limiter()))
            .withLatency(asked.latency())
            .withRemembers(asked.remembers());
    if (asked.keys().isPresent()) {
      var keys = KeyFile.read(asked.keys().get());
      options = options.withKeys(keys.plans()).withSecrets(keys.secrets());
    }
    if (asked.faults().isPresent()) {
      options = options.withFaults(FaultFile.read(asked.faults().get()));
    }
    if (asked.at().isPresent()) {
      options = options.withStartAt(asked.at().get());
    }
    if (asked.truth().isPresent()) {
      SimulatorServer.writeTruth(options, asked.truth().get());
    }
    return SimulatorServer.start(options);
  }

  private static PlanProfile limited(PlanProfile plan, Optional<Integer> callsPerMinute) {
    return callsPerMinute.map(plan::withCallsPerMinute).orElse(plan);
  }

  /// The simulator cannot be started as asked; the message says why.
  static final class SimulatorRefused extends RuntimeException {
    SimulatorRefused(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
