package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinutePathTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, CALENDAR);

  /// Ordinary days, early closes, the days around both clock changes, the first session, and the
  /// first one with fractions of shares.
  private static final List<LocalDate> SESSIONS =
      List.of(
          LocalDate.of(2003, 9, 10),
          LocalDate.of(2019, 12, 24),
          LocalDate.of(2020, 3, 16),
          LocalDate.of(2025, 3, 7),
          LocalDate.of(2025, 3, 10),
          LocalDate.of(2025, 10, 31),
          LocalDate.of(2025, 11, 3),
          LocalDate.of(2026, 2, 23),
          LocalDate.of(2026, 11, 20),
          LocalDate.of(2026, 11, 27));

  private static LocalTime time(MinuteRows rows, int row) {
    return Instant.ofEpochMilli(rows.startMillis(row)).atZone(Bar.NEW_YORK).toLocalTime();
  }

  private static boolean isRegular(MinuteRows rows, int row, LocalDate date) {
    var session = CALENDAR.session(date).orElseThrow();
    long start = rows.startMillis(row);
    return start >= session.open().toEpochMilli() && start < session.close().toEpochMilli();
  }

  @Test
  void theRegularMinutesOfEveryInstrumentAddUpToItsDay() {
    int compared = 0;
    for (var date : SESSIONS) {
      var bars = MARKET.session(date);
      for (int i = 0; i < bars.size(); i += 1 + bars.size() / 60) {
        var day = bars.get(i);
        var rows = MARKET.minutes(day.ticker(), date);
        var regular =
            IntStream.range(0, rows.size()).filter(r -> isRegular(rows, r, date)).toArray();
        assertThat(regular).as(day.toString()).isNotEmpty();
        assertThat(rows.open(regular[0])).as(day.toString()).isEqualTo(day.open());
        assertThat(rows.close(regular[regular.length - 1]))
            .as(day.toString())
            .isEqualTo(day.close());
        assertThat(IntStream.of(regular).mapToDouble(rows::high).max()).hasValue(day.high());
        assertThat(IntStream.of(regular).mapToDouble(rows::low).min()).hasValue(day.low());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void allMinutesTogetherHaveTheDaysVolumeAndTrades() {
    for (var date : SESSIONS) {
      var bars = MARKET.session(date);
      for (int i = 0; i < bars.size(); i += 1 + bars.size() / 60) {
        var day = bars.get(i);
        var rows = MARKET.minutes(day.ticker(), date);
        var volume =
            IntStream.range(0, rows.size())
                .mapToObj(r -> new BigDecimal(String.valueOf(rows.volume(r))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(volume)
            .as(day.toString())
            .isEqualByComparingTo(new BigDecimal(String.valueOf(day.volume())));
        assertThat(IntStream.range(0, rows.size()).mapToLong(rows::trades).sum())
            .as(day.toString())
            .isEqualTo(day.trades());
      }
    }
  }

  @Test
  void everyMinuteIsPossible() {
    for (var date : SESSIONS) {
      var bars = MARKET.session(date);
      for (int i = 0; i < bars.size(); i += 1 + bars.size() / 60) {
        var day = bars.get(i);
        var rows = MARKET.minutes(day.ticker(), date);
        long before = 0;
        for (int row = 0; row < rows.size(); row++) {
          assertThat(rows.startMillis(row)).isGreaterThan(before).matches(t -> t % 60_000 == 0);
          before = rows.startMillis(row);
          assertThat(rows.high(row)).isGreaterThanOrEqualTo(rows.open(row));
          assertThat(rows.high(row)).isGreaterThanOrEqualTo(rows.close(row));
          assertThat(rows.low(row)).isLessThanOrEqualTo(rows.open(row)).isPositive();
          assertThat(rows.low(row)).isLessThanOrEqualTo(rows.close(row));
          assertThat(rows.vwap(row)).isBetween(rows.low(row), rows.high(row));
          assertThat(rows.trades(row)).isPositive();
          assertThat(rows.volume(row)).isGreaterThanOrEqualTo(rows.trades(row));
          assertThat(new BigDecimal(String.valueOf(rows.close(row))).stripTrailingZeros().scale())
              .isLessThanOrEqualTo(day.low() >= 1 ? 2 : 4);
          assertThat(time(rows, row)).isBetween(LocalTime.of(4, 0), LocalTime.of(19, 59));
        }
      }
    }
  }

  @Test
  void anEarlyCloseEndsAtOneAndItsEveningAtFive() {
    for (var date : List.of(LocalDate.of(2019, 12, 24), LocalDate.of(2026, 11, 27))) {
      var rows = MARKET.minutes("SPY", date);
      assertThat(IntStream.range(0, rows.size()).filter(r -> isRegular(rows, r, date)).count())
          .isBetween(200L, 210L);
      assertThat(time(rows, rows.size() - 1)).isBetween(LocalTime.of(16, 30), LocalTime.of(16, 59));
    }
  }

  @Test
  void startsAtFourInTheMorningOfNewYorkInSummerAndWinter() {
    for (var date : SESSIONS) {
      assertThat(time(MARKET.minutes("QQQ", date), 0))
          .as(date.toString())
          .isBetween(LocalTime.of(4, 0), LocalTime.of(4, 30));
    }
    assertThat(
            Instant.ofEpochMilli(MARKET.minutes("AAPL", LocalDate.of(2025, 3, 7)).startMillis(0)))
        .isBetween(Instant.parse("2025-03-07T09:00:00Z"), Instant.parse("2025-03-07T09:20:00Z"));
    assertThat(
            Instant.ofEpochMilli(MARKET.minutes("AAPL", LocalDate.of(2025, 3, 10)).startMillis(0)))
        .isBetween(Instant.parse("2025-03-10T08:00:00Z"), Instant.parse("2025-03-10T08:20:00Z"));
  }

  @Test
  void liquidNamesPrintNearlyEveryRegularMinuteAndThinOnesFew() {
    var date = LocalDate.of(2026, 11, 20);
    var rows = MARKET.minutes("AAPL", date);
    assertThat(IntStream.range(0, rows.size()).filter(r -> isRegular(rows, r, date)).count())
        .isBetween(385L, 390L);
    assertThat(rows.size()).isBetween(600, 960);
    for (var day : MARKET.session(date)) {
      if (day.trades() <= 20) {
        assertThat(MARKET.minutes(day.ticker(), date).size()).isBetween(1, (int) day.trades());
      }
    }
  }

  @Test
  void openAndCloseAreBusierThanNoon() {
    var rows = MARKET.minutes("SPY", LocalDate.of(2024, 6, 12));
    assertThat(volume(rows, "09:30", "10:00")).isGreaterThan(1.5 * volume(rows, "12:30", "13:00"));
    assertThat(volume(rows, "15:30", "16:00")).isGreaterThan(1.5 * volume(rows, "12:30", "13:00"));
    assertThat(volume(rows, "04:00", "09:30")).isLessThan(volume(rows, "12:30", "13:00"));
  }

  private static double volume(MinuteRows rows, String from, String to) {
    return IntStream.range(0, rows.size())
        .filter(r ->
            !time(rows, r).isBefore(LocalTime.parse(from))
                && time(rows, r).isBefore(LocalTime.parse(to)))
        .mapToDouble(rows::volume)
        .sum();
  }

  @Test
  void aFullSessionHasAboutTwoMillionRows() {
    long rows = 0;
    var date = LocalDate.of(2026, 11, 20);
    for (var day : MARKET.session(date)) {
      rows += MARKET.minutes(day.ticker(), date).size();
    }
    assertThat(rows).isBetween(1_600_000L, 2_000_000L);
  }

  @Test
  void aDayWithoutABarHasNoMinutes() {
    var date = LocalDate.of(2026, 11, 20);
    var printed = new HashSet<String>();
    MARKET.session(date).forEach(b -> printed.add(b.ticker()));
    var silent =
        MARKET.instruments().stream()
            .flatMap(i -> i.tickerOn(date).stream())
            .filter(t -> !printed.contains(t))
            .toList();
    assertThat(silent).hasSizeGreaterThan(100);
    assertThat(silent).allMatch(t -> MARKET.minutes(t, date).isEmpty());
    assertThat(MARKET.minutes("SPY", LocalDate.of(2026, 11, 21)).isEmpty()).isTrue();
    assertThat(MARKET.minutes("SPY", LocalDate.of(2026, 11, 26)).isEmpty()).isTrue();
    assertThat(MARKET.minutes("SPY", LocalDate.of(2003, 9, 9)).isEmpty()).isTrue();
    assertThat(MARKET.minutes("SPY", LocalDate.of(2040, 1, 3)).isEmpty()).isTrue();
    assertThat(MARKET.minutes("NOSUCH", date).isEmpty()).isTrue();
  }

  @Test
  void minutesGoByTheTickerOfTheirDate() {
    assertThat(MARKET.minutes("FB", LocalDate.of(2022, 6, 8)).isEmpty()).isFalse();
    assertThat(MARKET.minutes("FB", LocalDate.of(2022, 6, 9)).isEmpty()).isTrue();
    assertThat(MARKET.minutes("META", LocalDate.of(2022, 6, 9)).isEmpty()).isFalse();
    var day = MARKET.history("META", DateRange.of(LocalDate.of(2021, 7, 1))).getFirst();
    var rows = MARKET.minutes("META", LocalDate.of(2021, 7, 1));
    assertThat(rows.symbol().ticker()).isEqualTo("META");
    assertThat(rows.high(rows.size() / 2)).isBetween(day.low(), day.high());
  }

  /// Version 1 of the minutes; a change makes recorded answers void, as one of the daily bars does.
  @Test
  void areTheSameMinutesOnEveryMachine() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    var numbers = ByteBuffer.allocate(8 * 8);
    for (var date : SESSIONS) {
      var bars = MARKET.session(date);
      for (int i = 0; i < bars.size(); i += 1 + bars.size() / 100) {
        var rows = MARKET.minutes(bars.get(i).ticker(), date);
        for (int row = 0; row < rows.size(); row++) {
          numbers.clear();
          numbers.putLong(rows.startMillis(row)).putDouble(rows.open(row));
          numbers.putDouble(rows.high(row)).putDouble(rows.low(row)).putDouble(rows.close(row));
          numbers.putDouble(rows.volume(row)).putDouble(rows.vwap(row)).putLong(rows.trades(row));
          digest.update(numbers.array());
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("7b5138040192032cfaf59e1ba8352df869b03835a9a23e87730e86c3bc576f28");
  }
}
