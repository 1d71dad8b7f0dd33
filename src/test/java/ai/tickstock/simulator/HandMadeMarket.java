package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Dividend;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.scenario.Company;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import ai.tickstock.scenario.TickerPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A market of exactly what a test writes down.
final class HandMadeMarket implements Market {
  private final List<Instrument> instruments = new ArrayList<>();
  private final List<DayBar> bars = new ArrayList<>();
  private final List<Minute> minutes = new ArrayList<>();
  private final Map<Integer, List<Payout>> payouts = new HashMap<>();

  /// `QQXA`, a company with a split of 2026-03-10; `BACpL`, which has no identifiers; `NEWT`, that
  /// was `OLDT` until 2026-03-05; `GONE`, delisted on 2026-03-04; `ZTEST`, that is in no list.
  static HandMadeMarket small() {
    var market = new HandMadeMarket();
    market.add(
        "Quexa Robotics Inc.",
        "CS",
        true,
        List.of(period("QQXA", "2015-06-11", null)),
        List.of(split("2026-03-10", "1", "4")),
        true);
    market.add(
        "Bank Preferred L",
        "PFD",
        false,
        List.of(period("BACpL", "2008-01-25", null)),
        List.of(),
        true);
    market.add(
        "Newt Inc.",
        "CS",
        true,
        List.of(period("OLDT", "2010-01-04", "2026-03-05"), period("NEWT", "2026-03-05", null)),
        List.of(),
        true);
    market.add(
        "Gone Corp.",
        "CS",
        true,
        List.of(period("GONE", "2010-01-04", "2026-03-04")),
        List.of(),
        true);
    market.add("Test", "CS", false, List.of(period("ZTEST", "2003-01-02", null)), List.of(), false);
    market.bar("QQXA", "2026-03-06", 20.01, 20.31, 19.95, 20.2, 812345.25, 20.1174, 6021);
    market.bar("QQXA", "2026-03-09", 20.25, 20.55, 20.2, 20.5, 640022, 20.4031, 5310);
    market.bar("QQXA", "2026-03-10", 5.1, 5.3, 5, 5.25, 2_000_000, 5.2, 9000);
    market.bar("BACpL", "2026-03-06", 1200, 1204.1, 1200, 1201.5, 1520, 1201, 61);
    market.bar("OLDT", "2026-03-04", 10, 11, 9, 10.5, 100, 10, 5);
    market.bar("NEWT", "2026-03-05", 10.5, 11, 10, 10.75, 200, 10.6, 6);
    market.bar("GONE", "2026-03-03", 1, 1, 1, 1, 10, 1, 1);
    market.bar("ZTEST", "2026-03-06", 15, 15, 15, 15, 100, 15, 1);
    market.payout(0, "2026-02-11", "0.12", 4, false);
    market.payout(0, "2026-03-11", "0.03", 0, true);
    market.payout(2, "2026-03-02", "0.5", 4, false);
    return market;
  }

  static TickerPeriod period(String ticker, String from, String until) {
    return new TickerPeriod(
        ticker, LocalDate.parse(from), Optional.ofNullable(until).map(LocalDate::parse));
  }

  static Split split(String date, String from, String to) {
    return new Split(LocalDate.parse(date), new BigDecimal(from), new BigDecimal(to));
  }

  void add(
      String name,
      String type,
      boolean identified,
      List<TickerPeriod> tickers,
      List<Split> splits,
      boolean referenced) {
    int index = instruments.size();
    instruments.add(
        new Instrument(
            index,
            name,
            type,
            "XNYS",
            false,
            identified
                ? Optional.of(new Company("000999000" + index, "3571", "COMPUTERS", 1_000_000))
                : Optional.empty(),
            identified ? Optional.of("BBG0COMP000" + index) : Optional.empty(),
            identified ? Optional.of("BBG0SHAR000" + index) : Optional.empty(),
            Optional.of(tickers.getFirst().from()),
            tickers.getLast().until(),
            tickers,
            splits,
            referenced));
  }

  void bar(
      String ticker,
      String session,
      double o,
      double h,
      double l,
      double c,
      double v,
      double vw,
      long n) {
    bars.add(new DayBar(ticker, LocalDate.parse(session), o, h, l, c, v, vw, n, false));
  }

  /// @param start UTC
  void minute(
      String ticker,
      String start,
      double o,
      double h,
      double l,
      double c,
      double v,
      double vw,
      int n) {
    minutes.add(new Minute(ticker, Instant.parse(start), o, h, l, c, v, vw, n));
  }

  private record Minute(
      String ticker,
      Instant start,
      double o,
      double h,
      double l,
      double c,
      double v,
      double vw,
      int n) {
    LocalDate date() {
      return LocalDate.ofInstant(start, Bar.NEW_YORK);
    }
  }

  void payout(int index, String exDate, String cash, int frequency, boolean special) {
    var date = LocalDate.parse(exDate);
    payouts
        .computeIfAbsent(index, _ -> new ArrayList<>())
        .add(
            new Payout(
                new Dividend(date, new BigDecimal(cash), "USD"),
                frequency,
                special,
                Optional.of(date.minusDays(14)),
                Optional.of(date.plusDays(16))));
  }

  @Override
  public String kind() {
    return "data";
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.empty();
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return instruments.stream()
        .filter(i -> i.tickerOn(date).filter(ticker::equals).isPresent())
        .findFirst();
  }

  @Override
  public List<DayBar> session(LocalDate date) {
    return bars.stream().filter(b -> b.session().equals(date)).toList();
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    return bars.stream()
        .filter(b -> b.ticker().equals(ticker) && range.contains(b.session()))
        .sorted(Comparator.comparing(DayBar::session))
        .toList();
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate session) {
    var rows = MinuteRows.of(new Symbol(ticker));
    minutes.stream()
        .filter(m -> m.ticker().equals(ticker) && m.date().equals(session))
        .sorted(Comparator.comparing(Minute::start))
        .forEach(m ->
            rows.add(m.start().toEpochMilli(), m.o(), m.h(), m.l(), m.c(), m.v(), m.vw(), m.n()));
    return rows.build();
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return payouts.getOrDefault(instrument.index(), List.of());
  }
}
