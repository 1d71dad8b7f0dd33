/// The program: start, wiring and configuration. Imports everything; nobody imports it.
@NullMarked
package ai.tickstock;

import org.jspecify.annotations.NullMarked;
