package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// A market whose bars carry the corrections that are out at an instant. Underneath all answers
/// with bars, so that they agree.
final class CorrectedMarket implements Market {
  private final Market market;
  private final Corrections corrections;
  private final Instant now;
  private final LongConsumer counted;

  /// @param counted hears how many bars were corrected
  CorrectedMarket(Market market, Corrections corrections, Instant now, LongConsumer counted) {
    this.market = market;
    this.corrections = corrections;
    this.now = now;
    this.counted = counted;
  }

  @Override
  public String kind() {
    return market.kind();
  }

  @Override
  public OptionalLong seed() {
    return market.seed();
  }

  @Override
  public Optional<String> scenario() {
    return market.scenario();
  }

  @Override
  public List<Instrument> instruments() {
    return market.instruments();
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return market.holder(ticker, date);
  }

  @Override
  public List<Instrument> listed(LocalDate date) {
    return market.listed(date);
  }

  @Override
  public Optional<Instrument> listed(String ticker, LocalDate date) {
    return market.listed(ticker, date);
  }

  @Override
  public List<DayBar> session(LocalDate date) {
    return corrected(market.session(date));
  }

  @Override
  public boolean hasBarsOn(LocalDate date) {
    return market.hasBarsOn(date);
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    return corrected(market.history(ticker, range));
  }

  private List<DayBar> corrected(List<DayBar> bars) {
    var served = new ArrayList<DayBar>(bars.size());
    long changed = 0;
    for (var bar : bars) {
      var as = corrections.asOf(bar, now);
      changed += as.equals(bar) ? 0 : 1;
      served.add(as);
    }
    counted.accept(changed);
    return served;
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate session) {
    var rows = market.minutes(ticker, session);
    var bars = rows.isEmpty() ? List.<DayBar>of() : market.history(ticker, DateRange.of(session));
    if (bars.isEmpty()) {
      return rows;
    }
    var bar = bars.getFirst();
    var as = corrections.asOf(bar, now);
    if (as.equals(bar)) {
      return rows;
    }
    counted.accept(1);
    return corrections.minutes(rows, bar, as);
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return market.payouts(instrument);
  }

  @Override
  public boolean isListedTwice(Instrument instrument) {
    return market.isListedTwice(instrument);
  }

  @Override
  public boolean tellsType(Instrument instrument, LocalDate date) {
    return market.tellsType(instrument, date);
  }
}
