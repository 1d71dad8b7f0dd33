package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// Something that happened to an instrument, as it was found and with what speaks for it.
///
/// @param other who had the ticker before (recycled), or the second one (joined, parted)
/// @param symbol the ticker that it is about, the new one of a rename
/// @param before what changed, before it did: a ticker, an exchange, a type, a name; else empty
/// @param on first date of the new state
/// @param confidence from 0 to 1
/// @param source the vendor whose list it is; `operator` where somebody decided
/// @param listDate date of the list that showed it
public record RecordedChange(
    int id,
    Kind kind,
    InstrumentId instrument,
    Optional<InstrumentId> other,
    Symbol symbol,
    String before,
    String after,
    LocalDate on,
    double confidence,
    String evidence,
    String source,
    LocalDate listDate,
    Instant foundAt,
    Optional<Instant> undoneAt,
    Optional<String> undoneBecause) {

  public enum Kind {
    LISTED,
    RENAMED,
    RECYCLED,
    ADOPTED,
    DELISTED,
    LISTED_AGAIN,
    /// Left a list that does not hold all exchanges.
    LEFT_LIST,
    RETURNED,
    EXCHANGE,
    TYPE,
    NAME,
    /// Two were found to be one, by somebody.
    JOINED,
    /// One was found to be two, by somebody.
    PARTED;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
