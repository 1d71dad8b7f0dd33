package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the console tells of one instrument.
class SymbolPageTest {
  private static final LocalDate HOLE = LocalDate.parse("2025-03-04");
  private static TestConsole console;
  private static Visit operator;
  private static Visit viewer;

  @BeforeAll
  static void load() {
    console = TestConsole.open(Duration.ZERO);
    operator = console.person("operator", Role.OPERATOR);
    operator.load("{\"symbols\": \"AAPL,META,SPY\", \"years\": 6}");
    viewer = console.person("viewer", Role.VIEWER);
    execute(
        """
        DELETE FROM bar_daily b USING instrument_symbol s
        WHERE s.instrument_id = b.instrument_id AND s.ticker = 'AAPL' AND b.session = '2025-03-04';
        INSERT INTO bar_revision (instrument_id, session, open, high, low, close, volume, known_from, known_until, run_id,
                                  source, suspicions)
        SELECT instrument_id, '2025-03-05', 10, 12, 9, 11.5, 1000, '2025-03-06T01:00:00Z', '2025-03-07T01:00:00Z', 1, 2, 0
        FROM instrument_symbol WHERE ticker = 'AAPL';
        INSERT INTO corporate_action (instrument_id, kind, ex_date, cash_amount, currency, source)
        SELECT instrument_id, 'dividend', '2022-02-04', 0.22, 'USD', 'test' FROM instrument_symbol WHERE ticker = 'AAPL';
        WITH made AS (
          INSERT INTO instrument (name, type, mic, active, source) VALUES ('iShares MSCI Japan ETF', 'ETF', 'ARCX', true, 'test') RETURNING id)
        INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, 'EWJ', 'listed', 'test' FROM made;
        INSERT INTO etf_correlation (instrument_id, benchmark_id, window_sessions, as_of, correlation, beta, overlap)
        SELECT f.instrument_id, b.instrument_id, 252, '2026-06-12', 0.8125, 0.75, 250
        FROM instrument_symbol f, instrument_symbol b WHERE f.ticker = 'EWJ' AND b.ticker = 'SPY';
        """);
  }

