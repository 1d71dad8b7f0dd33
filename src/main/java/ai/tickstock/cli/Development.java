package ai.tickstock.cli;

import ai.tickstock.database.Snapshots;
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

  /// Why somebody else may use that database too; empty when only this environment does.
  Optional<String> shared();
}
