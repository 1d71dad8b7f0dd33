package ai.tickstock.jobs;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Split;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A few instruments of a larger market, some under other exchanges and with splits of their own,
/// and names whose bars are left out.
public final class SmallMarket implements Market {
  private final Market whole;
  private final List<Instrument> originals = new ArrayList<>();
  private final List<Instrument> instruments = new ArrayList<>();
  private final TreeSet<String> silent = new TreeSet<>();

  /// @param types how many of each type, e.g. `CS` 20, in the order of the larger market
  public SmallMarket(Market whole, LocalDate listedOn, Object... types) {
    this.whole = whole;
    for (int i = 0; i < types.length; i += 2) {
      var type = types[i];
      whole.instruments().stream()
          .filter(one -> one.type().equals(type) && one.referenced() && !one.otc())
          .filter(one -> one.isListedOn(listedOn) && one.isListedOn(listedOn.minusDays(60)))
          .limit((int) types[i + 1])
          .forEach(originals::add);
    }
    originals.forEach(one -> instruments.add(changed(one, one.exchange(), one.splits())));
  }

  /// Takes one more, be it listed on that day or not.
  public SmallMarket also(String ticker) {
    var one =
        whole.instruments().stream()
            .filter(instrument -> instrument.lastTicker().equals(ticker))
            .findFirst()
            .orElseThrow();
    originals.add(one);
    instruments.add(changed(one, one.exchange(), one.splits()));
    return this;
  }

  /// Lists one at another exchange.
  void move(String ticker, String exchange) {
    instruments.replaceAll(
        one -> one.lastTicker().equals(ticker) ? changed(one, exchange, one.splits()) : one);
  }

  void split(String ticker, Split split) {
    instruments.replaceAll(one ->
        one.lastTicker().equals(ticker)
            ? changed(
                one,
                one.exchange(),
                Stream.concat(one.splits().stream(), Stream.of(split)).toList())
            : one);
  }

  /// Did not trade.
  void silence(String ticker, LocalDate session) {
    silent.add(ticker + " " + session);
  }

  private Instrument changed(Instrument one, String exchange, List<Split> splits) {
    return new Instrument(
        place(one),
        one.name(),
        one.type(),
        exchange,
        one.otc(),
        one.company(),
        one.compositeFigi(),
        one.shareClassFigi(),
        one.listed(),
        one.delisted(),
        one.tickers(),
        splits,
        one.referenced());
  }

  private int place(Instrument one) {
    int place = originals.indexOf(one);
    return place < 0 ? one.index() : place;
  }

  @Override
  public String kind() {
    return whole.kind();
  }

  @Override
  public OptionalLong seed() {
    return whole.seed();
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return instruments.stream()
        .filter(one -> one.tickerOn(date).filter(ticker::equals).isPresent())
        .findFirst();
  }

  /// The vendor's answer for a whole market is of the US alone.
  @Override
  public List<DayBar> session(LocalDate date) {
    return instruments.stream()
        .filter(one -> !one.exchange().equals("XLON") && !one.exchange().equals("XTKS"))
        .flatMap(one -> one.tickerOn(date).stream())
        .flatMap(ticker -> history(ticker, DateRange.of(date)).stream())
        .toList();
  }

  @Override
  public boolean hasBarsOn(LocalDate date) {
    return whole.hasBarsOn(date);
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    return instruments.stream().noneMatch(one -> isOf(one, ticker))
        ? List.of()
        : whole.history(ticker, range).stream()
            .filter(bar -> !silent.contains(ticker + " " + bar.session()))
            .toList();
  }

  private static boolean isOf(Instrument one, String ticker) {
    return one.tickers().stream().anyMatch(period -> period.ticker().equals(ticker));
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate session) {
    return whole.minutes(ticker, session);
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return whole.payouts(originals.get(instrument.index()));
  }
}
