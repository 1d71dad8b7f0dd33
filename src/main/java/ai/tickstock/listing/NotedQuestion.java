package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/// A doubtful case, while a list is taken over.
///
/// @param other the second instrument; without one the question is about another name or claim
/// @param symbol the ticker in doubt
/// @param on first date of what is in doubt
record NotedQuestion(
    ListingQuestion.Kind kind,
    WorkingInstrument instrument,
    Optional<WorkingInstrument> other,
    Symbol symbol,
    LocalDate on,
    double confidence,
    String evidence) {}
