package ai.tickstock;

import ai.tickstock.cli.EnvironmentRefused;
import ai.tickstock.cli.ScenarioDatabase;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.SchemaState;
import ai.tickstock.database.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which database a command works in: opened when first asked for, its schema and its source
/// checked. For one thread.
final class Databases implements AutoCloseable {
  /// The file in an environment's folder that names the database that was loaded last.
  static final String LAST_LOADED = "last-loaded-database";

  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  private static final String EMBEDDED = "embedded";

  private final Settings settings;
  private final EmbeddedServer embedded;
  private final PrintWriter err;

  private @Nullable Source source;
  private @Nullable Database ofSource;
  private @Nullable Database files;
  private final Map<String, Database> scenarios = new HashMap<>();

  /// @param embedded used where the settings name no server
  /// @param err is told which database was opened
  Databases(Settings settings, EmbeddedServer embedded, PrintWriter err) {
    this.settings = settings;
    this.embedded = embedded;
    this.err = err;
  }

  Source source() {
    if (source == null) {
      source = Source.of(settings);
    }
    return source;
  }

  /// The database of the present source.
  Database ofSource() {
    if (ofSource == null) {
      ofSource = open(source());
    }
    return ofSource;
  }

  /// From now on the database of the present source is the same one behind a fence.
  void workIn(Database fenced) {
    ofSource = fenced;
  }

  /// The database of the present source if it was opened already.
  Optional<Database> opened() {
    return Optional.ofNullable(ofSource);
  }

  /// The database of real data, whatever the present source.
  Database forFiles() {
    if (source().isReal()) {
      return ofSource();
    }
    if (files == null) {
      files = open(Source.FILES);
    }
    return files;
  }

  /// The database of one scenario with its parameters.
  ///
  /// @throws ScenarioNotHere in production
  Database ofScenario(String story) {
    ScenarioNotHere.unless(settings.profile() != Profile.PROD);
    return scenarios.computeIfAbsent(story, text -> open(Source.ofScenario(text)));
  }

  /// Scenarios that were loaded in this environment; empty while its server does not run, and where
  /// the settings name another server: there they are databases of somebody.
  Optional<List<ScenarioDatabase>> scenarios() {
    return settings.database().address().isPresent()
        ? Optional.of(List.of())
        : Environments.scenarios(embedded);
  }

  /// Deletes the database of a scenario, with its snapshots.
  ///
  /// @return how many snapshots went with it
  int dropScenario(String story, boolean disconnect) {
    settings
        .database()
        .address()
        .ifPresent(named -> {
          throw new EnvironmentRefused(
              "DATABASE_URL names "
                  + named
                  + ", and only databases of the embedded server are deleted: delete that one there"
                  + " (DROP DATABASE), or unset DATABASE_URL");
        });
    embedded.start();
    var loaded = scenarios().orElse(List.of()).stream().map(ScenarioDatabase::story).toList();
    if (!loaded.contains(story)) {
      throw new EnvironmentRefused(
          "the scenario "
              + story
              + " is not loaded in the environment "
              + settings.environment()
              + (loaded.isEmpty() ? "" : "; loaded are " + String.join(", ", loaded)));
    }
    var ofStory = scenarios.remove(story);
    if (ofStory != null) {
      ofStory.close();
    }
    int snapshots =
        Snapshots.of(embedded.address(Source.ofScenario(story).databaseName())).dropAll(disconnect);
    if (notedScenario().filter(story::equals).isPresent()) {
      note(source());
    }
    return snapshots;
  }

  /// For looking: the database that was loaded last in this environment, where there is a choice.
  Database lastLoaded() {
    var scenario = notedScenario();
    if (scenario.isPresent()) {
      return ofScenario(scenario.get());
    }
    return !source().isReal() && noted(0).equals(Source.REAL_DATABASE) ? forFiles() : ofSource();
  }

  /// Where the database is that `lastLoaded` opens.
  DatabaseAddress addressOfLastLoaded() {
    return address(sourceOfLastLoaded());
  }

