package ai.tickstock.universe;

import ai.tickstock.listing.Instrument;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/// How an instrument went with a benchmark in the window that ends with a session, as it is stored.
///
/// @param correlation of the adjusted log returns; empty where there is a reason
/// @param beta covariance over the variance of the benchmark; empty where there is a reason
/// @param overlap returns that both have in the window
/// @param missingReason why there are no numbers: `too_few_sessions`, `does_not_move`
/// @param relation to this benchmark by both windows
/// @param reference the benchmark that the instrument moves with most, as it is known now
public record Correlation(
    Instrument instrument,
    CorrelationWindow window,
    LocalDate asOf,
    OptionalDouble correlation,
    OptionalDouble beta,
    int overlap,
    Optional<String> missingReason,
    Relation relation,
    Optional<Symbol> reference) {}
