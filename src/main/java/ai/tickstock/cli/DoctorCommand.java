package ai.tickstock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Looks whether everything around the program is as it should be.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the database server, its disk and the clocks; shows source and pace.",
      "Exits with 1 when something fails."
    },
    footer = {"", "Example: tickstock doctor"})
final class DoctorCommand implements Callable<Integer> {
  private static final String FAIL = "FAIL";
  private static final String OK = "OK";

  private final Program program;

  @Mixin private OutputOptions output = new OutputOptions();

  DoctorCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
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
}
