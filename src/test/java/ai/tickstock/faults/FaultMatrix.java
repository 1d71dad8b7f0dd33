package ai.tickstock.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/// The results of one run over rows of the matrix, and the page of them.
final class FaultMatrix {
  static final Path PAGE = Path.of("docs/fault-matrix.md");

  /// Given by `./tickstock test --faults --seed N`.
  static final long SEED = Long.getLong("tickstock.faults-seed", 1);

  private record Result(boolean holds, String seen, Duration took) {}

  private final Map<Fault, Result> results = new EnumMap<>(Fault.class);

  /// Makes the fault and keeps what was seen.
  void run(Fault fault) throws Exception {
    long began = System.nanoTime();
    try {
      tell(fault, new Result(true, fault.run(SEED), since(began)));
    } catch (TestAbortedException notHere) {
      throw notHere;
    } catch (Exception | AssertionError e) {
      tell(fault, new Result(false, firstLine(e), since(began)));
      throw e;
    }
  }

  private void tell(Fault fault, Result result) {
    results.put(fault, result);
    System.err.printf(
        "fault %s: %s (%d ms; ./tickstock test --faults --seed %d repeats it)%n",
        fault.word(), result.seen(), result.took().toMillis(), SEED);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static String firstLine(Throwable failure) {
    var text = String.valueOf(failure.getMessage()).strip();
    return text.isEmpty() ? failure.toString() : text.lines().findFirst().orElse("");
  }

  boolean isFull() {
    return results.size() == Fault.values().length;
  }

  void write(Path file, LocalDate today) throws IOException {
    Files.writeString(file, page(today));
  }

  private String page(LocalDate today) {
    long held = results.values().stream().filter(Result::holds).count();
    var took = results.values().stream().map(Result::took).reduce(Duration.ZERO, Duration::plus);
    var lines = new ArrayList<String>();
    lines.add("# Fault matrix");
    lines.add("");
    lines.add("Made by a full run of `./tickstock test --faults`; not written by hand.");
    lines.add("");
    lines.add(
        "%s, seed %d: %d of %d faults held, in %d min %d s."
            .formatted(today, SEED, held, results.size(), took.toMinutes(), took.toSecondsPart()));
    lines.add("");
    lines.add(
        "Each fault is made beside the program, not inside it: by another process, its signals, PostgreSQL, HTTP. Two stand for others: an error of code 53100");
    lines.add(
        "for a full disk, moved rows for a jump of the database's clock. After it, besides what its row says: final tables equal an undisturbed");
    lines.add(
        "run's, no cell is explained that has a bar, no run that has ended has an open task, nothing was called complete (exit code, words, `load_run`) that was");
    lines.add(
        "not, and the vendor's key is in no output, no file of the home and no row of a table. `./tickstock test --faults --seed N` repeats a run. That these");
    lines.add(
        "checks can fail is shown by `PlantedMistakesTest`: one mistake a class of faults, planted into the program, turns its row red.");
    lines.add("");
    lines.add(
        "Not in it: compaction of stored data, which does not exist; values that an answer lacks or doubles without a trace (`missing-fields`, `doubled-volume`), which");
    lines.add(
        "the quality rules and a second source look for; faults of flat files (`FlatFilesTest`, `FileLoadTest`); a link to the database that goes silent without a");
    lines.add(
        "word, which is noticed after 15 minutes; revisions of final bars (`EndOfDayTest`); single bars off by a day, of which two neighbouring ones can pass for one another.");
    for (var kind : FaultClass.values()) {
      lines.add("");
      lines.add("## " + kind.word());
      lines.add("");
      lines.add("| fault | how it is made | what must hold | result | what was seen |");
      lines.add("|---|---|---|---|---|");
      results.forEach((fault, result) -> {
        if (fault.kind() == kind) {
          lines.add(row(fault, result));
        }
      });
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(Fault fault, Result result) {
    var cells =
        List.of(
            "`" + fault.word() + "`",
            fault.made(),
            fault.must(),
            result.holds() ? "held" : "**DID NOT HOLD**",
            result.seen());
    return "| " + String.join(" | ", cells.stream().map(c -> c.replace("|", "/")).toList()) + " |";
  }
}
