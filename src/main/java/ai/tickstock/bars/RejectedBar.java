package ai.tickstock.bars;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/// A row that was refused.
///
/// @param instrument whose it would be, where that is known
/// @param session the cell it would fill, where its date can be read
/// @param detail what was seen, for a person: `high 9.81 below low 9.93`
/// @param received the row as received
public record RejectedBar(
    Optional<InstrumentId> instrument,
    Symbol symbol,
    Optional<LocalDate> session,
    RejectReason reason,
    String detail,
    String received) {}
