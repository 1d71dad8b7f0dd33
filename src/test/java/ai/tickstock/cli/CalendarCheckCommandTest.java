package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.HolidayRow;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.MarketStatus;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarCheckCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();
  private final List<HolidayRow> holidays = new ArrayList<>();
  private String nyse = "open";

  @BeforeEach
  void informs() {
    program.informs(
        (MarketInformation)
            Proxy.newProxyInstance(
                MarketInformation.class.getClassLoader(),
                new Class<?>[] {MarketInformation.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "holidays" -> given(List.copyOf(holidays));
                      case "marketStatus" ->
                          given(
                              new MarketStatus(
                                  nyse, false, false, TestProgram.NOW, Map.of("nyse", nyse)));
                      default -> throw new AssertionError(method + " is not asked for");
                    }));
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void confirmsWhatTheCalendarSaysAndSaysWhyItAsksForNoTrading() {
    closed("2024-02-19", "Presidents Day");
    program.setClock("2024-02-17T16:00:00Z");

    var ended = program.line("calendar check --format csv");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            what,finding,words
            holiday,confirmed,XNYS 2024-02-19: the vendor says closed (Presidents Day); closed (Washington's Birthday)
            trading,not_now,no session on 2024-02-17
            """);
  }

  @Test
  void aHolidayThatIsAddedHoldsAtOnceAndLoadsOverItAreSummedUpAnew() throws InterruptedException {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
    program.vendor.omits("AAPL", "2024-01-24");
    program.load("2024-01-22", "2024-01-31", "AAPL");
    closed("2024-01-24", "Day of Mourning");
    program.setClock("2024-01-24T12:00:00Z");

    var ended = program.line("calendar check --format csv");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains(
            "holiday,added,XNYS 2024-01-24: the vendor says closed (Day of Mourning); until now closes at"
                + " 16:00");
    assertThat(ended.err()).contains("run 1 is complete now, was partial");
    assertThat(program.line("calendar check --format csv").out()).contains("holiday,confirmed,");
    program.setClock("2024-02-01T12:00:00Z");
    assertThat(program.line("coverage --symbols AAPL").exitCode()).isZero();
  }

  @Test
  void aContradictionIsForAPerson() {
    holidays.add(
        new HolidayRow(
            "NYSE",
            "New Year",
            LocalDate.parse("2024-01-01"),
            "early-close",
            Optional.of(Instant.parse("2024-01-01T14:30:00Z")),
            Optional.of(Instant.parse("2024-01-01T18:00:00Z"))));

    assertThat(program.line("calendar check").exitCode()).isEqualTo(3);
  }

  @Test
  void anExchangeThatDoesNotTradeIsAskedAboutOnce() {
    nyse = "closed";
    program.setClock("2024-01-31T16:00:00Z");

    var first = program.line("calendar check --format csv");
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.out())
        .contains("trading,unannounced_closure?,the vendor says that the exchange is closed")
        .contains("tickstock calendar override close XNYS 2024-01-31 --reason")
        .doesNotContain("(raised before)");
    assertThat(program.line("calendar check --format csv").out()).contains("(raised before)");

    nyse = "open";
    assertThat(program.line("calendar check --format csv").out()).contains("trading,open,");
  }

  private void closed(String date, String name) {
    holidays.add(
        new HolidayRow(
            "NYSE", name, LocalDate.parse(date), "closed", Optional.empty(), Optional.empty()));
  }

  private static <T> Answer<T> given(T value) {
    return new Answer.Given<>(value, Answer.Cost.NONE, TestProgram.NOW);
  }
}
