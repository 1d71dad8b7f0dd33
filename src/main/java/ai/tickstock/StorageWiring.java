package ai.tickstock;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.cli.Program.EmbeddedDatabase;
import ai.tickstock.cli.Program.SettingLine;
import ai.tickstock.database.Database;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.Schema;
import ai.tickstock.database.ServerStatus;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The database server of this environment, its schema, and what was decided about days in it.
final class StorageWiring {
  private final Settings settings;
  private final Databases databases;
  private final EmbeddedServer embedded;

  StorageWiring(Settings settings, Databases databases, EmbeddedServer embedded) {
    this.settings = settings;
    this.databases = databases;
    this.embedded = embedded;
  }

  TradingCalendar calendar(Mic exchange) {
    // A file that cannot be seen may be there: only what surely is not spares the question.
    boolean surelyNone =
        settings.database().address().isEmpty()
            && settings.profile() != Profile.PROD
            && Files.notExists(decisionsWereTaken());
    return surelyNone
        ? TradingCalendar.of(exchange)
        : Calendars.of(exchange, databases.addressOfLastLoaded());
  }

  void noteDecision() {
    if (settings.database().address().isPresent()) {
      return; // it is asked each time
    }
    try {
      Files.writeString(decisionsWereTaken(), "days were decided in this environment\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + decisionsWereTaken(), e);
    }
  }

  /// Spares questions about a calendar the embedded server where its databases have nothing to say.
  private Path decisionsWereTaken() {
    return settings.environmentFolder().resolve("calendar-decided");
  }

  EmbeddedDatabase embedded() {
    return new EmbeddedDatabase() {
      @Override
      public String start() {
        embedded.start();
        return words(embedded.status());
      }

      @Override
      public String stop() {
        return embedded.stop() ? "stopped" : "was not running";
      }

      @Override
      public List<SettingLine> status() {
        return lines(embedded.status());
      }
    };
  }

  private static String words(ServerStatus status) {
    return String.join(
        ", ", lines(status).stream().map(line -> line.name() + " " + line.value()).toList());
  }

  private static List<SettingLine> lines(ServerStatus status) {
    return switch (status) {
      case ServerStatus.NotCreated(var folder) ->
          List.of(line("state", "not created yet"), line("data directory", folder.toString()));
      case ServerStatus.Stopped(var folder) ->
          List.of(line("state", "stopped"), line("data directory", folder.toString()));
      case ServerStatus.Running running ->
          List.of(
              line("state", "running"),
              line("address", "127.0.0.1:" + running.port()),
              line("pid", Long.toString(running.pid())),
              line("since", running.since().toString()),
              line("version", running.version()),
              line("connections", Integer.toString(running.connections())),
              line("data directory", running.dataDirectory().toString()));
    };
  }

  private static SettingLine line(String name, String value) {
    return new SettingLine(name, value, "");
  }

  String migrate() {
    if (settings.profile() == Profile.PROD) {
      throw new SchemaRefused(
          "production schemas are changed by people: run the SQL that 'tickstock db script' prints");
    }
    var opened = databases.lastLoaded();
    return "the schema of " + opened.address() + " is up to date: " + opened.schema().state();
  }

  String migrationScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().pendingScript(Application.PROGRAM);
    }
  }

  String rolesScript() {
    return Schema.rolesScript(Application.PROGRAM);
  }

  String adoptionScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().adoptionScript(Application.PROGRAM);
    } catch (IllegalStateException nothingToAdopt) {
      throw new SchemaRefused(String.valueOf(nothingToAdopt.getMessage()));
    }
  }

  String adoptionRollbackScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().adoptionRollbackScript(Application.PROGRAM);
    }
  }
}
