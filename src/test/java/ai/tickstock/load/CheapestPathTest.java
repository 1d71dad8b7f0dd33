package ai.tickstock.load;

import static ai.tickstock.load.Workbench.range;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.RateLimit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheapestPathTest {
  private static final DateRange YEAR = range("2025-06-16", "2026-06-12");
  private static final DateRange ALWAYS = range("1900-01-01", "2999-12-31");
  private final CallCost fiveAMinute = new CallCost(RateLimit.perMinute(5), 8);

  @Test
  void fewNamesOverAYearAreAskedBySymbol() {
    var tasks = path(true).tasks(owed(1, 10, sessions(YEAR)));

    assertThat(tasks).hasSize(10).allMatch(task -> task.kind() == NewTask.Kind.AGGREGATES);
    assertThat(tasks.getFirst().range()).isEqualTo(YEAR);
  }

  @Test
  void manyNamesOverADayAreAskedBySession() {
    var tasks = path(true).tasks(owed(1, 500, List.of(LocalDate.of(2026, 6, 12))));

    assertThat(tasks)
        .containsExactly(CheapestPath.grouped(NewTask.Kind.GROUPED, LocalDate.of(2026, 6, 12)));
  }

  @Test
  void oneNewNameAmongManyIsAskedBySymbolAndTheOthersBySession() {
    var owed = new ArrayList<>(owed(1, 500, List.of(LocalDate.of(2026, 6, 12))));
    owed.addAll(owed(501, 1, sessions(YEAR)));

    assertThat(path(true).tasks(owed))
        .extracting(NewTask::kind)
        .containsExactly(NewTask.Kind.GROUPED, NewTask.Kind.AGGREGATES);
  }

  @Test
  void aPlanWithoutTheMarketsAnswerAsksBySymbol() {
    assertThat(path(false).tasks(owed(1, 500, List.of(LocalDate.of(2026, 6, 12)))))
        .hasSize(500)
        .allMatch(task -> task.kind() == NewTask.Kind.AGGREGATES);
  }

  @Test
  void aRenamedNameIsAskedUnderEachTickerForItsDates() {
    var owed =
        new CheapestPath.Owed(
            new InstrumentId(1),
            List.of(
                new CheapestPath.Span(new Symbol("OLD"), range("1900-01-01", "2025-12-31")),
                new CheapestPath.Span(new Symbol("NEW"), range("2026-01-01", "2999-12-31"))),
            SessionSet.of(YEAR, sessions(YEAR)));

    assertThat(path(true).tasks(List.of(owed)))
        .extracting(task -> task.address() + " " + task.range())
        .containsExactly(
            "OLD " + range("2025-06-16", "2025-12-31"), "NEW " + range("2026-01-02", "2026-06-12"));
  }

  @Test
  void whereNothingIsOwedNothingIsAsked() {
    assertThat(path(true).tasks(owed(1, 3, List.of()))).isEmpty();
  }

  @Test
  void theLimitSaysHowLongCallsTake() {
    assertThat(fiveAMinute.seconds(60, 0)).isEqualTo(11 * 60);
    assertThat(fiveAMinute.seconds(5, 0)).isLessThan(1);
    assertThat(fiveAMinute.affordable(3)).isEqualTo(25);
    assertThat(fiveAMinute.affordable(100)).isEqualTo(100);
    assertThat(new CallCost(RateLimit.perSecond(100), 8).affordable(3)).isEqualTo(600);
  }

  private CheapestPath path(boolean groupedAllowed) {
    return new CheapestPath(fiveAMinute, 11_500, groupedAllowed);
  }

  private static List<CheapestPath.Owed> owed(int first, int count, List<LocalDate> due) {
    var owed = new ArrayList<CheapestPath.Owed>();
    for (int id = first; id < first + count; id++) {
      var span = new CheapestPath.Span(new Symbol("T" + id), ALWAYS);
      owed.add(
          new CheapestPath.Owed(new InstrumentId(id), List.of(span), SessionSet.of(YEAR, due)));
    }
    return owed;
  }

  private static List<LocalDate> sessions(DateRange range) {
    return Workbench.CALENDAR.sessions(range).stream().map(Session::date).toList();
  }
}
