package ai.tickstock;

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
  static final String SIMULATOR = "simulator";
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
    return identity.get().isSynthetic()
        ? simulated(identity.get().seed())
        : new Source("data folder", REAL_DATABASE, REAL_MARKET, "the data folder served at " + url);
  }

  private static Source simulated(long seed) {
    return new Source(
        SIMULATOR,
        SIMULATED_DATABASE,
        SIMULATOR + ", seed " + seed,
        "the simulator (synthetic market, seed " + seed + ")");
  }

  boolean isReal() {
    return databaseName.equals(REAL_DATABASE);
  }
}
