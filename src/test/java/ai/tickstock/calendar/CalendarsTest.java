package ai.tickstock.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.DayOverride.Kind;
import ai.tickstock.market.DayOverride.Source;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarsTest {
  private static final LocalDate FRIDAY = LocalDate.of(2027, 1, 15);
  private static final Mic LONDON = new Mic("XLON");

  private final Database database = TestPostgres.migrated();
  private final Calendars calendars = Calendars.postgres(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aClosedDayIsNoSessionForAllExchangesOfTheCountryAndForNoOther() {
    assertThat(decide(closed(FRIDAY, "day of mourning")))
        .isInstanceOf(Calendars.Outcome.Done.class);

    for (var mic : List.of(Mic.XNYS, Mic.XNAS)) {
      var calendar = calendars.of(mic);
      assertThat(calendar.isSession(FRIDAY)).isFalse();
      assertThat(calendar.reason(FRIDAY)).contains("day of mourning");
      assertThat(calendar.countSessions(new DateRange(FRIDAY.minusDays(4), FRIDAY))).isEqualTo(4);
      assertThat(calendar.next(FRIDAY.minusDays(1)).date()).isEqualTo(LocalDate.of(2027, 1, 19));
    }
    assertThat(calendars.of(LONDON).isSession(FRIDAY)).isTrue();
    assertThat(TradingCalendar.nyse().isSession(FRIDAY)).isTrue();
  }

  @Test
  void anEarlyCloseOpensAtTheRegularTime() {
    decide(
        new DayOverride(
            Mic.XNYS,
            FRIDAY,
            Kind.EARLY_CLOSE,
            Optional.empty(),
            Optional.of(LocalTime.of(13, 0)),
            "snow",
            Source.OPERATOR));

    var session = calendars.of(Mic.XNYS).session(FRIDAY).orElseThrow();
    assertThat(session.open()).isEqualTo(Instant.parse("2027-01-15T14:30:00Z"));
    assertThat(session.close()).isEqualTo(Instant.parse("2027-01-15T18:00:00Z"));
    assertThat(session.early()).isTrue();
  }

  @Test
  void aHolidayAndASaturdayCanBeOpened() {
    decide(open(LocalDate.of(2027, 1, 1), Optional.empty(), Optional.empty()));
    decide(
        open(
            LocalDate.of(2027, 1, 16),
            Optional.of(LocalTime.of(11, 0)),
            Optional.of(LocalTime.of(12, 0))));

    var calendar = calendars.of(Mic.XNYS);
    assertThat(calendar.session(LocalDate.of(2027, 1, 1)).orElseThrow().close())
        .isEqualTo(Instant.parse("2027-01-01T21:00:00Z"));
    var saturday = calendar.session(LocalDate.of(2027, 1, 16)).orElseThrow();
    assertThat(saturday.open()).isEqualTo(Instant.parse("2027-01-16T16:00:00Z"));
    assertThat(calendar.reason(LocalDate.of(2027, 1, 16))).contains("special session");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLOSED      | 2027-01-01 |       |       | XNYS is closed on 2027-01-01 anyway (New Year's Day)
          CLOSED      | 2027-01-16 |       |       | XNYS is closed on 2027-01-16 anyway
          CLOSED      | 2029-01-16 |       |       | the calendar of XNYS knows 1990-01-01..2028-12-31 and not 2029-01-16
          EARLY_CLOSE | 2027-01-01 |       | 13:00 | XNYS is closed on 2027-01-01 (New Year's Day): to make it a session, override it as open
          EARLY_CLOSE | 2027-01-15 |       | 16:30 | 16:30 is no early close of XNYS: it regularly closes at 16:00
          EARLY_CLOSE | 2027-01-15 |       | 16:00 | 16:00 is no early close of XNYS: it regularly closes at 16:00
          EARLY_CLOSE | 2027-01-15 |       | 09:30 | a session cannot close at 09:30, it opens at 09:30
          EARLY_CLOSE | 2027-11-26 |       | 13:00 | XNYS is open from 09:30 to 13:00 on 2027-11-26 anyway (Day after Thanksgiving)
          OPEN        | 2026-03-08 | 02:15 | 03:00 | 02:15 is left out by a clock change on 2026-03-08
          OPEN        | 2027-01-16 | 10:00 | 11:00:30 | times are whole minutes, such as 13:00
          OPEN        | 2027-01-15 |       |       | XNYS is open from 09:30 to 16:00 on 2027-01-15 anyway
          OPEN        | 2027-01-01 | 12:00 | 11:00 | a session cannot close at 11:00, it opens at 12:00
          """)
  void whatChangesNothingOrCannotBeIsRefusedAndNothingIsKept(
      Kind kind, LocalDate date, LocalTime opens, LocalTime closes, String objection) {
    var outcome =
        decide(
            new DayOverride(
                Mic.XNYS,
                date,
                kind,
                Optional.ofNullable(opens),
                Optional.ofNullable(closes),
                "because",
                Source.OPERATOR));

    assertThat(outcome).isEqualTo(new Calendars.Outcome.Refused(objection));
    assertThat(calendars.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\u001b[31mred", "\u00a0", "\u200b"})
  void aReasonIsOneReadableLine(String reason) {
    assertThat(decide(closed(FRIDAY, reason))).isInstanceOf(Calendars.Outcome.Refused.class);
    assertThat(decide(closed(FRIDAY, "x".repeat(201))))
        .isInstanceOf(Calendars.Outcome.Refused.class);
  }

  @Test
  void rowsThatNobodyCouldDecideDoNotTakeTheCalendarAway() {
    database.useTransaction(handle ->
        handle.execute(
            """
            INSERT INTO calendar_override (exchange, day, kind, opens, closes, reason, source, decided_by)
            VALUES ('XNYS', '2027-01-13', 'early_close', NULL, NULL, 'no time', 'operator', 'hand'),
              ('XMIL', '2027-01-13', 'closed', NULL, NULL, 'elsewhere', 'operator', 'hand'),
              ('XNYS', '2027-03-14', 'open', '02:15', '03:00', 'in a clock change', 'operator', 'hand')
            """));
    decide(closed(FRIDAY, "storm"));

    var calendar = calendars.of(Mic.XNYS);
    assertThat(calendar.isSession(FRIDAY)).isFalse();
    assertThat(calendar.isOrdinary(LocalDate.of(2027, 1, 13))).isTrue();
    assertThat(calendar.isSession(LocalDate.of(2027, 3, 14))).isFalse();
  }

  @Test
  void aGlanceNeedsNoTableAndMakesNone() {
    decide(closed(FRIDAY, "storm"));
    assertThat(Calendars.of(Mic.XNAS, database.address()).isSession(FRIDAY)).isFalse();

    var empty = TestPostgres.emptyAddress();
    assertThat(Calendars.of(Mic.XNYS, empty).isSession(FRIDAY)).isTrue();
    assertThat(
            Database.<Integer>glance(
                empty,
                handle ->
                    handle
                        .createQuery(
                            "SELECT count(*) FROM pg_tables WHERE schemaname = 'tickstock'")
                        .mapTo(Integer.class)
                        .one()))
        .isZero();
  }

  @Test
  void theVerySameAgainChangesNothingAndAnotherOneReplaces() {
    decide(closed(FRIDAY, "storm"));
    assertThat(decide(closed(FRIDAY, "storm"))).isInstanceOf(Calendars.Outcome.Done.class);
    assertThat(calendars.all()).hasSize(1);
    decide(open(FRIDAY, Optional.of(LocalTime.of(11, 0)), Optional.empty()));

    assertThat(calendars.of(Mic.XNYS).session(FRIDAY).orElseThrow().open())
        .isEqualTo(Instant.parse("2027-01-15T16:00:00Z"));
    assertThat(calendars.inForce()).hasSize(1);
    assertThat(calendars.all())
        .extracting(kept -> kept.undone().map(Calendars.Undone::reason).orElse(""))
        .containsExactly("replaced", "");
  }

  @Test
  void anOperatorGoesBeforeTheVendorAndUndoingGivesTheVendorBack() {
    decide(
        new DayOverride(
            Mic.XNYS,
            FRIDAY,
            Kind.CLOSED,
            Optional.empty(),
            Optional.empty(),
            "said by the vendor",
            Source.VENDOR));
    decide(open(FRIDAY, Optional.empty(), Optional.empty()));
    assertThat(calendars.of(Mic.XNYS).isSession(FRIDAY)).isTrue();

    calendars.undo(Mic.XNYS, FRIDAY, "a mistake", "tester");
    assertThat(calendars.of(Mic.XNYS).reason(FRIDAY)).contains("said by the vendor");

    assertThat(calendars.undo(Mic.XNYS, FRIDAY, "the vendor errs", "tester"))
        .isEqualTo(
            new Calendars.Outcome.Refused(
                "the vendor's list says that of XNYS on 2027-01-15 (said by the vendor) and would say"
                    + " it again: decide otherwise with override open"));
    assertThat(calendars.undo(Mic.XNYS, FRIDAY.plusDays(7), "again", "tester"))
        .isEqualTo(
            new Calendars.Outcome.Refused(
                "nothing was decided about XNYS on 2027-01-22: there is nothing to undo"));
  }

  @Test
  void whoDecidedAndWhyIsKept() {
    decide(closed(FRIDAY, "storm").of(Mic.XNAS));
    calendars.undo(Mic.XNAS, FRIDAY, "it passed", "night shift");

    var audit =
        database.read(handle ->
            handle
                .createQuery("SELECT actor, action, subject, detail FROM audit ORDER BY id")
                .map((row, context) ->
                    List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list());
    assertThat(audit)
        .containsExactly(
            List.of("tester", "calendar override closed", "XNYS 2027-01-15", "storm"),
            List.of("night shift", "calendar override undo", "XNYS 2027-01-15", "it passed"));
    var kept = calendars.all().getFirst();
    assertThat(kept.by()).isEqualTo("tester");
    assertThat(kept.undone().orElseThrow().by()).isEqualTo("night shift");
  }

  @Test
  void manyAtOnceLeaveOneDecisionInForce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(6)) {
      var tries =
          IntStream.range(0, 12)
              .<Callable<Calendars.Outcome>>mapToObj(i ->
                  () ->
                      decide(
                          open(
                              FRIDAY,
                              Optional.of(LocalTime.of(10, i)),
                              Optional.of(LocalTime.of(12, i)))))
              .toList();
      for (var ended : threads.invokeAll(tries)) {
        assertThat(ended.get()).isInstanceOf(Calendars.Outcome.Done.class);
      }
    }
    assertThat(calendars.inForce()).hasSize(1);
    assertThat(calendars.all()).hasSize(12);
  }

  @Test
  void anInstrumentFollowsTheExchangeThatListsIt() {
    assertThat(calendars.followedBy(Optional.of(new Mic("ARCX"))).exchange()).isEqualTo(Mic.XNYS);
    assertThat(calendars.followedBy(Optional.of(LONDON)).exchange()).isEqualTo(LONDON);
    assertThat(calendars.followedBy(Optional.of(new Mic("XKRX"))).exchange()).isEqualTo(Mic.XNYS);
    assertThat(calendars.followedBy(Optional.empty()).exchange()).isEqualTo(Mic.XNYS);
  }

  private Calendars.Outcome decide(DayOverride decision) {
    return calendars.decide(decision, "tester");
  }

  private static DayOverride closed(LocalDate date, String reason) {
    return new DayOverride(
        Mic.XNYS, date, Kind.CLOSED, Optional.empty(), Optional.empty(), reason, Source.OPERATOR);
  }

  private static DayOverride open(
      LocalDate date, Optional<LocalTime> opens, Optional<LocalTime> closes) {
    return new DayOverride(
        Mic.XNYS, date, Kind.OPEN, opens, closes, "special session", Source.OPERATOR);
  }
}
