/// Shapes of prices that pattern detectors look for, to plant in data of one's own: the scenarios
/// plant them too.
@NullMarked
package ai.tickstock.scenario.shapes;

import org.jspecify.annotations.NullMarked;
