package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;

/// What a job is to be run for.
///
/// @param session date at the exchange: that of the rule, or the last one that closed before `due`
/// @param due when it should have begun; the work may begin much later
/// @param progress takes a line about how it goes on
public record JobCall(Mic exchange, LocalDate session, Instant due, Consumer<String> progress) {}
