package ai.tickstock;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Whose facts a database holds. They are chosen by the program, so that adding a key later just
/// works and no fact of the simulator enters a database of real ones.
///
/// @param name as it is stored with facts
/// @param databaseName on the embedded server
/// @param stamp what the database is stamped with: sources with the same stamp may share one
/// @param words for people
record Source(String name, String databaseName, String stamp, String words) {
  static final String REAL_DATABASE = "tickstock";
  static final String SIMULATED_DATABASE = "tickstock_simulated";
  static final String SCENARIO_DATABASE = "tickstock_scenario_";
  static final String SIMULATOR = "simulator";
  private static final String SCENARIO_STAMP = "scenario ";
  private static final String REAL_MARKET = "real prices";

  static final Source FILES = new Source("files", REAL_DATABASE, REAL_MARKET, "files");

  /// Whom these settings ask. Asks an address on this machine whether it is a simulator of ours.
  static Source of(Settings settings) {
    if (settings.usesSimulator()) {
      return simulated(settings.simulator().seed());
    }
    var url = settings.vendor().baseUrl();
    var identity = SimulatorIdentity.at(url);
    if (identity.isEmpty()) {
      var name = settings.vendor().name();
      return new Source(name, REAL_DATABASE, REAL_MARKET, name + " at " + url);
    }
    if (!identity.get().scenario().isEmpty()) {
      ScenarioNotHere.unless(settings.profile() != Profile.PROD);
      return ofScenario(identity.get().scenario());
    }
    return identity.get().isSynthetic()
        ? simulated(identity.get().seed())
        : new Source("data folder", REAL_DATABASE, REAL_MARKET, "the data folder served at " + url);
  }

  /// Whose files lie at an address. Asks one on this machine whether it is a simulator of ours.
  ///
  /// @param ofVendor the source of bars
  static Source ofFiles(URI endpoint, Source ofVendor) {
    var identity = SimulatorIdentity.at(endpoint);
    if (identity.isEmpty() || identity.get().market().equals("data")) {
      return FILES;
    }
    var simulated =
        identity.get().isSynthetic()
            ? simulated(identity.get().seed())
            : ofScenario(identity.get().scenario());
    if (!simulated.stamp().equals(ofVendor.stamp())) {
      throw new SettingsRefused(
          List.of(
              SettingKey.FILES_ENDPOINT.name()
                  + ": there is "
                  + simulated.words()
                  + ", and the bars come from "
                  + ofVendor.words()
                  + ": give "
                  + SettingKey.BASE_URL.name()
                  + " the same address"));
    }
    return ofVendor;
  }

  private static Source simulated(long seed) {
    return new Source(
        SIMULATOR,
        SIMULATED_DATABASE,
        SIMULATOR + ", seed " + seed,
        "the simulator (synthetic market, seed " + seed + ")");
  }

  /// A scenario with its parameters has a database of its own: with other parameters its symbols
  /// have other prices.
  ///
  /// @param story name and parameters in one line, as `Scenario.story` has it
  static Source ofScenario(String story) {
    int end = story.indexOf(' ');
    var name = end < 0 ? story : story.substring(0, end);
    return new Source(
        "scenario",
        SCENARIO_DATABASE
            + name
            + (story.equals(name + " seed=42") ? "" : "_%08x".formatted(story.hashCode())),
        SCENARIO_STAMP + story,
        "the scenario " + story);
  }

  /// The scenario of which a database with this stamp is.
  static Optional<String> storyOf(String stamp) {
    return stamp.startsWith(SCENARIO_STAMP)
        ? Optional.of(stamp.substring(SCENARIO_STAMP.length()))
        : Optional.empty();
  }

  boolean isReal() {
    return databaseName.equals(REAL_DATABASE);
  }
}
