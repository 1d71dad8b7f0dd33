/// What the program claims about its speed, measured beside something known. Started by
/// `./tickstock bench` in a checkout, never shipped.
@NullMarked
package ai.tickstock.bench;

import org.jspecify.annotations.NullMarked;
