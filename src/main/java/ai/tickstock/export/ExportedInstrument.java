package ai.tickstock.export;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Who a ticker of an export is, as the manifest has it. Texts are empty where nobody knows.
///
/// @param symbol the ticker in the files
/// @param exchange MIC
public record ExportedInstrument(
    String symbol,
    String name,
    String type,
    String exchange,
    boolean active,
    String compositeFigi,
    String shareClassFigi,
    List<ExportedSplit> splits,
    List<ExportedDividend> dividends) {
  /// `to` new shares for `from` old ones.
  public record ExportedSplit(LocalDate date, BigDecimal from, BigDecimal to) {}

  /// @param cash a share, as paid
  public record ExportedDividend(LocalDate exDate, BigDecimal cash, String currency) {}

  static ExportedInstrument of(
      Symbol symbol, Optional<Instrument> known, InstrumentActions actions) {
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
            .toList());
  }
}
