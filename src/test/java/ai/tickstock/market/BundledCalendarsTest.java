package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledCalendarsTest {
  static List<Mic> exchanges() {
    return TradingCalendar.exchanges();
  }

  @Test
  void namesTheExchangesThatHaveOne() {
    assertThat(exchanges())
        .extracting(Mic::code)
        .containsExactly(
            "XNYS", "XNAS", "ARCX", "XASE", "BATS", "XLON", "XPAR", "XETR", "XTSE", "XASX", "XHKG",
            "XTKS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XNAS", "ARCX", "XASE", "BATS"})
  void theUsExchangesKeepTheSessionsOfNewYork(String mic) {
    assertThat(TradingCalendar.of(new Mic(mic))).isSameAs(TradingCalendar.nyse());
  }

  @Test
  void refusesAnExchangeThatHasNone() {
    assertThatThrownBy(() -> TradingCalendar.of(new Mic("XMIL")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no calendar of XMIL, only of [XNYS, XNAS,");
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void isKnownTo2028WithSessionsOnWeekdaysThatNeverPassMidnight(Mic exchange) {
    var calendar = TradingCalendar.of(exchange);
    assertThat(calendar.known().last()).isEqualTo("2028-12-31");
    assertThat(calendar.sessions(calendar.known()))
        .isSortedAccordingTo((a, b) -> a.date().compareTo(b.date()))
        .allSatisfy(session -> {
          assertThat(session.date().getDayOfWeek().getValue()).isLessThan(6);
          assertThat(session.open().atZone(calendar.zone()).toLocalDate())
              .isEqualTo(session.date());
          assertThat(session.close().atZone(calendar.zone()).toLocalDate())
              .isEqualTo(session.date());
          assertThat(session.early() && calendar.reason(session.date()).isEmpty()).isFalse();
        });
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void everyWeekdayWithoutASessionHasAReason(Mic exchange) {
    var calendar = TradingCalendar.of(exchange);
    var known = calendar.known();
    assertThat(
            known
                .first()
                .datesUntil(known.last().plusDays(1))
                .filter(date -> date.getDayOfWeek().getValue() < 6 && !calendar.isSession(date)))
        .isNotEmpty()
        .allMatch(date -> calendar.reason(date).isPresent());
  }

  @Test
  void manyThreadsThatResolveAYearAtOnceSeeTheSame() throws Exception {
    var calendar = UnresolvedCalendar.of(Mic.XNYS);
    var expected = TradingCalendar.nyse();
    var dates = new ArrayList<LocalDate>();
    for (int day = 10; day < calendar.known().days(); day += 7) {
      dates.add(calendar.known().first().plusDays(day));
    }
    var asked = new ArrayList<Callable<Boolean>>();
    for (int thread = 0; thread < 8; thread++) {
      var own = new ArrayList<>(dates);
      Collections.shuffle(own, new Random(thread));
      asked.add(() ->
          own.stream()
              .allMatch(date -> {
                var range = new DateRange(date.minusDays(5), date);
                return calendar.session(date).equals(expected.session(date))
                    && calendar.previous(date).equals(expected.previous(date))
                    && calendar.countSessions(range) == expected.countSessions(range);
              }));
    }
    try (var threads = Executors.newFixedThreadPool(asked.size())) {
      for (var answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }
}
