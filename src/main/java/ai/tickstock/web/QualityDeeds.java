package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.jobs.LoaderRefetch;
import ai.tickstock.quality.QualityRefused;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Repairs;
import java.util.List;
import java.util.Optional;

/// Findings: accepted, opened again and repaired.
final class QualityDeeds {
  private final ConsoleProgram program;
  private final Undertakings undertakings;

  QualityDeeds(ConsoleProgram program, Undertakings undertakings) {
    this.program = program;
    this.undertakings = undertakings;
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/quality/{id}/accept",
            Role.OPERATOR,
            "Says that a finding may stay.",
            "tickstock quality accept {id} --reason TEXT",
            List.of(Deed.WHY, Parameter.date("until", "the last day of it; for ever if left out")),
            QualityFacts.Whole.class,
            this::accept),
        new Deed(
            "/quality/{id}/reopen",
            Role.OPERATOR,
            "Takes an acceptance back, or opens a finding that was closed.",
            "tickstock quality reopen {id} --reason TEXT",
            List.of(Parameter.text("reason", "why").like("…")),
            QualityFacts.Whole.class,
            this::reopen),
        new Deed(
            "/quality/{id}/repair",
            Role.OPERATOR,
            "Asks again for what a finding is about, and looks whether that put it right.",
            "tickstock quality repair {id}",
            List.of(),
            QualityFacts.Whole.class,
            this::repair));
  }

  private Deed.Done accept(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program)
            .accept(
                List.of((long) id),
                asked.shown("reason"),
                asked.date("until"),
                asked.visitor().actor());
    return finding(id);
  }

  private Deed.Done reopen(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program)
            .reopen(List.of((long) id), asked.shown("reason"), asked.visitor().actor());
    return finding(id);
  }

  /// In this process; what takes long goes on, and its end stands in the finding's history.
  private Deed.Done repair(Asked asked) {
    int id = asked.id();
    var by = asked.visitor().actor();
    RepairForm.requireUseful(QualityFacts.find(program, id));
    program
        .database()
        .useTransaction(h -> Audit.note(h, by, "quality repair", "finding " + id, ""));
    var repairs =
        new Repairs(
            program.database(),
            new QualityScan(program.database(), program.finality().calendars(), program.clock()),
            new LoaderRefetch(program::loader, Optional.empty()),
            program.clock(),
            by);
    try {
      undertakings.begin(
          RepairForm.name(id),
          "tickstock quality repair " + id,
          QualityRefused.class,
          () -> {
            var _ = repairs.repair(id);
          });
    } catch (InterruptedException e) {
      throw Misasked.stopping();
    }
    return finding(id);
  }

  private Deed.Done finding(int id) {
    return new Deed.Done(QualityFacts.Whole.of(program, undertakings, id), "/quality/" + id);
  }
}
