package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What rows of splits or dividends did. Every row is counted once.
///
/// @param added actions that we did not know
/// @param corrected actions of which the vendor has changed the numbers
/// @param unchanged rows that said what we know, repeats within the rows included
/// @param unknownTickers tickers that nobody we know held on the date, with the number of rows
/// @param conflicts rows that contradict a stored one, which was kept
/// @param refused rows that cannot be: a split into nothing, a negative dividend
public record ActionCount(
    int added,
    int corrected,
    int unchanged,
    Map<Symbol, Integer> unknownTickers,
    List<Conflict> conflicts,
    List<Refused> refused) {
  public ActionCount {
    unknownTickers = Collections.unmodifiableMap(new TreeMap<>(unknownTickers));
    conflicts = List.copyOf(conflicts);
    refused = List.copyOf(refused);
  }

  /// Two different actions of one kind for an instrument and a date.
  ///
  /// @param kept the numbers of the one that stays stored
  /// @param other the numbers of the one that was not stored
  public record Conflict(
      InstrumentId instrument, Symbol symbol, LocalDate date, String kept, String other) {}

  /// A row that cannot be.
  public record Refused(Symbol symbol, LocalDate date, String reason) {}

  /// Rows of tickers that nobody held.
  public int unknownRows() {
    return unknownTickers.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return added
        + " new, "
        + corrected
        + " corrected, "
        + unchanged
        + " unchanged, "
        + unknownRows()
        + " of unknown tickers, "
        + conflicts.size()
        + " in conflict, "
        + refused.size()
        + " refused";
  }
}
