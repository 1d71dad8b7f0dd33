package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticMarketTest {
  private static final long SEED = 42;
  private static final SyntheticMarket MARKET = new SyntheticMarket(SEED, new Weekdays());
  private static final DateRange ALL =
      new DateRange(LocalDate.of(2003, 1, 1), LocalDate.of(2028, 12, 29));
  private static final LocalDate WEDNESDAY = LocalDate.of(2026, 11, 18);

  private static List<DayBar> history(String ticker, String first, String last) {
    return MARKET.history(ticker, new DateRange(LocalDate.parse(first), LocalDate.parse(last)));
  }

  /// Version 2 of the instruments (1 had a CIK of its own for each class of a company). A change of
  /// names or fates changes this: then it is a new version of the market and every recorded answer
  /// of the simulator is void.
  @Test
  void hasTheSameInstrumentsOnEveryMachine() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    for (var instrument : MARKET.instruments()) {
      digest.update(instrument.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("79f9a10f666461960c3e975b8be4d17b8aef72b73d9ade62461277f23ae17313");
  }

  /// Version 1 of dividends and daily bars.
  @Test
  void hasTheSamePricesOnEveryMachine() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    for (var instrument : MARKET.instruments()) {
      digest.update(MARKET.payouts(instrument).toString().getBytes(StandardCharsets.UTF_8));
    }
    for (var date : List.of("2003-09-10", "2008-10-15", "2020-03-18", "2026-11-18")) {
      for (var bar : MARKET.session(LocalDate.parse(date))) {
        digest.update(bar.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("61dd72b7e6d185ff854312448a12a1d3641f839caf4b1177926b10d16cc20263");
  }

  @Test
  void twoInstancesAndTwoOrdersOfAskingAgree() {
    var other = new SyntheticMarket(SEED, new Weekdays());
    assertThat(other.instruments()).isEqualTo(MARKET.instruments());
    var backwards = new HashMap<LocalDate, DayBar>();
    for (var date = WEDNESDAY; date.isAfter(WEDNESDAY.minusDays(20)); date = date.minusDays(1)) {
      other.session(date).stream()
          .filter(b -> b.ticker().equals("SPY"))
          .forEach(b -> backwards.put(b.session(), b));
    }
    var forwards = MARKET.history("SPY", new DateRange(WEDNESDAY.minusDays(19), WEDNESDAY));
    assertThat(forwards).hasSize(14).allSatisfy(b -> assertThat(backwards).containsValue(b));
    assertThat(MARKET.seed()).hasValue(SEED);
    assertThat(MARKET.kind()).isEqualTo("synthetic");
  }

  @Test
  void anotherSeedIsAnotherMarket() {
    var other = new SyntheticMarket(43, new Weekdays());
    assertThat(other.session(WEDNESDAY)).isNotEqualTo(MARKET.session(WEDNESDAY));
    assertThat(other.holder("AAPL", WEDNESDAY)).isPresent();
  }

  @Test
  void everyBarIsPossible() {
    for (var date : List.of("2003-09-10", "2009-03-09", "2020-03-16", "2026-11-20", "2028-06-14")) {
      for (var bar : MARKET.session(LocalDate.parse(date))) {
        assertThat(bar.bar().high()).isGreaterThanOrEqualTo(Math.max(bar.open(), bar.close()));
        assertThat(bar.low()).isLessThanOrEqualTo(Math.min(bar.open(), bar.close())).isPositive();
        assertThat(bar.vwap()).isBetween(bar.low(), bar.high());
        assertThat(bar.volume()).isGreaterThanOrEqualTo(1);
        assertThat(bar.trades()).isPositive();
        for (double price : new double[] {bar.open(), bar.high(), bar.low(), bar.close()}) {
          assertThat(BigDecimal.valueOf(price).stripTrailingZeros().scale()).isLessThanOrEqualTo(4);
        }
        assertThat(new BigDecimal(String.valueOf(bar.volume())).stripTrailingZeros().precision())
            .isLessThanOrEqualTo(15);
      }
    }
  }

  @Test
  void printsAboutTenThousandRowsASession() {
    var bars = MARKET.session(WEDNESDAY);
    assertThat(bars).hasSizeBetween(10_000, 13_000);
    var tickers = new HashSet<String>();
    bars.forEach(b -> assertThat(tickers.add(b.ticker())).as(b.ticker()).isTrue());
  }

  @Test
  void hasBarsOnSessionsOfItsYearsOnly() {
    assertThat(MARKET.session(LocalDate.of(2003, 9, 9))).isEmpty();
    assertThat(MARKET.session(LocalDate.of(2026, 11, 21))).isEmpty();
    assertThat(MARKET.session(LocalDate.of(2040, 1, 3))).isEmpty();
    assertThat(MARKET.history("SPY", ALL).getFirst().session())
        .isEqualTo(LocalDate.of(2003, 9, 10));
    assertThat(history("SPY", "2003-01-01", "2003-09-09")).isEmpty();
    assertThat(history("NOSUCH", "2020-01-01", "2020-12-31")).isEmpty();
  }

  @Test
  void namedInstrumentsTradeEverySessionOfTheirLife() {
    assertThat(history("XLRE", "2015-01-01", "2015-12-31").getFirst().session())
        .isEqualTo(LocalDate.of(2015, 10, 8));
    assertThat(history("XLRE", "2016-01-01", "2016-12-31")).hasSize(261);
    var twitter = history("TWTR", "2022-01-01", "2023-12-31");
    assertThat(twitter.getLast().session()).isEqualTo(LocalDate.of(2022, 11, 7));
  }

  @Test
  void everyInstrumentHasBarsOnlyWhileItIsListed() {
    var byTicker = new HashMap<String, List<Instrument>>();
    for (var i : MARKET.instruments()) {
      byTicker.computeIfAbsent(i.lastTicker(), _ -> new ArrayList<>()).add(i);
    }
    MARKET.instruments().stream()
        .filter(i -> i.delisted().isPresent() && byTicker.get(i.lastTicker()).size() == 1)
        .limit(40)
        .forEach(i -> {
          for (var bar : MARKET.history(i.lastTicker(), ALL)) {
            assertThat(bar.session())
                .isBefore(i.delisted().orElseThrow())
                .isAfterOrEqualTo(i.listed().orElseThrow());
          }
        });
  }

  @Test
  void aSplitIsAJumpInRawPrices() {
    var apple = history("AAPL", "2020-08-28", "2020-08-31");
    double jump = apple.get(0).close() / apple.get(1).open();
    assertThat(jump).isBetween(3.7, 4.3);
    var citi = history("C", "2011-05-06", "2011-05-09");
    assertThat(citi.get(0).close() / citi.get(1).open()).isBetween(0.09, 0.11);
  }

  /// Trap: bars go by the text of the symbol.
  @Test
  void metaWasAFundThenNobodyThenFacebook() {
    var bars = history("META", "2021-01-01", "2022-06-30");
    assertThat(bars.getFirst().session()).isEqualTo(LocalDate.of(2021, 6, 30));
    assertThat(bars.getFirst().close()).isLessThan(100);
    assertThat(bars).noneMatch(b -> b.session().equals(LocalDate.of(2022, 3, 1)));
    assertThat(bars.getLast().close()).isGreaterThan(100);
    assertThat(history("FB", "2022-06-01", "2022-06-30").getLast().session())
        .isEqualTo(LocalDate.of(2022, 6, 8));
    assertThat(MARKET.holder("META", LocalDate.of(2021, 7, 1)).orElseThrow().lastTicker())
        .isEqualTo("METV");
    assertThat(MARKET.holder("SQ", LocalDate.of(2025, 1, 20)).orElseThrow().name())
        .isEqualTo("Block, Inc.");
    assertThat(MARKET.holder("SQ", WEDNESDAY)).isEmpty();
  }

  @Test
  void aTickerThatCameBackIsOneHistory() {
    assertThat(history("FISV", "2023-06-01", "2025-11-30"))
        .extracting(DayBar::session)
        .contains(LocalDate.of(2023, 6, 6), LocalDate.of(2025, 11, 11))
        .doesNotContain(LocalDate.of(2023, 6, 7), LocalDate.of(2025, 11, 10));
    assertThat(history("FI", "2023-06-01", "2025-11-30")).hasSize(634);
  }

  @Test
  void volumesHaveFractionsFromFebruary2026On() {
    assertThat(MARKET.session(LocalDate.of(2026, 2, 20)))
        .allMatch(b -> b.volume() == Math.rint(b.volume()));
    assertThat(MARKET.session(LocalDate.of(2026, 2, 23)).stream())
        .filteredOn(b -> b.volume() != Math.rint(b.volume()))
        .hasSizeGreaterThan(4000);
  }

  @Test
  void fundsMoveWithTheirSectorAndWithTheMarket() {
    assertThat(correlation("XLK", "VGT")).isGreaterThan(0.9);
    assertThat(correlation("SPY", "VOO")).isGreaterThan(0.9);
    assertThat(correlation("SPY", "XLK")).isBetween(0.5, 0.98);
    assertThat(correlation("SPY", "AGG")).isLessThan(0.5);
    assertThat(correlation("QQQ", "TQQQ")).isGreaterThan(0.5);
  }

  private static double correlation(String a, String b) {
    var x = moves(a);
    var y = moves(b);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.size(); i++) {
      xy += x.get(i) * y.get(i);
      xx += x.get(i) * x.get(i);
      yy += y.get(i) * y.get(i);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static List<Double> moves(String ticker) {
    var bars = history(ticker, "2023-01-02", "2024-12-31");
    var moves = new ArrayList<Double>();
    for (int i = 1; i < bars.size(); i++) {
      moves.add(Math.log(bars.get(i).close() / bars.get(i - 1).close()));
    }
    return moves;
  }

  @Test
  void thinNamesHaveSessionsWithoutABar() {
    long gaps =
        MARKET.instruments().stream()
            .filter(i -> i.isListedOn(LocalDate.of(2026, 10, 1)) && i.isListedOn(WEDNESDAY))
            .limit(3000)
            .filter(i ->
                history(i.lastTicker(), "2026-10-01", "2026-11-18").size() < 35
                    && i.tickers().size() == 1)
            .count();
    assertThat(gaps).isBetween(200L, 1500L);
  }

  @Test
  void dividendsAreRegularAndGrow() {
    var agg = MARKET.holder("AGG", WEDNESDAY).orElseThrow();
    var payouts = MARKET.payouts(agg).stream().filter(p -> !p.special()).toList();
    assertThat(payouts).hasSizeGreaterThan(290);
    assertThat(payouts.getLast().dividend().cashAmount())
        .isGreaterThan(payouts.getFirst().dividend().cashAmount());
    assertThat(payouts).allMatch(p -> p.frequency() == 12);
    var amazon = MARKET.holder("AMZN", WEDNESDAY).orElseThrow();
    assertThat(MARKET.payouts(amazon)).isEmpty();
  }
}