  /// The name on the embedded server of the database that `lastLoaded` opens.
  String lastLoadedName() {
    return sourceOfLastLoaded().databaseName();
  }

  private Source sourceOfLastLoaded() {
    boolean files = !source().isReal() && noted(0).equals(Source.REAL_DATABASE);
    return notedScenario().map(Source::ofScenario).orElseGet(() -> files ? Source.FILES : source());
  }

  /// The scenario that was loaded last, unless the settings name another server since.
  private Optional<String> notedScenario() {
    if (settings.profile() == Profile.PROD || !noted(0).startsWith(Source.SCENARIO_DATABASE)) {
      return Optional.empty();
    }
    var server = settings.database().address().map(DatabaseAddress::place).orElse(EMBEDDED);
    return noted(2).equals(server) ? Optional.of(noted(1)) : Optional.empty();
  }

  /// Where the database is that `forFiles` opens.
  DatabaseAddress addressForFiles() {
    return address(Source.FILES);
  }

  /// Where the database of the present source is.
  DatabaseAddress address() {
    return address(source());
  }

  /// A line of the note: the database, of a scenario its story and the server too.
  private String noted(int line) {
    try {
      var lines =
          Files.exists(lastLoadedNote()) ? Files.readAllLines(lastLoadedNote()) : List.<String>of();
      return line < lines.size() ? lines.get(line).strip() : "";
    } catch (IOException e) {
      LOG.warn("cannot read file={} error=\"{}\"", lastLoadedNote(), e.toString());
      return "";
    }
  }

  /// Notes that this source's database was loaded last.
  void note(Source loaded) {
    note(loaded.databaseName() + "\n");
  }

  /// Notes that this scenario's database was loaded last.
  void noteScenario(String story) {
    var server = settings.database().address().map(DatabaseAddress::place).orElse(EMBEDDED);
    note(Source.ofScenario(story).databaseName() + "\n" + story + "\n" + server + "\n");
  }

  private void note(String text) {
    try {
      Files.createDirectories(settings.environmentFolder());
      Files.writeString(lastLoadedNote(), text);
    } catch (IOException e) {
      LOG.warn("cannot write file={} error=\"{}\"", lastLoadedNote(), e.toString());
    }
  }

  private Path lastLoadedNote() {
    return settings.environmentFolder().resolve(LAST_LOADED);
  }

  private Database open(Source from) {
    var address = address(from);
    var opened = Database.connect(address, settings.database().connections());
    try {
      requireSchema(opened);
      opened.claim(from.stamp(), from.words());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    err.println("database " + address + ", source: " + from.words());
    err.flush();
    return opened;
  }

  private DatabaseAddress address(Source from) {
    Environments.requireOwnDatabase(settings);
    return settings
        .database()
        .address()
        .orElseGet(() ->
            settings.profile() == Profile.PROD
                ? settings.requireDatabase()
                : embedded.address(from.databaseName()));
  }

  private void requireSchema(Database opened) {
    switch (opened.schema().state()) {
      case SchemaState.Current current -> {}
      case SchemaState.Empty empty -> bringUpToDate(opened, "has no tables of ours yet");
      case SchemaState.Pending pending ->
          bringUpToDate(opened, "is at version " + pending.version() + ", older than this program");
      case SchemaState.Unknown(var reason) -> throw new SchemaRefused(reason);
      case SchemaState.Damaged(var reason) -> throw new SchemaRefused(reason);
    }
  }

  private void bringUpToDate(Database opened, String how) {
    if (settings.profile() == Profile.PROD) {
      throw new SchemaRefused(
          "the database "
              + opened.address()
              + " "
              + how
              + "; production schemas are changed by people: run the SQL that"
              + " 'tickstock db script' prints");
    }
    opened.migrate();
  }

  @Override
  public void close() {
    if (ofSource != null) {
      ofSource.close();
      ofSource = null;
    }
    if (files != null) {
      files.close();
      files = null;
    }
    scenarios.values().forEach(Database::close);
  }
}
