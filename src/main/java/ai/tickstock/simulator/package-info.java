/// The vendor on the other side of HTTP, for use without a key or a network; shares no code with
/// our adapter.
@NullMarked
package ai.tickstock.simulator;

import org.jspecify.annotations.NullMarked;
