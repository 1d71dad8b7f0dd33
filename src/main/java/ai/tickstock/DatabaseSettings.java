package ai.tickstock;

import ai.tickstock.database.DatabaseAddress;
import java.time.Duration;
import java.util.Optional;

/// Which database, and how it is used.
///
/// @param address empty: the embedded server of this environment
/// @param connections most connections of one process, 1 to 100
/// @param idleStop the embedded server stops after nobody was connected for so long
record DatabaseSettings(Optional<DatabaseAddress> address, int connections, Duration idleStop) {}
