package ai.tickstock.cli;

import ai.tickstock.market.BarInterval;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks whether everything around the program is as it should be.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the database server, its disk and the clocks; shows source and pace.",
      "With --vendor: asks the vendor what the plan behind the key includes, and keeps it for loads.",
      "Exits with 1 when something fails."
    },
    footer = {"", "Example: tickstock doctor --vendor"})
final class DoctorCommand implements Callable<Integer> {
  private static final String FAIL = "FAIL";
  private static final String OK = "OK";

  private final Program program;

  @Option(
      names = "--vendor",
      description =
          "Find out the plan's endpoints, history, delay and extras; about 20 calls, up to 4 minutes"
              + " at 5 calls a minute.")
  private boolean vendor;

  @Mixin private OutputOptions output = new OutputOptions();

  DoctorCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    return vendor ? plan(format) : surroundings(format);
  }

  private int surroundings(Format format) {
    var findings = program.doctor();
    var table = Table.of("check", "value", "verdict", "advice");
    findings.forEach(one -> table.row(one.name(), one.value(), one.verdict(), one.advice()));
    table.print(format, program.out());
    long failed = findings.stream().filter(one -> one.verdict().equals(FAIL)).count();
    long odd = findings.stream().filter(one -> !one.verdict().equals(OK)).count() - failed;
    program
        .err()
        .println(
            failed + odd == 0
                ? "all is well"
                : Words.count(failed, "failure") + ", " + Words.count(odd, "warning"));
    return failed > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  // ---- the vendor's plan

  private int plan(Format format) {
    return switch (program.probePlan()) {
      case Program.PlanReport.NotAnswered(var name, var reason) -> {
        program.err().println("tickstock: the plan of " + name + " could not be probed: " + reason);
        yield ExitCode.FAILED;
      }
      case Program.PlanReport.Found found -> {
        print(found, format);
        say(found);
        yield ExitCode.DONE;
      }
    };
  }

  private void print(Program.PlanReport.Found found, Format format) {
    var facts = found.facts();
    var table = Table.of("what", "found", "evidence");
    facts
        .endpoints()
        .forEach(one ->
            table.row(
                one.endpoint().words(), one.verdict().name().toLowerCase(Locale.ROOT), one.said()));
    for (var interval : BarInterval.values()) {
      var edge = facts.edge(interval);
      table.row(
          "first served date of " + interval.word() + " bars",
          edge.map(one -> firstServed(one, facts)).orElse("unknown"),
          edge.map(DoctorCommand::evidence).orElse(""));
    }
    var described = facts.described();
    table.row("delay", described.getOrDefault("delay", "unknown"), facts.delayEvidence());
    table.row(
        "fair market value",
        described.getOrDefault("fair market value", "unknown"),
        facts.fmv().isPresent() ? "fmv in a snapshot" : "no snapshot to look at");
    table.row("calls limit met", facts.limitMet() ? "yes" : "no", facts.calls() + " calls");
    found
        .noticed()
        .forEach(one ->
            table.row(
                "changed: " + one.change().what(),
                one.change().now(),
                "was " + one.change().before() + ", noticed " + seconds(one.at())));
    table.print(format, program.out());
  }

  private String firstServed(HistoryEdge edge, PlanFacts facts) {
    return edge.servedFrom(facts.probedAt().orElseGet(() -> program.clock().instant())).toString();
  }

  private static String evidence(HistoryEdge edge) {
    return edge.lastRefused()
            .map(refused -> edge.depth() + ", refused on " + refused)
            .orElse("no refusal back to it")
        + ", learned "
        + seconds(edge.learnedAt());
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  private void say(Program.PlanReport.Found found) {
    var err = program.err();
    Optional<Instant> before = found.before();
    if (before.isEmpty()) {
      err.println("the first probe of the plan of " + found.vendor());
    } else if (found.changes().isEmpty()) {
      err.println("the plan of " + found.vendor() + " is as it was on " + seconds(before.get()));
    } else {
      err.println(
          "the plan of " + found.vendor() + " has changed since " + seconds(before.get()) + ":");
      found
          .changes()
          .forEach(
              one -> err.println("  " + one.what() + ": " + one.now() + ", was " + one.before()));
    }
    err.println("loads plan by this from now on");
  }
}
