package ai.tickstock.web;

import java.util.List;
import java.util.stream.Stream;

/// What the console can be told to do, page by page. Each deed calls what its command calls, and is
/// in the audit; who may do it is asked where all of them are registered.
final class ConsoleDeeds {
  private ConsoleDeeds() {}

  static List<Deed> all(ConsoleProgram program, LoadStarts starts, Undertakings undertakings) {
    return Stream.of(
            new LoadDeeds(program, starts).all(),
            new CoverageDeeds(program).all(),
            new QualityDeeds(program, undertakings).all(),
            new ListingDeeds(program).all(),
            new UniverseDeeds(program).all(),
            new CalendarDeeds(program).all(),
            new ScheduleDeeds(program, undertakings).all(),
            new NoticeDeeds(program).all())
        .flatMap(List::stream)
        .toList();
  }
}
