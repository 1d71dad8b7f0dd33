/// Loads: what is owed (plan), one execution of it (run), how it ended (outcome), shared by many
/// workers; and what the vendor's plan serves.
@NullMarked
package ai.tickstock.load;

import org.jspecify.annotations.NullMarked;
