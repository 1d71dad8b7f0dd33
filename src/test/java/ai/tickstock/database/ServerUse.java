package ai.tickstock.database;

import java.nio.file.Path;

/// A program of its own that uses a server, for tests with several processes.
final class ServerUse {
  private ServerUse() {}

  /// Arguments: `durable`, `durable-stopped` or `throw-away`; home; folder of the binaries.
  public static void main(String[] arguments) throws Exception {
    var home = Path.of(arguments[1]);
    var cache = Path.of(arguments[2]);
    switch (arguments[0]) {
      case "durable" -> {
        var server = EmbeddedServer.in(home, cache);
        server.address("market");
        printPid(server);
      }
      case "durable-stopped" -> {
        var server = EmbeddedServer.in(home, cache);
        try (var database = Database.connect(server.address("market"), 1)) {
          System.out.println(
              "user " + System.getProperty("user.name") + " at " + database.address().place());
        }
        System.out.println(server.stop() ? "stopped" : "was not running");
      }
      case "throw-away" -> {
        var server = EmbeddedServer.throwAway(home, cache, BinariesArchive.shipped());
        server.start();
        printPid(server);
        Thread.sleep(Long.MAX_VALUE); // until it is killed
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void printPid(EmbeddedServer server) {
    if (server.status() instanceof ServerStatus.Running running) {
      System.out.println("pid " + running.pid());
    }
  }
}
