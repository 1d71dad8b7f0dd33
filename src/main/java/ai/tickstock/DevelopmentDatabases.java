package ai.tickstock;

import ai.tickstock.cli.Development;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.Snapshots;
import java.util.Optional;

/// The databases of this environment, for the developer whose they are.
final class DevelopmentDatabases implements Development {
  private final Settings settings;
  private final Databases databases;

  /// @throws ProductionRefused in the profile `prod`
  DevelopmentDatabases(Settings settings, Databases databases) {
    if (settings.profile() == Profile.PROD) {
      throw new ProductionRefused(
          "'tickstock dev' changes and deletes databases of developers: there is none of it in the"
              + " profile prod");
    }
    this.settings = settings;
    this.databases = databases;
  }

  @Override
  public Snapshots snapshots(boolean real) {
    databases.close();
    return Snapshots.of(address(real));
  }

  @Override
  public String database(boolean real) {
    return address(real).toString();
  }

  @Override
  public Optional<String> shared() {
    return settings
        .database()
        .address()
        .map(address -> "DATABASE_URL names " + address + ", which others may use too");
  }

  private DatabaseAddress address(boolean real) {
    return real ? databases.addressForFiles() : databases.addressOfLastLoaded();
  }
}
