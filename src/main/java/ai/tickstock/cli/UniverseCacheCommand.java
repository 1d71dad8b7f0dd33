package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.CacheEntries.Action;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What older applications read of universes.
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the rows of cache_entries, which older applications read, against what would be written.",
      "action: insert, change, empty (its universe is gone), unchanged, left_alone (somebody else's).",
      "members: of the list that would be written; stored: of the one that is there."
    },
    footer = {
      "",
      "Example: tickstock universe cache --write",
      "         tickstock universe cache --show themes AI list"
    })
final class UniverseCacheCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Program program;

  @Option(names = "--write", description = "Write, and show what was done.")
  private boolean write;

  @Option(
      names = "--show",
      arity = "3",
      paramLabel = "TYPE NAME KEY",
      hideParamSyntax = true,
      description = "This row in JSON, as it is stored and as it would be written.")
  private List<String> shown = List.of();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseCacheCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (write && !shown.isEmpty()) {
      throw new Misuse("--show shows a row and --write writes all: give one");
    }
    var database = databases.database(program);
    Universes.postgres(database).seed();
    var entries = program.cacheEntries(database);
    return shown.isEmpty() ? all(database, entries, format) : one(entries);
  }

  private LocalDate today() {
    return Bar.dateOf(program.clock().instant());
  }

  private int all(Database database, CacheEntries entries, Format format) {
    var now = program.clock().instant();
    var comparison = entries.compare(today(), now);
    var table = Table.of("type", "name", "key", ">members", ">stored", "action");
    for (var row : comparison.rows()) {
      table.row(
          row.type(), row.name(), row.key(), row.members(), row.stored(), Words.of(row.action()));
    }
    table.print(format, program.out());
    var err = program.err();
    if (!comparison.listRead()) {
      err.println(
          "no list of instruments was read yet, so nothing is written: 'tickstock symbols sync'"
              + " reads it");
      return ExitCode.DONE;
    }
    comparison.leftOut().stream().limit(SHOWN).forEach(one -> err.println("left out: " + one));
    if (comparison.leftOut().size() > SHOWN) {
      err.println("left out: " + (comparison.leftOut().size() - SHOWN) + " more");
    }
    if (write) {
      var done = database.inTransaction(h -> entries.write(h, today(), now));
      err.println(words(done));
    } else {
      err.println(counted(comparison));
    }
    return ExitCode.DONE;
  }

  static String words(CacheEntries.Written done) {
    return "cache_entries: "
        + done.inserted()
        + " inserted, "
        + done.changed()
        + " changed, "
        + done.removed()
        + " emptied, "
        + done.unchanged()
        + " unchanged, "
        + done.leftAlone()
        + " left alone";
  }

  private static String counted(CacheEntries.Comparison comparison) {
    var counts =
        comparison.rows().stream()
            .collect(
                Collectors.groupingBy(
                    CacheEntries.Row::action,
                    () -> new EnumMap<>(Action.class),
                    Collectors.counting()));
    return counts.entrySet().stream()
            .map(one -> one.getValue() + " " + Words.of(one.getKey()))
            .collect(Collectors.joining(", "))
        + (counts.keySet().stream().anyMatch(UniverseCacheCommand::isDue)
            ? "; '--write' does it"
            : "");
  }

  private static boolean isDue(Action action) {
    return switch (action) {
      case INSERT, CHANGE, EMPTY -> true;
      case UNCHANGED, LEFT_ALONE -> false;
    };
  }

  private int one(CacheEntries entries) {
    var type = shown.get(0);
    var name = shown.get(1);
    var key = shown.get(2);
    var contents = entries.contents(type, name, key, today(), program.clock().instant());
    if (contents.isEmpty()) {
      throw new Misuse(
          "there is no row "
              + String.join(" ", List.of(type, name, key))
              + ", and none would be written ('tickstock universe cache' shows all)");
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("action", Words.of(contents.get().action()));
    object.put("stored", contents.get().stored().map(JsonText::read).orElse(null));
    object.put("computed", contents.get().computed().map(JsonText::read).orElse(null));
    JsonText.print(object, program.out());
    return ExitCode.DONE;
  }
}
