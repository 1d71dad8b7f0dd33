package ai.tickstock.cli;

import ai.tickstock.database.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What developers do with databases of their own.
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    description =
        "Databases for developers: snapshots, environments of their own. Refused in production.",
    footer = {
      "",
      "Example: tickstock dev snapshot baseline",
      "         tickstock dev reset baseline"
    })
final class DevCommand {
  private static final String USUAL = "baseline";

  private final Program program;

  DevCommand(Program program) {
    this.program = program;
  }

  /// Options of what needs the database for itself.
  static final class Alone {
    @Option(
        names = "--disconnect",
        description =
            "End what others do in the database; else nothing is done while they are there.")
    private boolean disconnect;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
        names = "--real",
        description = "The database of real data, also while there is no vendor key.")
    private boolean real;
  }

  @Command(
      name = "snapshot",
      mixinStandardHelpOptions = true,
      description = "Keeps the database as it is now under a name, for 'dev reset'.",
      footer = {"", "Example: tickstock dev snapshot baseline"})
  int snapshot(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description = "1 to 40 of a-z, 0-9, - and _; baseline if left out.")
          Optional<String> name,
      @Option(names = "--replace", description = "Take one of that name anew.") boolean replace,
      @Mixin Alone alone) {
    var development = program.development();
    long began = System.nanoTime();
    var taken =
        development.snapshots(alone.real).take(name.orElse(USUAL), replace, alone.disconnect);
    return tell(
        "snapshot %s of %s: %s, in %s; 'tickstock dev reset %s' goes back to it"
            .formatted(
                taken.name(),
                development.database(alone.real),
                Words.bytes(taken.bytes()),
                since(began),
                taken.name()));
  }

  @Command(
      name = "snapshots",
      mixinStandardHelpOptions = true,
      description = "Lists the snapshots of the database.",
      footer = {"", "Example: tickstock dev snapshots --json"})
  int snapshots(@Mixin DatabaseChoice databases, @Mixin OutputOptions output) {
    var format = output.format();
    var table = Table.of("name", "taken_at", "age", ">megabytes");
    for (var snapshot : program.development().snapshots(databases.isReal()).list()) {
      table.row(
          snapshot.name(),
          snapshot.takenAt(),
          age(snapshot.age()),
          Math.round(snapshot.bytes() / 1e5) / 10.0);
    }
    table.print(format, program.out());
    if (table.size() == 0) {
      program.err().println("no snapshots yet: 'tickstock dev snapshot baseline' takes one");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the database what it was when a snapshot was taken.",
        "All that was stored since is gone; the snapshot stays."
      },
      footer = {"", "Example: tickstock dev reset baseline --disconnect"})
  int reset(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description = "The snapshot; baseline if left out.")
          Optional<String> name,
      @Mixin Alone alone) {
    var development = program.development();
    var shared = development.shared();
    if (shared.isPresent() && !alone.yes && !program.confirms(shared.get() + ". Reset it?")) {
      throw new Misuse(shared.get() + ": --yes resets it all the same");
    }
    long began = System.nanoTime();
    var back = development.snapshots(alone.real).reset(name.orElse(USUAL), alone.disconnect);
    return tell(
        "%s is as it was at %s (%s ago): reset to %s, %s, in %s"
            .formatted(
                development.database(alone.real),
                back.takenAt(),
                age(back.age()),
                back.name(),
                Words.bytes(back.bytes()),
                since(began)));
  }

  @Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = {
        "Removes a snapshot; the database stays as it is.",
        "With --scenario: deletes the database of a scenario that was loaded, with its snapshots."
      },
      footer = {
        "",
        "Example: tickstock dev drop before-splits --yes",
        "         tickstock dev drop --scenario crash_2020 --param drawdown=40%%"
      })
  int drop(
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "The snapshot.")
          Optional<String> name,
      @Option(names = "--scenario", paramLabel = "NAME", description = "The scenario.")
          Optional<String> scenario,
      @Mixin ScenarioOptions options,
      @Mixin Alone alone) {
    if (name.isPresent() == scenario.isPresent()) {
      throw new Misuse("say what to remove: the name of a snapshot, or --scenario NAME");
    }
    if (scenario.isPresent()) {
      var its = ScenarioOptions.named(scenario.get());
      return dropScenario(its.story(options.values(its)), alone);
    }
    if (options.areGiven()) {
      throw new Misuse("--param belongs to --scenario");
    }
    return dropSnapshot(name.get(), alone);
  }

  private int dropScenario(String story, Alone alone) {
    var development = program.development();
    var loaded =
        development.scenarios().orElse(List.of()).stream()
            .filter(one -> one.story().equals(story))
            .findFirst();
    if (loaded.isPresent()) {
      requireYes(program, alone.yes, "Delete the scenario " + words(loaded.get()) + "?");
    }
    int snapshots = development.dropScenario(story, alone.disconnect);
    return tell(
        "removed the scenario "
            + story
            + (snapshots == 0 ? "" : " and " + Words.count(snapshots, "snapshot") + " of it"));
  }

  static String words(ScenarioDatabase scenario) {
    return "%s, %s, %s old"
        .formatted(scenario.story(), Words.bytes(scenario.bytes()), age(scenario.age()));
  }

  private int dropSnapshot(String name, Alone alone) {
    var snapshots = program.development().snapshots(alone.real);
    var snapshot = snapshots.list().stream().filter(one -> one.name().equals(name)).findFirst();
    if (snapshot.isPresent()) {
      requireYes(program, alone.yes, "Remove the snapshot " + words(snapshot.get()) + "?");
    }
    snapshots.drop(name);
    return tell("removed the snapshot " + name);
  }

  static void requireYes(Program program, boolean yes, String question) {
    if (!yes && !program.confirms(question)) {
      throw new Misuse("nothing was removed. " + question + " --yes says so");
    }
  }

  private static String words(Snapshot snapshot) {
    return "%s, %s, %s old"
        .formatted(snapshot.name(), Words.bytes(snapshot.bytes()), age(snapshot.age()));
  }

  static String age(Duration age) {
    if (age.toDays() > 0) {
      return Words.count(age.toDays(), "day");
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }

  static String since(long began) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
  }

  private int tell(String what) {
    program.out().println(what);
    program.out().flush();
    return ExitCode.DONE;
  }
}
