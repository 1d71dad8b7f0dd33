package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;

/// Something that happened to the ticker of an instrument.
public sealed interface ListingChange {
  InstrumentId instrument();

  /// The same instrument trades under another ticker.
  ///
  /// @param on first date of the new ticker, as far as the lists show
  record Renamed(InstrumentId instrument, Symbol from, Symbol to, LocalDate on)
      implements ListingChange {}

  /// A ticker went to another instrument.
  ///
  /// @param instrument the new holder
  /// @param formerHolder who loses it; known from bars only when `formerWasProvisional`
  record Recycled(
      InstrumentId instrument,
      Symbol symbol,
      InstrumentId formerHolder,
      boolean formerWasProvisional,
      LocalDate on)
      implements ListingChange {}

  /// An instrument known from bars only stands in a list now.
  record Adopted(InstrumentId instrument, Symbol symbol) implements ListingChange {}

  /// An instrument trades no more.
  record Delisted(InstrumentId instrument, Symbol symbol, LocalDate on) implements ListingChange {}

  /// An instrument that was delisted trades again.
  record ListedAgain(InstrumentId instrument, Symbol symbol, LocalDate on)
      implements ListingChange {}

  /// A list names an instrument that none has named before.
  ///
  /// @param isNew whether it is new in the market; not sure while our lists are few
  record Listed(InstrumentId instrument, Symbol symbol, LocalDate on, boolean isNew)
      implements ListingChange {}

  /// An instrument is missing from a list that does not hold all exchanges: delisted or moved,
  /// unknown which.
  ///
  /// @param on date of the first list without it
  record LeftList(InstrumentId instrument, Symbol symbol, LocalDate on) implements ListingChange {}

  /// An instrument that had left a list is named again.
  record Returned(InstrumentId instrument, Symbol symbol, LocalDate on) implements ListingChange {}

  /// A list says something else of an instrument than the one before.
  ///
  /// @param before empty when nothing was known
  record FactChanged(
      InstrumentId instrument, Symbol symbol, Fact fact, String before, String after, LocalDate on)
      implements ListingChange {}

  /// What lists say of an instrument beside its ticker.
  enum Fact {
    EXCHANGE,
    TYPE,
    NAME
  }
}
