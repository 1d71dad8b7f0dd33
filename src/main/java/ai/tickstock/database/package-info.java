/// PostgreSQL itself: connections and transactions, binary COPY, migrations, the embedded server.
/// Knows no feature's table.
@NullMarked
package ai.tickstock.database;

import org.jspecify.annotations.NullMarked;
