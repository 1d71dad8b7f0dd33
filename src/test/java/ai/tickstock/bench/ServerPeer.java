package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;

/// A side of our PostgreSQL.
///
/// @param database that the side fills
/// @param rule the query that looks at its rows
record ServerPeer(
    String name, String does, BenchServer server, Side side, String database, String rule)
    implements Peer {
  @Override
  public void prepare() throws SQLException, IOException, InterruptedException {
    side.prepare();
    server.checkpoint();
  }

  @Override
  public void load() throws SQLException, IOException, InterruptedException {
    side.fill();
    server.checkpoint();
  }

  @Override
  public Found scan() throws SQLException {
    try (var connection = server.connect(database)) {
      return Found.by(connection, rule);
    }
  }

  @Override
  public void drop() throws SQLException {
    side.drop();
  }
}
