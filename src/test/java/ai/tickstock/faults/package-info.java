/// The fault matrix: what can go wrong around a load, each made beside the program, and what must
/// hold after it. `Fault` is the list; `docs/fault-matrix.md` is made from a full run.
@NullMarked
package ai.tickstock.faults;

import org.jspecify.annotations.NullMarked;
