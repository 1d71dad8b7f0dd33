package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Split;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What somebody has recorded of a market, for measuring it against an answer key: a database after
/// a load, or a market itself.
public interface RecordedMarket {
  /// The daily bars, as traded, of the instrument that has or last had a ticker, through renames;
  /// ascending, of the scenario's sessions only.
  List<Bar> daily(String ticker);

  /// The closes by session, on the shares of the last one.
  default NavigableMap<LocalDate, Double> closes(String ticker) {
    var splits = splits(ticker);
    return daily(ticker).stream()
        .collect(
            Collectors.toMap(
                Bar::session,
                bar -> bar.close() / Prices.after(splits, bar.session()),
                (a, _) -> a,
                TreeMap::new));
  }

  /// The splits of that instrument, oldest first.
  List<Split> splits(String ticker);

  /// Its minute bars of one session, ascending, extended hours included.
  List<Bar> minutes(String ticker, LocalDate session);

  /// What its minutes amount to, a row a session that has any, ascending.
  List<MinuteDay> minuteDays(String ticker);

  /// The ticker that it had on a date.
  Optional<String> tickerOn(String ticker, LocalDate date);

  TradingCalendar calendar();

  /// The minute bars of one session in sum.
  ///
  /// @param bars extended hours included
  /// @param open of the regular minutes, as are high, low and close; NaN without any
  /// @param volume shares of all minutes
  /// @param trades of all minutes
  record MinuteDay(
      LocalDate session,
      int bars,
      int regularBars,
      double open,
      double high,
      double low,
      double close,
      double volume,
      long trades) {}
}
