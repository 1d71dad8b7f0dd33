package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which row of the equity types drives each instrument: that of the class into which somebody put
/// it, else that of its type. As things were at one moment, so that a run decides alike from its
/// begin to its end.
public final class Processing {
  private final Map<String, EquityType> rows = new HashMap<>();
  private final Map<InstrumentId, String> classes;

  /// @param classes of instruments that are not processed as their type
  Processing(List<EquityType> rows, Map<InstrumentId, String> classes) {
    rows.forEach(row -> this.rows.put(row.code(), row));
    this.classes = Map.copyOf(classes);
  }

  /// The code by which an instrument is processed; empty for one that no list has told a type of
  /// and nobody has put into a class.
  public Optional<String> code(Instrument instrument) {
    return Optional.ofNullable(classes.get(instrument.id())).or(instrument::type);
  }

  /// The row; empty where there is no code, and where nobody knows the code.
  public Optional<EquityType> of(Instrument instrument) {
    return code(instrument).flatMap(code -> Optional.ofNullable(rows.get(code)));
  }

  /// Whether loads of everything take the instrument: one of an unknown code is not taken; one
  /// without a code is known from bars only, and is.
  public boolean isLoaded(Instrument instrument) {
    return code(instrument).isEmpty() || of(instrument).map(EquityType::isTracked).orElse(false);
  }

  /// What summaries count the instrument as: by its type, whatever class it is processed by.
  public EquityCategory category(Instrument instrument) {
    return instrument
        .type()
        .flatMap(code -> Optional.ofNullable(rows.get(code)))
        .map(EquityType::category)
        .orElse(EquityCategory.OTHER);
  }
}
