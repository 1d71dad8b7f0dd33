package ai.tickstock.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.calendar.HolidayFeed.Finding;
import ai.tickstock.calendar.HolidayFeed.Kind;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.HolidayRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HolidayFeedTest {
  private static final LocalDate NEW_YEAR = LocalDate.of(2027, 1, 1);
  private static final LocalDate FRIDAY = LocalDate.of(2027, 1, 15);

  private final Database database = TestPostgres.migrated();
  private final Calendars calendars = Calendars.postgres(database);
  private final HolidayFeed feed = new HolidayFeed(calendars);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void confirmsHolidaysAndEarlyClosesOnceForAllExchangesOfTheUs() {
    var findings =
        take(
            both(
                closed(NEW_YEAR, "New Years Day"),
                early("2027-11-26", "2027-11-26T18:00:00Z"),
                new HolidayRow(
                    "OTC", "Elsewhere", FRIDAY, "closed", Optional.empty(), Optional.empty())));

    assertThat(kinds(findings)).containsExactly(Kind.CONFIRMED, Kind.CONFIRMED);
    assertThat(findings.getFirst().words())
        .isEqualTo(
            "XNYS 2027-01-01: the vendor says closed (New Years Day); closed (New Year's Day)");
    assertThat(calendars.all()).isEmpty();
  }

  @Test
  void addsAClosureOnceAndConfirmsItFromThenOn() {
    var added = take(both(closed(FRIDAY, "Day of Mourning")));
    assertThat(kinds(added)).containsExactly(Kind.ADDED);
    assertThat(calendars.of(Mic.XNYS).reason(FRIDAY)).contains("Day of Mourning");

    assertThat(kinds(take(both(closed(FRIDAY, "Day of Mourning")))))
        .containsExactly(Kind.CONFIRMED);
    assertThat(calendars.all()).hasSize(1);
  }

  @Test
  void itsSilenceOpensNothingAndItsWordOpensNoHoliday() {
    assertThat(take(List.of())).isEmpty();
    assertThat(calendars.of(Mic.XNYS).isSession(NEW_YEAR)).isFalse();

    assertThat(kinds(take(both(early("2027-01-01", "2027-01-01T18:00:00Z")))))
        .containsExactly(Kind.CONTRADICTED);
    assertThat(calendars.of(Mic.XNYS).isSession(NEW_YEAR)).isFalse();
  }

  @Test
  void itMayCorrectItself() {
    take(both(closed(FRIDAY, "Storm")));
    var findings = take(both(early("2027-01-15", "2027-01-15T18:00:00Z")));

    assertThat(kinds(findings)).containsExactly(Kind.ADDED);
    assertThat(calendars.of(Mic.XNYS).session(FRIDAY).orElseThrow().close())
        .isEqualTo(Instant.parse("2027-01-15T18:00:00Z"));
  }

  @Test
  void anOperatorsDecisionStays() {
    take(both(closed(FRIDAY, "Storm")));
    calendars.decide(
        new DayOverride(
            Mic.XNYS,
            FRIDAY,
            DayOverride.Kind.OPEN,
            Optional.empty(),
            Optional.empty(),
            "trades after all",
            DayOverride.Source.OPERATOR),
        "tester");

    var findings = take(both(closed(FRIDAY, "Storm")));

    assertThat(kinds(findings)).containsExactly(Kind.CONTRADICTED);
    assertThat(findings.getFirst().words()).contains("an operator decided: trades after all");
    assertThat(calendars.of(Mic.XNYS).isSession(FRIDAY)).isTrue();
  }

  @Test
  void takesNothingWhereItContradictsItself() {
    var findings =
        take(
            List.of(
                closed(FRIDAY, "Storm"),
                new HolidayRow(
                    "NASDAQ",
                    "Storm",
                    FRIDAY,
                    "early-close",
                    Optional.of(Instant.parse("2027-01-15T14:30:00Z")),
                    Optional.of(Instant.parse("2027-01-15T18:00:00Z")))));

    assertThat(kinds(findings)).containsExactly(Kind.CONTRADICTED);
    assertThat(calendars.all()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsTold() {
    assertThat(kinds(take(both(closed(LocalDate.of(2031, 1, 1), "New Year")))))
        .containsExactly(Kind.NOT_UNDERSTOOD);
    assertThat(
            kinds(
                take(
                    List.of(
                        closed(LocalDate.of(2026, 11, 25), "Yesterday"),
                        row("NYSE", "early-close"),
                        row("NYSE", "closing"),
                        row("CBOE", "closed")))))
        .hasSize(4)
        .containsOnly(Kind.NOT_UNDERSTOOD);
  }

  private static HolidayRow row(String exchange, String status) {
    return new HolidayRow(exchange, "Odd", FRIDAY, status, Optional.empty(), Optional.empty());
  }

  private List<Finding> take(List<HolidayRow> rows) {
    return feed.take(rows, LocalDate.of(2026, 11, 26));
  }

  private static List<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }

  /// The same of both exchanges, as the vendor writes it.
  private static List<HolidayRow> both(HolidayRow... rows) {
    return Stream.of(rows)
        .flatMap(row ->
            row.exchange().equals("NYSE")
                ? Stream.of(
                    row,
                    new HolidayRow(
                        "NASDAQ", row.name(), row.date(), row.status(), row.open(), row.close()))
                : Stream.of(row))
        .toList();
  }

  private static HolidayRow closed(LocalDate date, String name) {
    return new HolidayRow("NYSE", name, date, "closed", Optional.empty(), Optional.empty());
  }

  private static HolidayRow early(String date, String close) {
    return new HolidayRow(
        "NYSE",
        "Early",
        LocalDate.parse(date),
        "early-close",
        Optional.of(Instant.parse(date + "T14:30:00Z")),
        Optional.of(Instant.parse(close)));
  }
}
