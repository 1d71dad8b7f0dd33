package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.tickstock.market.SessionDifference.Trading;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionDifferenceTest {
  private static List<SessionDifference> between(String there, String from, String to) {
    return SessionDifference.between(
        TradingCalendar.nyse(),
        TradingCalendar.of(new Mic(there)),
        new DateRange(LocalDate.parse(from), LocalDate.parse(to)));
  }

  @Test
  void namesTheHolidaysOfTheOtherExchangeOnSessionsHere() {
    assertThat(between("XTKS", "2024-12-30", "2025-01-03"))
        .extracting(day -> day.date().toString(), SessionDifference::here, SessionDifference::there)
        .containsExactly(
            tuple("2024-12-31", Trading.FULL, Trading.CLOSED),
            tuple("2025-01-02", Trading.FULL, Trading.CLOSED),
            tuple("2025-01-03", Trading.FULL, Trading.CLOSED));
  }

  @Test
  void hasTheSessionsThatAreThereOnly() {
    assertThat(between("XTKS", "2026-11-24", "2026-11-30"))
        .containsExactly(
            new SessionDifference(
                LocalDate.of(2026, 11, 26),
                Trading.CLOSED,
                Optional.of("Thanksgiving Day"),
                Trading.FULL,
                Optional.empty()));
  }

  @Test
  void hasShortSessionsThereAlsoWhenTheyAreShortHere() {
    assertThat(between("XLON", "2026-12-23", "2026-12-24"))
        .containsExactly(
            new SessionDifference(
                LocalDate.of(2026, 12, 24),
                Trading.SHORT,
                Optional.of("Christmas Eve"),
                Trading.SHORT,
                Optional.of("Christmas Eve")));
  }

  @Test
  void aLateOpenAfterAStormIsShort() {
    assertThat(between("XHKG", "2020-08-19", "2020-08-19"))
        .extracting(SessionDifference::there)
        .containsExactly(Trading.SHORT);
  }

  @Test
  void aClosureOfBothIsNoDifferenceNorIsAWeekend() {
    assertThat(between("XLON", "2026-04-03", "2026-04-05")).isEmpty(); // Good Friday
  }

  @Test
  void refusesYearsThatOneOfThemDoesNotKnow() {
    assertThatThrownBy(() -> between("XLON", "1999-12-30", "2000-01-04"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("XLON");
  }
}
