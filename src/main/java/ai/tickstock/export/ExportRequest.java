package ai.tickstock.export;

import ai.tickstock.bars.Adjustment;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.nio.file.Path;
import java.util.Map;

/// What somebody wants as files.
///
/// @param asked in the user's words, for the manifest
/// @param instruments each with its ticker now, which stands in the files
/// @param range New York dates, both ends included
/// @param folder made anew; its parent must exist
/// @param replace whether an export that is there already is replaced
public record ExportRequest(
    String asked,
    Map<InstrumentId, Symbol> instruments,
    BarInterval interval,
    DateRange range,
    Adjustment adjusted,
    ExportFormat format,
    Path folder,
    boolean replace) {
  public ExportRequest {
    instruments = Map.copyOf(instruments);
  }
}
