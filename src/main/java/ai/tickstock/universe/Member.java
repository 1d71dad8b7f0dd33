package ai.tickstock.universe;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Somebody who belongs to one or more universes.
///
/// @param symbol the ticker to ask for: the present (else last) one of the bound instrument, else
///   the one that the list names
/// @param listedAs the ticker that the list names
/// @param expectedName part of the name that the list means; empty: any
/// @param universes keys of the universes asked that it belongs to, in the order asked
/// @param since first date of the earliest of these memberships
/// @param instrument the instrument that it is bound to, once that was found
public record Member(
    Symbol symbol,
    Symbol listedAs,
    String expectedName,
    List<String> universes,
    LocalDate since,
    Optional<InstrumentId> instrument) {
  public Member {
    universes = List.copyOf(universes);
  }
}
