package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarketStatusEndpointsTest {
  private final Caller caller = Caller.of(HandMadeMarket.small(), "2026-11-20T21:48:08Z");

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void saysAfterHoursInEasternTime() {
    assertThat(caller.body("/v1/marketstatus/now"))
        .isEqualTo(
            """
            {"afterHours":true,"currencies":{"fx":"open","crypto":"open"},"earlyHours":false,\
            "exchanges":{"nasdaq":"extended-hours","nyse":"extended-hours","otc":"extended-hours"},\
            "indicesGroups":{"s_and_p":"closed","societe_generale":"closed","msci":"closed","ftse_russell":"closed",\
            "mstar":"closed","mstarc":"closed","cccy":"closed","cgi":"closed","nasdaq":"closed","dow_jones":"closed"},\
            "market":"extended-hours","serverTime":"2026-11-20T16:48:08-05:00"}\
            """);
  }

  @Test
  void followsTheDay() {
    assertThat(at("2026-11-20T08:59:59Z")).isEqualTo("closed");
    assertThat(at("2026-11-20T09:00:00Z")).isEqualTo("extended-hours");
    assertThat(at("2026-11-20T14:30:00Z")).isEqualTo("open");
    assertThat(at("2026-11-20T21:00:00Z")).isEqualTo("extended-hours");
    assertThat(at("2026-11-21T01:00:00Z")).isEqualTo("closed");
    assertThat(at("2026-11-21T15:00:00Z")).isEqualTo("closed");
    assertThat(at("2026-11-26T15:00:00Z")).isEqualTo("closed");
    assertThat(at("2026-11-27T17:59:59Z")).isEqualTo("open");
    assertThat(at("2026-11-27T18:00:00Z")).isEqualTo("extended-hours");
    assertThat(at("2026-11-27T21:59:59Z")).isEqualTo("extended-hours");
    assertThat(at("2026-11-27T22:00:00Z")).isEqualTo("closed");
  }

  @Test
  void tellsEarlyFromLateOnAllExchanges() {
    for (var time : List.of("09:00", "14:29", "14:30", "21:00", "22:00", "00:59")) {
      var day = time.equals("00:59") ? "2026-11-21T" : "2026-11-20T";
      at(day + time + ":00Z");
      var now = caller.json("/v1/marketstatus/now");
      boolean early = time.equals("09:00") || time.equals("14:29");
      boolean open = time.equals("14:30");
      assertThat(now.path("earlyHours").asBoolean()).as(time).isEqualTo(early);
      assertThat(now.path("afterHours").asBoolean()).as(time).isEqualTo(!early && !open);
      for (var exchange : List.of("nasdaq", "nyse", "otc")) {
        assertThat(now.path("exchanges").path(exchange).asString())
            .isEqualTo(open ? "open" : "extended-hours");
      }
      assertThat(
              caller
                  .json("/v3/snapshot?ticker=QQXA")
                  .path("results")
                  .path(0)
                  .path("market_status")
                  .asString())
          .isEqualTo(open ? "open" : early ? "early_trading" : "late_trading");
    }
  }

  private String at(String time) {
    caller.now.set(Instant.parse(time));
    return caller.json("/v1/marketstatus/now").path("market").asString();
  }

  @Test
  void listsComingHolidaysOfBothExchanges() {
    assertThat(caller.body("/v1/marketstatus/upcoming"))
        .isEqualTo(
            """
            [{"exchange":"NYSE","name":"Thanksgiving","date":"2026-11-26","status":"closed"},\
            {"exchange":"NASDAQ","name":"Thanksgiving","date":"2026-11-26","status":"closed"},\
            {"exchange":"NYSE","name":"Thanksgiving","date":"2026-11-27","status":"early-close",\
            "open":"2026-11-27T14:30:00.000Z","close":"2026-11-27T18:00:00.000Z"},\
            {"exchange":"NASDAQ","name":"Thanksgiving","date":"2026-11-27","status":"early-close",\
            "open":"2026-11-27T14:30:00.000Z","close":"2026-11-27T18:00:00.000Z"}]\
            """);
    caller.now.set(Instant.parse("2026-11-27T15:00:00Z"));
    assertThat(caller.body("/v1/marketstatus/upcoming")).isEqualTo("[]");
  }
}
