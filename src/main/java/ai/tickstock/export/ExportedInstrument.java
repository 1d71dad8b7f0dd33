package ai.tickstock.export;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.listing.TickerHistories;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Who a ticker of an export is, as the manifest has it. Texts are empty where nobody knows.
///
/// @param symbol the ticker in the files
/// @param exchange MIC
/// @param tickers all that it is known to have had, the oldest first; empty in exports of before
///   they were noted
/// @param earlierTickersUnknown whether it had others before these, or may have had
public record ExportedInstrument(
    String symbol,
    String name,
    String type,
    String exchange,
    boolean active,
    String compositeFigi,
    String shareClassFigi,
    List<ExportedSplit> splits,
    List<ExportedDividend> dividends,
    List<ExportedTicker> tickers,
    boolean earlierTickersUnknown) {
  /// `to` new shares for `from` old ones.
  public record ExportedSplit(LocalDate date, BigDecimal from, BigDecimal to) {}

  /// @param cash a share, as paid
  public record ExportedDividend(LocalDate exDate, BigDecimal cash, String currency) {}

  /// A ticker, for the dates from `validFrom` to `validTo`, both included; empty texts where it is
  /// not known since when, and where it is held still.
  public record ExportedTicker(String ticker, String validFrom, String validTo) {
    static ExportedTicker of(SymbolSpan span) {
      return new ExportedTicker(
          span.symbol().ticker(),
          span.from().map(LocalDate::toString).orElse(""),
          span.to().map(LocalDate::toString).orElse(""));
    }

    public Optional<LocalDate> from() {
      return date(validFrom);
    }

    public Optional<LocalDate> to() {
      return date(validTo);
    }

    private static Optional<LocalDate> date(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    boolean holds(LocalDate date) {
      return from().map(from -> !date.isBefore(from)).orElse(true)
          && to().map(to -> !date.isAfter(to)).orElse(true);
    }
  }

  /// The ticker that it had on a date; the one in the files where nobody knows.
  public String tickerOn(LocalDate date) {
    return tickers.reversed().stream()
        .filter(one -> one.holds(date))
        .findFirst()
        .map(ExportedTicker::ticker)
        .orElse(symbol);
  }

  /// @param spans its tickers, ascending by begin
  static ExportedInstrument of(
      Symbol symbol,
      Optional<Instrument> known,
      InstrumentActions actions,
      List<SymbolSpan> spans) {
    return new ExportedInstrument(
        symbol.ticker(),
        known.flatMap(Instrument::name).orElse(""),
        known.flatMap(Instrument::type).orElse(""),
        known.flatMap(Instrument::exchange).map(Object::toString).orElse(""),
        known.map(Instrument::active).orElse(true),
        known.flatMap(Instrument::compositeFigi).orElse(""),
        known.flatMap(Instrument::shareClassFigi).orElse(""),
        actions.splits().stream()
            .map(split -> new ExportedSplit(split.executionDate(), split.from(), split.to()))
            .toList(),
        actions.dividends().stream()
            .map(one -> new ExportedDividend(one.exDate(), one.cashAmount(), one.currency()))
            .toList(),
        spans.stream().map(ExportedTicker::of).toList(),
        spans.isEmpty() || TickerHistories.isEarlierUnknown(spans.getFirst()));
  }
}
