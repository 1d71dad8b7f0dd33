package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.notify.Notices;
import io.javalin.http.HttpStatus;
import java.util.List;

/// Notices that somebody takes care of.
final class NoticeDeeds {
  private final ConsoleProgram program;

  NoticeDeeds(ConsoleProgram program) {
    this.program = program;
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/notices/{id}/ack",
            Role.OPERATOR,
            "Says that somebody takes care of a notice: it is told no more.",
            "tickstock notices ack {id} --reason TEXT",
            List.of(
                Parameter.text("because", "why, for others to read; --reason of the command")
                    .like("…")),
            Facts.NoticesFacts.class,
            this::acknowledge));
  }

  private Deed.Done acknowledge(Asked asked) {
    int id = asked.id();
    var by = asked.visitor().actor();
    var answer =
        program
            .database()
            .inTransaction(h -> {
              var made =
                  Notices.postgres(program.database())
                      .acknowledge(id, by, asked.shown("because"), program.clock().instant());
              if (made == Notices.Answer.ACKNOWLEDGED) {
                Audit.note(h, by, "notices ack", "notice " + id, asked.shown("because"));
              }
              return made;
            });
    return switch (answer) {
      case ACKNOWLEDGED -> new Deed.Done(Facts.NoticesFacts.of(program, true), "/notices?open=yes");
      case WAS_ANSWERED ->
          throw new Misasked(
              HttpStatus.CONFLICT, "notice " + id + " was answered before, or is over");
      case NO_SUCH_NOTICE -> throw new Misasked(HttpStatus.NOT_FOUND, "there is no notice " + id);
    };
  }
}