  private static void execute(String sql) {
    console.database().useTransaction(h -> h.createScript(sql).execute());
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @Test
  void isFoundByTickerByFormerTickerAndByName() {
    var exact = viewer.get("/symbols?q=aapl");
    assertThat(exact.statusCode()).isEqualTo(303);
    assertThat(exact.headers().firstValue("location")).contains("/symbols/AAPL");
    assertThat(viewer.json("/api/v1/symbols?q=FB").get("found").get(0).get("symbol").asString())
        .isEqualTo("META");
    assertThat(viewer.get("/symbols?q=apple").body()).contains("href=\"/symbols/AAPL\"");
    assertThat(viewer.get("/symbols?q=AAPLX").body()).contains("Did you mean", "/symbols/AAPL");
    assertThat(viewer.get("/symbols?q=%25").body()).contains("Nobody is known here");
    assertThat(viewer.get("/symbols/NOBODY").statusCode()).isEqualTo(404);
    assertThat(viewer.get("/tonight").body()).contains("action=\"/symbols\" role=\"search\"");
  }

  @Test
  void showsTheTickersThatItHadAndWhoHeldOneOnADate() {
    var meta = viewer.json("/api/v1/symbols/FB@2021-06-01");

    assertThat(meta.get("symbol").asString()).isEqualTo("META");
    assertThat(meta.get("asked").asString()).isEqualTo("FB");
    assertThat(meta.get("tickers").valueStream().map(one -> one.get("symbol").asString()))
        .containsExactly("FB", "META");
    assertThat(viewer.get("/symbols/FB@2021-06-01").body())
        .contains("FB was a ticker of what is META now", "<rect class=\"then\"", "symbols show");
  }

  @Test
  void linksOfWhoHeldATickerOnADateLeadToTheSameOne() {
    execute(
        """
        WITH made AS (
          INSERT INTO instrument (name, type, mic, active, source) VALUES
          ('Former Company', 'CS', 'XNYS', false, 'test'), ('Present Company', 'CS', 'XNYS', true, 'test') RETURNING id, name)
        INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, valid_to, reason, source)
        SELECT id, 'REUS', CASE name WHEN 'Present Company' THEN CAST('2021-03-01' AS date) END,
               CASE name WHEN 'Former Company' THEN CAST('2020-06-30' AS date) END, 'listed', 'test'
        FROM made;
        """);
    var former = "/symbols/REUS%402019-01-02";

    assertThat(operator.get("/symbols/REUS@2019-01-02").body())
        .contains("Former Company", former + "?adjusted=splits")
        .doesNotContain("\"/symbols/REUS\"", "\"/symbols/REUS?");
    assertThat(operator.get("/symbols/REUS@2019-01-02/bars").body())
        .contains(former + "?adjusted=none");
    assertThat(operator.get("/symbols/REUS@2019-01-02/minutes?session=2019-01-02").body())
        .contains(former + "/minutes?session=2019-01-03");
    assertThat(operator.json("/api/v1/symbols/REUS@2019-01-02").get("address").asString())
        .isEqualTo("REUS@2019-01-02");
  }

  @Test
  void saysWhichSessionsAreMissingAndWhyInOneWord() {
    var daily = viewer.json("/api/v1/symbols/AAPL").get("daily");

    assertThat(daily.get("expected").asInt() - daily.get("stored").asInt()).isEqualTo(1);
    var hole = daily.get("holes").get(0);
    assertThat(hole.get("first").asString()).isEqualTo(HOLE.toString());
    assertThat(hole.get("cause").asString()).isEqualTo("unexplained");
    assertThat(hole.get("length").asInt()).isEqualTo(1);
    assertThat(viewer.get("/symbols/AAPL").body())
        .contains("<rect class=\"hole unexplained\"", "never asked for");
  }

  @Test
  void givesBarsAsTradedAndAdjustedWithWhereTheyComeFrom() {
    var raw = viewer.json("/api/v1/symbols/AAPL/bars?to=2020-08-31&sessions=2");
    var splits = viewer.json("/api/v1/symbols/AAPL/bars?to=2020-08-31&sessions=2&adjusted=splits");
    var all = viewer.json("/api/v1/symbols/AAPL/bars?to=2020-08-31&sessions=2&adjusted=all");

    double before = raw.get("bars").get(0).get("close").asDouble();
    assertThat(raw.get("bars").get(0).get("session").asString()).isEqualTo("2020-08-28");
    assertThat(raw.get("splits").get(0).get("to").asInt()).isEqualTo(4);
    assertThat(splits.get("bars").get(0).get("close").asDouble()).isEqualTo(before / 4);
    assertThat(splits.get("bars").get(1)).isEqualTo(raw.get("bars").get(1));
    assertThat(all.get("bars").get(0).get("close").asDouble()).isPositive().isLessThan(before / 4);
    var bar = raw.get("bars").get(0);
    assertThat(bar.get("source").asString()).isEqualTo("aggregates");
    assertThat(bar.get("feed").asString()).isEqualTo("eod");
    assertThat(bar.get("run").asInt()).isPositive();
    assertThat(raw.get("before").asString()).isEqualTo("2020-08-27");
    assertThat(viewer.get("/symbols/AAPL/bars?to=2020-08-31&sessions=2").body())
        .contains("2020-08-28", "aggregates", "Bars before", "tickstock bars AAPL");
    assertThat(viewer.get("/api/v1/symbols/AAPL/bars?sessions=0").statusCode()).isEqualTo(400);
    assertThat(viewer.get("/api/v1/symbols/AAPL/bars?adjusted=twice").statusCode()).isEqualTo(400);
  }

  @Test
  void showsEachMinuteOfASessionAndWhyOneIsNotThere() {
    operator.load(
        "{\"symbols\": \"SPY\", \"interval\": \"minute\", \"from\": \"2026-06-10\", \"to\": \"2026-06-12\"}");
    execute(
        """
        DELETE FROM bar_minute m USING instrument_symbol s
        WHERE s.instrument_id = m.instrument_id AND s.ticker = 'SPY'
          AND m.start >= '2026-06-12T14:00:00Z' AND m.start < '2026-06-12T15:00:00Z';
        UPDATE minute_session m
        SET is_partial = true, longest_gap = 60, longest_gap_start = '2026-06-12T14:00:00Z', regular_bars = m.regular_bars - 60
        FROM instrument_symbol s
        WHERE s.instrument_id = m.instrument_id AND s.ticker = 'SPY' AND m.session = '2026-06-12';
        """);

    var whole = viewer.json("/api/v1/symbols/SPY/minutes?session=2026-06-11");
    assertThat(whole.get("minutes").size()).isEqualTo(390);
    assertThat(whole.get("state").asString()).isEqualTo("present");
    assertThat(whole.get("bars").asInt() + whole.get("explained").asInt()).isEqualTo(390);
    assertThat(whole.get("missing").asInt()).isZero();
    assertThat(whole.at("/minutes/0/close").asDouble()).isPositive();

    var part = viewer.json("/api/v1/symbols/SPY/minutes");
    assertThat(part.get("session").asString()).isEqualTo("2026-06-12");
    assertThat(part.get("state").asString()).isEqualTo("partial");
    assertThat(part.get("missing").asInt()).isEqualTo(60);
    assertThat(part.get("cause").asString()).isEqualTo("vendor missing");
    assertThat(part.get("evidence").asString()).contains("none for 60 minutes from 10:00");
    var ten = part.get("minutes").get(30);
    assertThat(ten.get("start").asString()).isEqualTo("2026-06-12T14:00:00Z");
    assertThat(ten.get("kind").asString()).isEqualTo("missing");
    assertThat(viewer.get("/symbols/SPY/minutes").body())
        .contains("data-say=\"10:00 missing, vendor missing\"", "<td>10:59</td>")
        .doesNotContain("Repair, cost first");
    assertThat(operator.get("/symbols/SPY/minutes").body())
        .contains("/loads/new?symbols=SPY&amp;interval=minute&amp;from=2026-06-12");
    assertThat(viewer.get("/symbols/SPY").body()).contains("href=\"/symbols/SPY/minutes\"");

    var extended = viewer.json("/api/v1/symbols/SPY/minutes?hours=extended&session=2026-06-12");
    assertThat(extended.get("minutes").size()).isEqualTo(960);
    assertThat(extended.get("missing").asInt()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "XLON | 2025-12-24 | 08:00-12:30, an early close         | 270 | 2025-12-24T08:00:00Z | 08:00 | London | 2025-12-23 | 2025-12-29",
        "XTKS | 2026-05-07 | 09:00-11:30, 12:30-15:30            | 390 | 2026-05-07T00:00:00Z | 09:00 | Tokyo  | 2026-05-01 | 2026-05-08",
      })
  void followsTheCalendarOfTheExchangeOfTheInstrument(
      String mic,
      LocalDate session,
      String trading,
      int minutes,
      String open,
      String clock,
      String city,
      String before,
      String after) {
    MinuteStore.postgres(console.database(), TradingCalendar.nyse()).prepare(DateRange.of(session));
    execute(
        """
        WITH made AS (
          INSERT INTO instrument (name, type, mic, active, source) VALUES ('Far Away', 'CS', '%1$s', true, 'test') RETURNING id),
        named AS (
          INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, 'T%1$s', 'listed', 'test' FROM made)
        INSERT INTO bar_minute (instrument_id, start, open, high, low, close, volume, known_from, run_id, source, provisional)
        SELECT id, timestamptz '%2$s', 10, 12, 9, 11.5, 1000, '2026-06-12T01:00:00Z', 1, 2, false FROM made;
        """
            .formatted(mic, open));
    var path = "symbols/T" + mic + "/minutes?hours=extended&session=" + session;

    var facts = viewer.json("/api/v1/" + path);

    assertThat(facts.get("trading").asString()).isEqualTo(trading);
    assertThat(facts.get("extended").asBoolean()).isFalse();
    assertThat(facts.get("minutes").size()).isEqualTo(minutes);
    assertThat(facts.at("/minutes/0/start").asString()).isEqualTo(open);
    assertThat(facts.at("/minutes/0/close").asDouble()).isEqualTo(11.5);
    assertThat(facts.get("before").asString()).isEqualTo(before);
    assertThat(facts.get("after").asString()).isEqualTo(after);
    assertThat(viewer.get("/" + path).body())
        .contains("data-say=\"" + clock + " bar", "an hour of " + city);
  }

  @Test
  void saysOfASessionWithoutMinutesWhyThereAreNone() {
    var never = viewer.json("/api/v1/symbols/AAPL/minutes?session=2025-11-28");
    assertThat(never.get("minutes").size()).as("an early close").isEqualTo(210);
    assertThat(never.get("missing").asInt()).isEqualTo(210);
    assertThat(never.get("cause").asString()).isEqualTo("unexplained");
    assertThat(never.get("evidence").asString()).startsWith("never asked for");
    assertThat(viewer.get("/symbols/AAPL/minutes?session=2025-11-28").body())
        .contains("09:30-13:00, an early close", "--interval minute --from 2025-11-28");
    var closed = viewer.json("/api/v1/symbols/AAPL/minutes?session=2025-11-27");
    assertThat(closed.get("minutes")).isEmpty();
    assertThat(closed.get("trading").asString()).contains("Thanksgiving");
    assertThat(viewer.get("/api/v1/symbols/AAPL/minutes?session=1970-01-02").statusCode())
        .isEqualTo(400);
    assertThat(viewer.get("/api/v1/symbols/AAPL/minutes?hours=all").statusCode()).isEqualTo(400);
  }

  @Test
  void showsWhatWasRevised() {
    var facts = viewer.json("/api/v1/symbols/AAPL");

    assertThat(facts.get("revisions_count").asInt()).isEqualTo(1);
    var revision = facts.get("revisions").get(0);
    assertThat(revision.get("close").asDouble()).isEqualTo(11.5);
    assertThat(revision.get("source").asString()).isEqualTo("grouped");
    assertThat(revision.get("known_until").asString()).isEqualTo("2025-03-07T01:00:00Z");
  }

  @Test
  void showsToWhatAFundBelongsAndWithWhatItGoes() {
    var spy = viewer.json("/api/v1/symbols/SPY").get("universes");
    assertThat(spy.valueStream().map(one -> one.get("universe").asString())).contains("dev_etfs");
    var japan = viewer.json("/api/v1/symbols/EWJ");

    assertThat(japan.get("home").get("exchange").asString()).isEqualTo("XTKS");
    assertThat(japan.get("home").get("days")).isNotEmpty();
    assertThat(japan.get("correlations").get(0).get("benchmark").asString()).isEqualTo("SPY");
    assertThat(viewer.get("/symbols/EWJ").body()).contains("0.8125", "exchange=XTKS");
    assertThat(viewer.get("/symbols/SPY").body()).contains("https://www.tradingview.com/");
  }

  @Test
  void saysThatNothingIsStoredOfWhatIsKnownByTheListOnly() {
    execute(
        """
        WITH made AS (
          INSERT INTO instrument (name, type, active, source) VALUES ('New & <b>Bold</b>', 'CS', true, 'test') RETURNING id)
        INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, 'NEWB', 'listed', 'test' FROM made;
        """);

    assertThat(viewer.get("/symbols/NEWB").body())
        .contains("No daily bar is stored", "New &amp; &lt;b&gt;Bold")
        .doesNotContain("id=\"chart\"");
    assertThat(viewer.json("/api/v1/symbols/NEWB/bars").get("bars")).isEmpty();
  }
}
