package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Optional;

/// Something that people should know, as it is posted: a record of facts, which become the notice's
/// JSON, and the template that shows them.
public sealed interface NewNotice extends Template
    permits IpoFound,
        MembersChanged,
        EndOfDayDone,
        DailyReportReady,
        GapFound,
        ScheduleMoved,
        PlainNotice {

  Severity severity();

  /// What makes two notices the same one.
  String cause();

  /// One line.
  String subject();

  /// The session that it is about.
  Optional<LocalDate> session();
}
