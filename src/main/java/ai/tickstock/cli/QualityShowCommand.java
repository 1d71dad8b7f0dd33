package ai.tickstock.cli;

import ai.tickstock.quality.EvidenceRows;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.Repairs;
import ai.tickstock.quality.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Shows one finding with all that speaks for it.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows one finding: what the rule saw, the stored rows around, its history, and what can be done.",
    footer = {"", "Example: tickstock quality show 12"})
final class QualityShowCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Program program;

  @Parameters(paramLabel = "ID", description = "As 'quality findings' shows it.")
  private long id;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityShowCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> show(output.format()));
  }

  private int show(Format format) {
    var database = databases.database(program);
    var findings = new Findings(database, program.clock());
    var finding = findings.find(id);
    var events = findings.events(id);
    var rows = EvidenceRows.of(database, finding);
    if (format == Format.JSON) {
      json(finding, events, rows);
      return ExitCode.DONE;
    }
    Table.of("fact", "value")
        .row("rule", finding.rule())
        .row("what", Rules.about(finding.rule()).what())
        .row("subject", finding.subject())
        .row("sessions", finding.sessions() + " in " + finding.first() + ".." + finding.last())
        .row("severity", finding.severity().word())
        .row("state", finding.state().word())
        .row("seen", finding.summary())
        .row("evidence", finding.evidence())
        .row("repair", Words.of(Repairs.way(finding)))
        .row("accepted_until", finding.acceptedUntil())
        .print(format, program.out());
    if (!rows.rows().isEmpty()) {
      program.out().println();
      var table = Table.of(rows.columns().toArray(String[]::new));
      rows.rows().forEach(row -> table.row(row.toArray()));
      table.print(format, program.out());
    }
    program.out().println();
    var history = Table.of("at", "event", "by", "detail");
    events.forEach(event -> history.row(event.at(), event.event(), event.by(), event.detail()));
    history.print(format, program.out());
    return ExitCode.DONE;
  }

  private void json(Finding finding, List<Finding.Event> events, EvidenceRows rows) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", finding.id());
    object.put("rule", finding.rule());
    object.put("subject", finding.subject());
    object.put("first", finding.first().toString());
    object.put("last", finding.last().toString());
    object.put("sessions", finding.sessions());
    object.put("severity", finding.severity().word());
    object.put("state", finding.state().word());
    object.put("summary", finding.summary());
    object.put("evidence", JSON.readTree(finding.evidence()));
    object.put("repair", Words.of(Repairs.way(finding)));
    object.put("accepted_until", finding.acceptedUntil().map(Object::toString).orElse(null));
    object.put(
        "rows",
        rows.rows().stream()
            .map(row -> {
              var one = new LinkedHashMap<String, @Nullable Object>();
              for (int i = 0; i < row.size(); i++) {
                one.put(rows.columns().get(i).replace(">", ""), row.get(i).orElse(null));
              }
              return one;
            })
            .toList());
    object.put(
        "history",
        events.stream()
            .map(event -> {
              var one = new LinkedHashMap<String, @Nullable Object>();
              one.put("at", event.at().toString());
              one.put("event", event.event());
              one.put("by", event.by());
              one.put("detail", event.detail());
              return one;
            })
            .toList());
    program.out().println(JSON.writeValueAsString(object));
    program.out().flush();
  }
}
