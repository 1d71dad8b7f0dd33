package ai.tickstock.cli;

import ai.tickstock.bars.Feed;
import ai.tickstock.database.Database;
import ai.tickstock.database.Snapshots;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RefreshProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What developers do with databases of their own; the root implements it. There is none of it in
/// production.
public interface Development {
  /// Snapshots of the database that was loaded last in this environment, of which this process
  /// keeps no connection.
  ///
  /// @param real the database of real data instead, whatever was loaded last
  Snapshots snapshots(boolean real);

  /// Which database that is, e.g. `127.0.0.1:31851/tickstock_simulated as tickstock`.
  String database(boolean real);

  /// What `dev refresh` can bring up to date, by name.
  Map<String, RefreshProfile> profiles();

  /// The environments below home, by name.
  List<Environment> environments();

  /// Makes an environment with a database server of its own.
  ///
  /// @param snapshot of `snapshots(real)`, with which it is filled and which it has as well; empty:
  ///   nothing is in its database
  /// @return lines that say what it holds
  /// @throws EnvironmentRefused for a name that cannot be, or is taken
  List<String> create(String environment, Optional<String> snapshot, boolean real);

  /// Stops the server of an environment and deletes all that is in it.
  ///
  /// @param disconnect whether to end what others do in its database
  /// @throws EnvironmentRefused when there is no such environment, when it is the one in force, and
  ///   when others are connected
  void drop(String environment, boolean disconnect);

  /// The scenarios that were loaded in this environment; empty while its server does not run.
  Optional<List<ScenarioDatabase>> scenarios();

  /// Deletes the database of a scenario, with its snapshots.
  ///
  /// @param disconnect whether to end what others do in it
  /// @return how many snapshots went with it
  /// @throws EnvironmentRefused when it was not loaded here
  int dropScenario(String story, boolean disconnect);

  /// The database of this environment for what another one holds.
  ///
  /// @param claimed whose market that is
  Database databaseFor(Optional<String> claimed);

  /// Loads files into that database.
  Loader fileLoaderFor(Optional<String> claimed);

  /// Loads into `databaseOfVendor()`, also of the session that is running. The simulator in the
  /// process serves then as a plan with this feed: late, and with fair market values, if it is
  /// delayed.
  Loader loader(Feed feed);

  /// By how much the data of a plan with this feed lag behind.
  Duration delay(Feed feed);

  /// Whether that is real data.
  boolean isReal(Optional<String> claimed);

  /// Why somebody else may use that database too; empty when only this environment does.
  Optional<String> shared();
}
