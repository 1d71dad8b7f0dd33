package ai.tickstock.listing;

import ai.tickstock.market.Dividend;
import ai.tickstock.market.Split;
import java.util.List;

/// Splits and dividends of one instrument, each ascending by date.
public record InstrumentActions(List<Split> splits, List<Dividend> dividends) {
  public static final InstrumentActions NONE = new InstrumentActions(List.of(), List.of());

  public InstrumentActions {
    splits = List.copyOf(splits);
    dividends = List.copyOf(dividends);
  }
}
