package ai.tickstock;

import ai.tickstock.cli.Environment;
import ai.tickstock.cli.EnvironmentRefused;
import ai.tickstock.cli.ScenarioDatabase;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.ServerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The environments below home: each has a server, a port, a password, kept answers and logs of its
/// own.
final class Environments {
  /// Says that the environment has its own database and takes no other one.
  private static final String OWN = "own-database";

  private static final String UNFINISHED = "unfinished";
  private static final String BINARIES = "postgresql";

  private final Settings settings;
  private final Clock clock;

  Environments(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Refuses `DATABASE_URL` where the environment was made to have a database of its own, so that
  /// nobody works in another one by mistake.
  ///
  /// @throws SettingsRefused when both are there
  static void requireOwnDatabase(Settings settings) {
    var address = settings.database().address();
    if (address.isPresent() && Files.exists(settings.environmentFolder().resolve(OWN))) {
      throw new SettingsRefused(
          List.of(
              "the environment "
                  + settings.environment()
                  + " has a database of its own, and DATABASE_URL (tickstock.database.url) names "
                  + address.get()
                  + ": unset it, or leave the environment (TICKSTOCK_ENVIRONMENT)"));
    }
  }

  /// By name.
  List<Environment> list() {
    if (!Files.isDirectory(settings.home())) {
      return List.of();
    }
    try (var folders = Files.list(settings.home())) {
      return folders
          .filter(Files::isDirectory)
          .filter(Environments::isEnvironment)
          .sorted()
          .map(this::look)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + settings.home(), e);
    }
  }

  Optional<Environment> find(String name) {
    return list().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static boolean isEnvironment(Path folder) {
    return Files.isDirectory(folder.resolve("database").resolve("postgresql"))
        || Files.exists(folder.resolve(UNFINISHED));
  }

  private Environment look(Path folder) {
    var name = String.valueOf(folder.getFileName());
    var status = server(folder).status();
    return new Environment(
        name,
        status instanceof ServerStatus.Running running
            ? Optional.of("127.0.0.1:" + running.port())
            : Optional.empty(),
        status instanceof ServerStatus.Running running ? running.connections() : 0,
        size(folder),
        Duration.between(lastUsed(folder), clock.instant()),
        name.equals(settings.environment()),
        Files.exists(folder.resolve(UNFINISHED)),
        scenarios(server(folder)).orElse(List.of()));
  }

  /// Scenarios that were loaded on a server; empty while it does not run.
  static Optional<List<ScenarioDatabase>> scenarios(EmbeddedServer server) {
    return server
        .held(Source.SCENARIO_DATABASE)
        .map(all ->
            all.stream()
                .map(one ->
                    new ScenarioDatabase(
                        Source.storyOf(one.source()).orElse(one.name()), one.bytes(), one.age()))
                .toList());
  }

  /// Makes an environment with an empty database, or with what `fill` puts there.
  ///
  /// @param fill takes the server of the new environment
  /// @throws EnvironmentRefused when there is one of that name
  void create(String name, Fill fill) {
    var folder = folder(name);
    if (isEnvironment(folder)) {
      throw new EnvironmentRefused(
          Files.exists(folder.resolve(UNFINISHED))
              ? "the environment "
                  + name
                  + " is being made, or its making was killed: 'tickstock dev env drop "
                  + name
                  + "' removes what is there"
              : "there is an environment "
                  + name
                  + " already: 'tickstock dev env drop "
                  + name
                  + "' removes it, TICKSTOCK_ENVIRONMENT="
                  + name
                  + " works in it");
    }
    if (Files.exists(folder)) {
      throw new EnvironmentRefused(
          folder
              + " is there already and is no environment, or one in which only commands without a"
              + " database were run: choose another name, or remove it");
    }
    try {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(UNFINISHED));
      fill.into(folder, server(folder));
      Files.writeString(
          folder.resolve(OWN),
          "made by 'tickstock dev env create': DATABASE_URL is refused here\n");
      Files.delete(folder.resolve(UNFINISHED));
    } catch (FileAlreadyExistsException _) {
      throw new EnvironmentRefused("the environment " + name + " is being made by another process");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the environment in " + folder, e);
    } catch (RuntimeException e) {
      // Somebody reads why it failed, and nobody would look for what is left.
      delete(folder);
      throw e;
    }
  }

  /// What a new environment holds.
  interface Fill {
    /// @param server not started yet
    void into(Path folder, EmbeddedServer server) throws IOException;
  }

  /// Stops the server of an environment and deletes all that is in it.
  ///
  /// @throws EnvironmentRefused when there is none, or when this command works in it
  void drop(String name, boolean disconnect) {
    var environment =
        find(name)
            .orElseThrow(() ->
                new EnvironmentRefused(
                    "there is no environment "
                        + name
                        + "; there are "
                        + String.join(", ", list().stream().map(Environment::name).toList())));
    if (environment.inForce()) {
      throw new EnvironmentRefused(
          "this command works in the environment "
              + name
              + " itself: leave it first (unset TICKSTOCK_ENVIRONMENT, or name another one)");
    }
    if (environment.connections() > 0 && !disconnect) {
      throw new EnvironmentRefused(
          environment.connections()
              + (environment.connections() == 1 ? " connection is" : " connections are")
              + " open to the database of "
              + name
              + ": let them end, or say --disconnect to end what they do");
    }
    delete(folder(name));
  }

  private void delete(Path folder) {
    server(folder).delete();
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private Path folder(String name) {
    var form = SettingKey.ENVIRONMENT.form();
    if (form.read().apply(name).isEmpty() || name.equals(BINARIES)) {
      throw new EnvironmentRefused(
          "'" + name + "' cannot be the name of an environment: expected " + form.expected());
    }
    return settings.home().resolve(name);
  }

  private EmbeddedServer server(Path folder) {
    return EmbeddedServer.in(
        folder.resolve("database"),
        settings.home().resolve(BINARIES),
        settings.database().idleStop());
  }

  private static Instant lastUsed(Path folder) {
    try {
      var used = folder.resolve("database").resolve("postgresql").resolve("used");
      return Files.getLastModifiedTime(Files.exists(used) ? used : folder).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /// What a running server deletes meanwhile does not count.
  private static long size(Path folder) {
    var bytes = new long[1];
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
    return bytes[0];
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
