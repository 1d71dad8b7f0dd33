package ai.tickstock.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.calendar.ClosureWatch.Look;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MarketStatus;
import ai.tickstock.provider.ProviderFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosureWatchTest {
  private static final Instant ELEVEN = Instant.parse("2027-01-15T16:00:00Z");
  private static final Optional<Boolean> NOT_PERMITTED = Optional.empty();

  private final Database database = TestPostgres.migrated();
  private final ClosureWatch watch = new ClosureWatch(database);

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-01-15T15:29:59Z", // less than an hour after the open
        "2027-01-15T21:00:00Z", // closed
        "2027-01-16T16:00:00Z", // Saturday
        "2027-01-18T16:00:00Z", // Martin Luther King, Jr. Day
        "2029-01-16T16:00:00Z" // not known
      })
  void asksNobodyOutsideOfASessionsTime(Instant now) {
    assertThat(
            watch.look(
                now,
                () -> {
                  throw new AssertionError("asked");
                },
                _ -> {
                  throw new AssertionError("asked");
                }))
        .isInstanceOf(Look.NotNow.class);
  }

  @Test
  void anOpenExchangeOrABarIsTrading() {
    assertThat(watch.look(ELEVEN, () -> says("open"), _ -> NOT_PERMITTED))
        .isInstanceOf(Look.Trading.class);
    assertThat(watch.look(ELEVEN, () -> says("closed"), _ -> Optional.of(true)))
        .isEqualTo(new Look.Trading("there are bars of SPY since the open"));
    assertThat(watch.look(ELEVEN, ClosureWatchTest::silent, _ -> Optional.of(true)))
        .isInstanceOf(Look.Trading.class);
  }

  @Test
  void aClosedExchangeIsAQuestionThatIsRaisedOnce() {
    assertThat(watch.look(ELEVEN, () -> says("closed"), _ -> NOT_PERMITTED))
        .isEqualTo(
            new Look.Question(
                LocalDate.of(2027, 1, 15), "the vendor says that the exchange is closed", true));
    assertThat(watch.look(ELEVEN.plusSeconds(60), () -> says("closed"), _ -> Optional.of(false)))
        .isEqualTo(
            new Look.Question(
                LocalDate.of(2027, 1, 15),
                "the vendor says that the exchange is closed; SPY has no bar since the open",
                false));
  }

  @Test
  void withoutTheVendorsWordBarsDecideWhereThePlanHasThem() {
    assertThat(watch.look(ELEVEN, ClosureWatchTest::silent, _ -> Optional.of(false)))
        .isInstanceOf(Look.Question.class);
    assertThat(watch.look(ELEVEN, ClosureWatchTest::silent, _ -> NOT_PERMITTED))
        .isInstanceOf(Look.Unknown.class);
  }

  private static Answer<MarketStatus> says(String nyse) {
    return new Answer.Given<>(
        new MarketStatus(nyse, false, false, ELEVEN, Map.of("nyse", nyse, "nasdaq", nyse)),
        Answer.Cost.NONE,
        ELEVEN);
  }

  private static Answer<MarketStatus> silent() {
    return new Answer.Failed<>(
        new ProviderFailure(
            ProviderFailure.Kind.NOT_ENTITLED_ENDPOINT,
            "GET /v1/marketstatus/now",
            403,
            1,
            "not in the plan",
            Optional.empty()),
        Answer.Cost.NONE);
  }
}
