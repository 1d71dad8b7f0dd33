package ai.tickstock.universe;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.Fundamentals;
import ai.tickstock.listing.Instrument;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that rules may look at of one instrument.
///
/// @param sector of a company its own, of a fund the one that it follows
/// @param numbers those that are known
/// @param missing why numbers are not known, where there is more to say than that
/// @param themes what the rules of funds' themes decided; empty for no fund
record InstrumentFacts(
    Instrument instrument,
    EquityCategory category,
    Optional<String> sector,
    Fundamentals fundamentals,
    Map<Measure, Known> numbers,
    Map<Measure, String> missing,
    List<EtfThemes.Verdict> themes) {

  /// @param asOf the day of which it is; empty where nobody said
  record Known(Measure measure, double value, Optional<LocalDate> asOf) {
    /// `market_cap 9.6B as of 2026-01-30`.
    @Override
    public String toString() {
      return measure.word()
          + " "
          + measure.words(value)
          + asOf.map(date -> " as of " + date).orElse("");
    }
  }

  InstrumentFacts {
    numbers = Map.copyOf(numbers);
    missing = Map.copyOf(missing);
    themes = List.copyOf(themes);
  }

  Optional<Known> number(Measure measure) {
    return Optional.ofNullable(numbers.get(measure));
  }

  /// `no market_cap: no shares outstanding are known`.
  String without(Measure measure) {
    return "no "
        + measure.word()
        + Optional.ofNullable(missing.get(measure)).map(why -> ": " + why).orElse("");
  }
}
