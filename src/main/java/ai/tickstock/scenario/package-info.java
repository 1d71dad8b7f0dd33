/// A synthetic US market from a seed: instruments, days, minutes, splits, renames. Computed on
/// demand, nothing stored.
@NullMarked
package ai.tickstock.scenario;

import org.jspecify.annotations.NullMarked;
