package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TruthTest {
  private static final SyntheticMarket SYNTHETIC = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final DateRange MARCH =
      new DateRange(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 31));
  private Caller caller = Caller.of(HandMadeMarket.small(), "2026-03-14T15:00:00Z");

  @AfterEach
  void close() {
    caller.close();
  }

  private void overTheSyntheticMarket() {
    caller.close();
    caller = Caller.of(SYNTHETIC, "2026-03-20T15:00:00Z");
  }

  private List<JsonNode> rows(String query, String array) {
    return caller.json("/_sim/truth" + query).path(array).valueStream().toList();
  }

  private List<String> events(String query) {
    return rows(query, "events").stream()
        .map(e ->
            e.path("date").asString()
                + " "
                + e.path("kind").asString()
                + " "
                + e.path("ticker").asString())
        .toList();
  }

  @Test
  void tellsEveryEventInTheOrderOfTime() {
    assertThat(caller.get("/_sim/truth").body())
        .isEqualTo(
            """
            {"market":"data",
            "events":[
            {"date":"2003-01-02","kind":"in-no-list","ticker":"ZTEST","instrument":4},
            {"date":"2008-01-25","kind":"listing","ticker":"BACpL","instrument":1,\
            "name":"Bank Preferred L","type":"PFD","exchange":"XNYS"},
            {"date":"2010-01-04","kind":"ipo","ticker":"GONE","instrument":3,\
            "announced":"2009-10-06"},
            {"date":"2010-01-04","kind":"listing","ticker":"GONE","instrument":3,\
            "name":"Gone Corp.","type":"CS","exchange":"XNYS","compositeFigi":"BBG0COMP0003"},
            {"date":"2010-01-04","kind":"ipo","ticker":"OLDT","instrument":2,\
            "announced":"2009-10-06"},
            {"date":"2010-01-04","kind":"listing","ticker":"OLDT","instrument":2,\
            "name":"Newt Inc.","type":"CS","exchange":"XNYS","compositeFigi":"BBG0COMP0002"},
            {"date":"2015-06-11","kind":"ipo","ticker":"QQXA","instrument":0,\
            "announced":"2015-03-13"},
            {"date":"2015-06-11","kind":"listing","ticker":"QQXA","instrument":0,\
            "name":"Quexa Robotics Inc.","type":"CS","exchange":"XNYS",\
            "compositeFigi":"BBG0COMP0000"},
            {"date":"2026-02-11","kind":"dividends","ticker":"QQXA","instrument":0,\
            "count":2,"last":"2026-03-11"},
            {"date":"2026-03-02","kind":"dividends","ticker":"NEWT","instrument":2,\
            "count":1,"last":"2026-03-02"},
            {"date":"2026-03-04","kind":"delisting","ticker":"GONE","instrument":3},
            {"date":"2026-03-05","kind":"rename","ticker":"NEWT","instrument":2,\
            "formerTicker":"OLDT"},
            {"date":"2026-03-10","kind":"split","ticker":"QQXA","instrument":0,\
            "splitFrom":1,"splitTo":4}],
            "files":[],
            "rules":[],
            "defects":[]}
            """);
  }

  @Test
  void answersByTickerDatesAndKinds() {
    assertThat(events("?ticker=OLDT&from=2026-01-01"))
        .containsExactly("2026-03-02 dividend NEWT", "2026-03-05 rename NEWT");
    assertThat(events("?from=2026-03-04&to=2026-03-05"))
        .containsExactly("2026-03-04 delisting GONE", "2026-03-05 rename NEWT");
    assertThat(events("?kind=split,dividend"))
        .containsExactly(
            "2026-02-11 dividend QQXA",
            "2026-03-02 dividend NEWT",
            "2026-03-10 split QQXA",
            "2026-03-11 dividend QQXA");
    var special = rows("?kind=dividend&from=2026-03-11", "events").getFirst();
    assertThat(special.path("cashAmount").asDouble()).isEqualTo(0.03);
    assertThat(special.path("special").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          tikker=A                | unknown parameter 'tikker'
          from=yesterday          | 'from' is a date such as 2026-03-09
          from=2026-03-02&to=2026-03-01 | 'to' is before 'from'
          kind=merger             | unknown kind 'merger': use some of day-before-bar, delisting, dividend,
          kind=no-trade&ticker=A  | 'no-trade' needs a ticker, from and to
          """)
  void refusesWhatItDoesNotKnow(String query, String message) {
    var answer = caller.get("/_sim/truth?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(message);
  }

  @Test
  void tellsOnWhichDaysNobodyTraded() {
    assertThat(events("?kind=no-trade&ticker=BACpL&from=2026-03-01&to=2026-03-31"))
        .containsExactly(
            "2026-03-03 no-trade BACpL",
            "2026-03-04 no-trade BACpL",
            "2026-03-05 no-trade BACpL",
            "2026-03-09 no-trade BACpL",
            "2026-03-10 no-trade BACpL");
  }

  @Test
  void tellsWhichBarsTheRulesSpoil() {
    caller.post(
        "/_sim/faults",
        """
        {"seed": 7, "faults": [
          {"kind": "status", "probability": 0.1},
          {"kind": "dropped-bar", "probability": 0.5, "answers": "grouped"},
          {"kind": "revised-bars", "tickers": ["QQXA"], "after": "1 session"}]}
        """);
    assertThat(caller.json("/_sim/truth?kind=dropped-bar").path("rules").toString())
        .isEqualTo(
            """
            [{"rule":0,"seed":7000021,"kind":"status","probability":0.1,"endpoint":"*"},\
            {"rule":1,"seed":7000022,"kind":"dropped-bar","probability":0.5,"endpoint":"*",\
            "answers":"grouped","told":false},\
            {"rule":2,"seed":7000023,"kind":"revised-bars","probability":1.0,"endpoint":"*",\
            "tickers":["QQXA"],"after":"1 session","told":true}]\
            """);
    var dropped = rows("?kind=dropped-bar&from=2026-03-01&to=2026-03-31", "defects");
    assertThat(dropped).isNotEmpty().hasSizeLessThan(8);
    for (var ticker : List.of("QQXA", "BACpL", "ZTEST", "OLDT", "NEWT", "GONE")) {
      assertThat(
              dropped.stream()
                  .filter(d -> d.path("ticker").asString().equals(ticker))
                  .map(d -> LocalDate.parse(d.path("date").asString())))
          .containsExactlyElementsOf(caller.server.hidden(ticker, MARCH, BarAnswer.GROUPED));
    }
    var revised = rows("?kind=revised-bars", "defects");
    var corrections = caller.server.corrections("QQXA", MARCH);
    assertThat(revised).hasSameSizeAs(corrections).hasSize(3);
    assertThat(revised.getFirst().path("at").asString())
        .isEqualTo(corrections.getFirst().at().toString());
    assertThat(revised.getFirst().path("before").toString())
        .isEqualTo("{\"close\":20.2,\"volume\":812345.25,\"trades\":6021}");
    assertThat(revised.getFirst().path("corrected").path("close").asDouble())
        .isEqualTo(corrections.getFirst().corrected().close());
    assertThat(rows("?ticker=BACpL&kind=revised-bars", "defects")).isEmpty();
  }

  @Test
  void tellsWhichMinutesAreDropped() {
    overTheSyntheticMarket();
    caller.server.faults(List.of(FaultRule.of(FaultKind.DROPPED_BAR).withProbability(0.05)));
    assertThat(
            rows("?kind=dropped-minute&ticker=SPY&from=2026-03-06&to=2026-03-06", "defects")
                .stream()
                .map(d -> d.path("start").asString()))
        .containsExactlyElementsOf(
            caller.server.hiddenMinutes("SPY", LocalDate.of(2026, 3, 6)).stream()
                .map(Object::toString)
                .toList())
        .hasSizeGreaterThan(10);
  }

  @Test
  void isTheSameTextForTheSameSeedWhateverTheClockSays(@TempDir Path folder) throws IOException {
    overTheSyntheticMarket();
    var text = caller.get("/_sim/truth").body();
    var other = new SyntheticMarket(42, WeekdayCalendar.plain());
    InstantSource clock = () -> LocalDate.of(2020, 1, 2).atStartOfDay().toInstant(ZoneOffset.UTC);
    var options = SimulatorOptions.over(other, WeekdayCalendar.plain(), clock);
    var file = folder.resolve("truth.json");
    SimulatorServer.writeTruth(options, file);
    assertThat(Files.readString(file))
        .isEqualTo(text)
        .startsWith("{\"market\":\"synthetic\",\"seed\":42,\n");
    assertThatThrownBy(() -> SimulatorServer.writeTruth(options, folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write the answer key");
  }

  @Test
  void agreesWithTheEndpointsOfTheSyntheticMarket() {
    overTheSyntheticMarket();
    assertThat(events("?ticker=META").stream().filter(e -> !e.contains("dividend")))
        .contains("2022-06-09 rename META");
    var splits =
        caller.walk("/stocks/v1/splits?limit=5000&execution_date.lte=2026-03-20").stream()
            .map(s -> s.path("execution_date").asString() + " split " + s.path("ticker").asString())
            .sorted()
            .toList();
    assertThat(events("?kind=split&to=2026-03-20").stream().sorted()).isEqualTo(splits);
    var delisted =
        caller.walk("/v3/reference/tickers?active=false&limit=1000").stream()
            .map(t -> t.path("delisted_utc").asString().substring(0, 10))
            .toList();
    int twice =
        (int)
            SYNTHETIC.instruments().stream()
                .filter(i ->
                    i.referenced()
                        && i.isDelistedOn(LocalDate.of(2026, 3, 20))
                        && SYNTHETIC.isListedTwice(i))
                .count();
    assertThat(events("?kind=delisting&to=2026-03-20")).hasSize(delisted.size() - twice);
    var recycled = rows("?kind=recycled-ticker", "events");
    assertThat(recycled).hasSizeGreaterThan(20);
    var listed =
        rows("?kind=listing,ipo", "events").stream()
            .map(e -> e.path("kind").asString())
            .collect(Collectors.groupingBy(k -> k, Collectors.counting()));
    assertThat(listed.keySet()).isEqualTo(Set.of("listing", "ipo"));
    assertThat(caller.walk("/vX/reference/ipos?limit=1000&listing_date.lte=2026-03-20"))
        .hasSameSizeAs(rows("?kind=ipo&to=2026-03-20", "events"));
  }
}
