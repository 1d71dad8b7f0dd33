package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void printsSessionsAsInstantsWithTheHalfDayAfterThanksgiving() {
    var ended =
        program.line("calendar sessions XNYS --from 2024-11-27 --to 2024-11-30 --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            date,open_utc,close_utc
            2024-11-27,2024-11-27T14:30:00Z,2024-11-27T21:00:00Z
            2024-11-29,2024-11-29T14:30:00Z,2024-11-29T18:00:00Z
            """);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"XNAS", "ARCX", "XASE", "BATS", "xnys"})
  void theOtherExchangesFollowNewYork(String mic) {
    var ended =
        program.run(
            "calendar",
            "sessions",
            mic,
            "--from",
            "2024-07-03",
            "--to",
            "2024-07-04",
            "--format",
            "csv");
    assertThat(ended.out())
        .isEqualTo(
            """
            date,open_utc,close_utc
            2024-07-03,2024-07-03T13:30:00Z,2024-07-03T17:00:00Z
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-31T14:29:59Z, closed, 1",
    "2024-01-31T14:30:00Z, open, 0",
    "2024-01-31T20:59:59Z, open, 0",
    "2024-01-31T21:00:00Z, closed, 1",
    "2024-02-03T17:00:00Z, closed, 1"
  })
  void isOpenFromTheOpeningToBeforeTheClose(String now, String word, int exitCode) {
    program.setClock(now);
    var ended = program.line("calendar is-open XNYS");
    assertThat(ended.out()).isEqualTo(word + "\n");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-24T08:00:00Z, open, 0",
    "2024-12-24T12:29:59Z, open, 0",
    "2024-12-24T12:30:00Z, closed, 1",
    "2024-07-01T07:00:00Z, open, 0",
    "2024-07-01T06:59:59Z, closed, 1",
  })
  void isOpenInTheExchangesOwnZone(String now, String word, int exitCode) {
    program.setClock(now);
    var ended = program.line("calendar is-open XLON");
    assertThat(ended.out()).isEqualTo(word + "\n");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-23T03:59:59Z, open, 0",
    "2024-12-23T04:00:00Z, closed, 1",
    "2024-12-23T04:59:59Z, closed, 1",
    "2024-12-23T05:00:00Z, open, 0",
    "2024-12-24T05:00:00Z, closed, 1",
  })
  void aLunchBreakIsClosed(String now, String word, int exitCode) {
    program.setClock(now);
    var ended = program.line("calendar is-open XHKG");
    assertThat(ended.out()).isEqualTo(word + "\n");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aTableOfSessionsHasTheLunchBreakWhereThereIsOne() {
    var ended = program.line("calendar sessions XHKG --from 2024-12-23 --to 2024-12-24");
    assertThat(ended.out())
        .isEqualTo(
            """
            date        open utc              close utc             lunch start utc       lunch end utc         early  reason
            2024-12-23  2024-12-23T01:30:00Z  2024-12-23T08:00:00Z  2024-12-23T04:00:00Z  2024-12-23T05:00:00Z  false
            2024-12-24  2024-12-24T01:30:00Z  2024-12-24T04:00:00Z                                              true   Christmas Eve
            """);
  }

  @Test
  void csvHasThreeColumnsAlsoWithALunchBreak() {
    var ended =
        program.line("calendar sessions XTKS --from 2024-11-01 --to 2024-11-05 --format csv");
    assertThat(ended.out())
        .isEqualTo(
            """
            date,open_utc,close_utc
            2024-11-01,2024-11-01T00:00:00Z,2024-11-01T06:00:00Z
            2024-11-05,2024-11-05T00:00:00Z,2024-11-05T06:30:00Z
            """);
  }

  @Test
  void aYearInWhichTheHoursChangedSaysSince() {
    assertThat(program.line("calendar year XTKS 2024").out())
        .startsWith(
            """
            XTKS 2024: 245 sessions, times of Asia/Tokyo
            Open 09:00-11:30, 12:30-15:00
            Open 09:00-11:30, 12:30-15:30 from 2024-11-05 on
            """);
  }

  @Test
  void aTableOfSessionsNamesWhatIsNotAsUsual() {
    var ended = program.line("calendar sessions XLON --from 2024-12-23 --to 2024-12-24");
    assertThat(ended.out())
        .isEqualTo(
            """
            date        open utc              close utc             early  reason
            2024-12-23  2024-12-23T08:00:00Z  2024-12-23T16:30:00Z  false
            2024-12-24  2024-12-24T08:00:00Z  2024-12-24T12:30:00Z  true   Christmas Eve
            """);
  }

  @Test
  void jsonHasTheLunchBreakAlsoWhereThereIsNone() {
    var ended = program.line("calendar sessions XLON --from 2024-12-24 --to 2024-12-24 --json");
    assertThat(ended.out())
        .isEqualTo(
            """
            [ {
              "date" : "2024-12-24",
              "open_utc" : "2024-12-24T08:00:00Z",
              "close_utc" : "2024-12-24T12:30:00Z",
              "lunch_start_utc" : null,
              "lunch_end_utc" : null,
              "early" : true,
              "reason" : "Christmas Eve"
            } ]
            """);
  }

  @Test
  void showsAYearWithItsHolidaysAndHalfDays() {
    var ended = program.line("calendar year XNYS 2002");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(ended.out())
        .isEqualTo(
            """
            XNYS 2002: 252 sessions, times of America/New_York
            Open 09:30-16:00

                   January                 February                   March
            Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su
                1* 2  3  4  5  6                  1  2  3                  1  2  3
             7  8  9 10 11 12 13      4  5  6  7  8  9 10      4  5  6  7  8  9 10
            14 15 16 17 18 19 20     11 12 13 14 15 16 17     11 12 13 14 15 16 17
            21*22 23 24 25 26 27     18*19 20 21 22 23 24     18 19 20 21 22 23 24
            28 29 30 31              25 26 27 28              25 26 27 28 29*30 31

                    April                     May                     June
            Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su
             1  2  3  4  5  6  7            1  2  3  4  5                     1  2
             8  9 10 11 12 13 14      6  7  8  9 10 11 12      3  4  5  6  7  8  9
            15 16 17 18 19 20 21     13 14 15 16 17 18 19     10 11 12 13 14 15 16
            22 23 24 25 26 27 28     20 21 22 23 24 25 26     17 18 19 20 21 22 23
            29 30                    27*28 29 30 31           24 25 26 27 28 29 30

                    July                    August                  September
            Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su
             1  2  3  4* 5< 6  7               1  2  3  4                        1
             8  9 10 11 12 13 14      5  6  7  8  9 10 11      2* 3  4  5  6  7  8
            15 16 17 18 19 20 21     12 13 14 15 16 17 18      9 10 11>12 13 14 15
            22 23 24 25 26 27 28     19 20 21 22 23 24 25     16 17 18 19 20 21 22
            29 30 31                 26 27 28 29 30 31        23 24 25 26 27 28 29
                                                              30

                   October                 November                 December
            Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su     Mo Tu We Th Fr Sa Su
                1  2  3  4  5  6                  1  2  3                        1
             7  8  9 10 11 12 13      4  5  6  7  8  9 10      2  3  4  5  6  7  8
            14 15 16 17 18 19 20     11 12 13 14 15 16 17      9 10 11 12 13 14 15
            21 22 23 24 25 26 27     18 19 20 21 22 23 24     16 17 18 19 20 21 22
            28 29 30 31              25 26 27 28*29<30        23 24<25*26 27 28 29
                                                              30 31

            * closed   < closes early   > other hours   no trading on Saturdays and Sundays

            2002-01-01 Tue  closed       New Year's Day
            2002-01-21 Mon  closed       Martin Luther King, Jr. Day
            2002-02-18 Mon  closed       Washington's Birthday
            2002-03-29 Fri  closed       Good Friday
            2002-05-27 Mon  closed       Memorial Day
            2002-07-04 Thu  closed       Independence Day
            2002-07-05 Fri  09:30-13:00  Day after Independence Day
            2002-09-02 Mon  closed       Labor Day
            2002-09-11 Wed  12:00-16:00  First anniversary of the attack of 2001
            2002-11-28 Thu  closed       Thanksgiving Day
            2002-11-29 Fri  09:30-13:00  Day after Thanksgiving
            2002-12-24 Tue  09:30-13:00  Christmas Eve
            2002-12-25 Wed  closed       Christmas Day
            """);
  }

  @Test
  void aLongReasonGoesOnInTheNextLine() {
    assertThat(program.line("calendar year XNYS 2018").out())
        .contains(
            """
            2018-12-05 Wed  closed       National Day of Mourning for former President
                                         George H. W. Bush
            """);
  }

  @Test
  void showsThisYearAtTheExchange() {
    program.setClock("2024-01-01T03:00:00Z");
    assertThat(program.line("calendar year XNYS").out()).startsWith("XNYS 2023: 250 sessions");
    assertThat(program.line("calendar year XLON").out()).startsWith("XLON 2024: 254 sessions");
  }

  @Test
  void looksBackSoLong() {
    program.setClock("2024-01-31T22:00:00Z");
    assertThat(program.line("calendar is-open XNYS").exitCode()).isEqualTo(1);
    assertThat(program.line("calendar is-open XNYS --ago 6h").exitCode()).isZero();
  }

  @Test
  void cannotTellBeyondItsYears() {
    program.setClock("2030-01-02T16:00:00Z");
    var ended = program.line("calendar is-open XNYS");
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "tickstock: cannot tell about 2030-01-02: the calendar knows 1990-01-01..2028-12-31\n");
  }

  @Test
  void nextShowsTheEarlyCloseAfterThanksgivingOnTheDayBefore() {
    program.setClock("2026-11-25T15:00:00Z");
    var ended = program.line("calendar next XNYS");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            """
            fact              value
            exchange          XNYS
            now               2026-11-25T10:00-05:00
            now_utc           2026-11-25T15:00:00Z
            phase             regular
            next_session      2026-11-27
            early             true
            reason            Day after Thanksgiving
            open              2026-11-27T09:30-05:00
            open_utc          2026-11-27T14:30:00Z
            close             2026-11-27T13:00-05:00
            close_utc         2026-11-27T18:00:00Z
            next_job_session  2026-11-25
            next_job          2026-11-25T16:45-05:00
            next_job_utc      2026-11-25T21:45:00Z
            ahead             XNYS is closed on Thursday 2026-11-26: Thanksgiving Day; no job after the close is due
            ahead             XNYS closes early on Friday 2026-11-27 (09:30-13:00 instead of 09:30-16:00): Day after Thanksgiving; the job after the close is due at 14:00 instead of 16:45 in America/New_York
            """);
  }

  @Test
  void nextIsTodaysSessionBeforeItOpens() {
    program.setClock("2026-11-27T13:00:00Z");
    assertThat(program.line("calendar next XNYS --format csv").out())
        .contains(
            "phase,before_open\n",
            "next_session,2026-11-27\n",
            "early,true\n",
            "reason,Day after Thanksgiving\n",
            "next_job,2026-11-27T14:00-05:00\n",
            "ahead,XNYS closes early on Friday 2026-11-27 ");
    program.setClock("2026-11-27T18:30:00Z");
    assertThat(program.line("calendar next XNYS --format csv").out())
        .contains(
            "phase,after_close\n",
            "next_session,2026-11-30\n",
            "next_job_session,2026-11-27\n",
            "next_job_utc,2026-11-27T19:00:00Z\n")
        .doesNotContain("ahead,");
  }

  @Test
  void nextHasTheLunchBreakInTokyoTime() {
    program.setClock("2026-11-25T03:00:00Z");
    assertThat(program.line("calendar next XTKS --json").out())
        .contains(
            """
            {
              "fact" : "phase",
              "value" : "lunch"
            }\
            """,
            """
            {
              "fact" : "lunch_start",
              "value" : "2026-11-26T11:30+09:00"
            }\
            """);
  }

  @Test
  void nextCannotTellAtTheEndOfItsYears() {
    program.setClock("2028-12-28T15:00:00Z");
    var ended = program.line("calendar next XNYS");
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "tickstock: cannot tell what comes after 2028-12-28: the calendar knows"
                + " 1990-01-01..2028-12-31\n");
  }

  @Test
  void homeListsWhereTheHomeMarketAndTheUsDiffer() {
    var ended = program.line("calendar home EWU --from 2026-11-20 --to 2026-12-31");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err())
        .isEqualTo(
            "EWU: home market XLON (United Kingdom), 2026-11-20..2026-12-31: closed on 1 US"
                + " session, short on 2, open on 1 while the US was closed\n");
    assertThat(ended.out())
        .isEqualTo(
            """
            date        us      home    us reason         home reason
            2026-11-26  closed  full    Thanksgiving Day
            2026-12-24  short   short   Christmas Eve     Christmas Eve
            2026-12-28  full    closed                    Boxing Day
            2026-12-31  full    short                     New Year's Eve
            """);
  }

  @Test
  void homeNeedsNoDatabaseAndTakesAYearBackAndThreeMonthsAhead() {
    program.breaksWith(new UnsupportedOperationException("no database is needed"));
    program.setClock("2026-11-26T15:00:00Z");
    var ended = program.line("calendar home EWJ --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err())
        .startsWith("EWJ: home market XTKS (Japan), 2025-11-26..2027-02-26: closed on ");
    assertThat(ended.out())
        .contains("2025-11-27,closed,full,Thanksgiving Day,\n", "2026-12-31,full,closed,,")
        .contains("2027-01-18,closed,full,", "2027-02-23,full,closed,,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          calendar is-open XNSY|there is no calendar for 'XNSY'; did you mean XNYS? (known are XNYS, XNAS, ARCX, XASE, BATS, XLON, XPAR, XETR, XTSE, XASX, XHKG, XTKS)
          calendar sessions XNYS --from 2024-01-03 --to 2024-01-02|--from 2024-01-03 is after --to 2024-01-02
          calendar sessions XNYS --from 2028-12-01 --to 2029-01-02|2028-12-01..2029-01-02 is not inside the years that the calendar knows, 1990-01-01..2028-12-31
          calendar sessions XLON --from 1999-12-30 --to 2000-01-04|1999-12-30..2000-01-04 is not inside the years that the calendar knows, 2000-01-01..2028-12-31
          calendar next XTKY|there is no calendar for 'XTKY'; did you mean XTKS? (known are XNYS, XNAS, ARCX, XASE, BATS, XLON, XPAR, XETR, XTSE, XASX, XHKG, XTKS)
          calendar home EWJJ|no home market of 'EWJJ' is known; did you mean EWJ? (known are EWJ, DXJ, BBJP, FLJP, HEWJ, JPXN, EWG, DAX, FLGR, HEWG, EWU, FLGB, EWQ, FLFR, EWC, FLCA, BBCA, EWA, FLAU, EWH, FLHK)
          calendar home SPY|no home market of 'SPY' is known (known are EWJ, DXJ, BBJP, FLJP, HEWJ, JPXN, EWG, DAX, FLGR, HEWG, EWU, FLGB, EWQ, FLFR, EWC, FLCA, BBCA, EWA, FLAU, EWH, FLHK)
          calendar home EWU --from 2026-01-03 --to 2026-01-02|--from 2026-01-03 is after --to 2026-01-02
          calendar home EWU --from 1999-12-30 --to 2000-01-04|1999-12-30..2000-01-04 is not inside the years that the calendars of XNYS and XLON know, 2000-01-01..2028-12-31
          calendar year XLNO|there is no calendar for 'XLNO'; did you mean XLON? (known are XNYS, XNAS, ARCX, XASE, BATS, XLON, XPAR, XETR, XTSE, XASX, XHKG, XTKS)
          calendar year XLON 1999|the year 1999 is not known, the calendar has 2000 to 2028
          calendar year XLON 2029|the year 2029 is not known, the calendar has 2000 to 2028
          calendar sessions XNYS --from 2024-01-03|Missing required option: '--to=DATE' (see 'tickstock calendar sessions --help')
          """)
  void refusesWhatItDoesNotKnow(String line, String message) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("tickstock: " + message + "\n");
    assertThat(ended.out()).isEmpty();
  }
}
