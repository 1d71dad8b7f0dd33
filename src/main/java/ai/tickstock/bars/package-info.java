/// Bars at rest: storing, reading as of then, superseding, quarantine, and the coverage of
/// sessions.
@NullMarked
package ai.tickstock.bars;

import org.jspecify.annotations.NullMarked;
