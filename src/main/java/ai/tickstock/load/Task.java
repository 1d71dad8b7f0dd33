package ai.tickstock.load;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.util.Optional;

/// A claimed task.
///
/// @param fence grows with each claim; a result only counts while it is the present one
/// @param attempts earlier asks that failed
record Task(
    long id,
    NewTask.Kind kind,
    Optional<InstrumentId> instrument,
    String address,
    DateRange range,
    long fence,
    int attempts) {}
