package ai.tickstock;

import ai.tickstock.bars.Feed;
import ai.tickstock.cli.Development;
import ai.tickstock.cli.Environment;
import ai.tickstock.cli.ScenarioDatabase;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.Snapshots;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RefreshProfile;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The databases of this environment, for the developer whose they are.
final class DevelopmentDatabases implements Development {
  private static final Duration USUAL_DELAY = Duration.ofMinutes(15);

  private final Settings settings;
  private final Databases databases;
  private final Environments environments;
  private final Function<Database, Loader> loaders;
  private final Function<Feed, Loader> running;

  /// @throws ProductionRefused in the profile `prod`
  ///
  /// @param loaders of files, into a database
  /// @param running loads also of the session that is running
  DevelopmentDatabases(
      Settings settings,
      Databases databases,
      Clock clock,
      Function<Database, Loader> loaders,
      Function<Feed, Loader> running) {
    if (settings.profile() == Profile.PROD) {
      throw new ProductionRefused(
          "'tickstock dev' changes and deletes databases of developers: there is none of it in the"
              + " profile prod");
    }
    this.settings = settings;
    this.databases = databases;
    this.environments = new Environments(settings, clock);
    this.loaders = loaders;
    this.running = running;
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
  public Optional<List<ScenarioDatabase>> scenarios() {
    return databases.scenarios();
  }

  @Override
  public int dropScenario(String story, boolean disconnect) {
    return databases.dropScenario(story, disconnect);
  }

  @Override
  public Optional<String> shared() {
    return settings
        .database()
        .address()
        .map(address -> "DATABASE_URL names " + address + ", which others may use too");
  }

  @Override
  public Map<String, RefreshProfile> profiles() {
    return settings.refreshProfiles();
  }

  @Override
  public Database databaseFor(Optional<String> claimed) {
    return isReal(claimed) ? databases.forFiles() : databases.ofSource();
  }

  @Override
  public Loader fileLoaderFor(Optional<String> claimed) {
    return loaders.apply(databaseFor(claimed));
  }

  @Override
  public Loader loader(Feed feed) {
    return running.apply(feed);
  }

  @Override
  public Duration delay(Feed feed) {
    return delay(feed, settings.vendor().delay());
  }

  /// @param known of the vendor's plan
  static Duration delay(Feed feed, Duration known) {
    return switch (feed) {
      case FULL -> Duration.ZERO;
      case EOD -> known;
      case DELAYED -> known.isZero() ? USUAL_DELAY : known;
    };
  }

  @Override
  public boolean isReal(Optional<String> claimed) {
    return claimed.filter(name -> name.startsWith(Source.SIMULATOR)).isEmpty();
  }

  @Override
  public List<Environment> environments() {
    return environments.list();
  }

  @Override
  public List<String> create(String environment, Optional<String> snapshot, boolean real) {
    var name =
        databases.source().isReal() || real ? Source.REAL_DATABASE : databases.lastLoadedName();
    var said = new ArrayList<String>();
    environments.create(
        environment,
        (folder, server) -> {
          var own = server.address(name);
          migrate(own);
          if (snapshot.isPresent()) {
            var from = snapshot.get();
            var copied =
                snapshots(real)
                    .lend(
                        from,
                        lent -> {
                          migrate(lent);
                          return server.fill(name, lent);
                        });
            Snapshots.of(own).take(from, false, false);
            said.add(
                String.format(
                    Locale.ROOT,
                    "%,d rows in %d tables, as in the snapshot %s, which it has as well",
                    copied.rows(),
                    copied.tables(),
                    from));
            copied.leftOut().forEach(table -> said.add("not copied: " + table));
          }
          Files.writeString(folder.resolve(Databases.LAST_LOADED), name + "\n");
          said.addFirst("database " + own);
        });
    return said;
  }

  private static void migrate(DatabaseAddress address) {
    try (var database = Database.connect(address, 2)) {
      database.migrate();
    }
  }

  @Override
  public void drop(String environment, boolean disconnect) {
    environments.drop(environment, disconnect);
  }

  private DatabaseAddress address(boolean real) {
    return real ? databases.addressForFiles() : databases.addressOfLastLoaded();
  }
}
