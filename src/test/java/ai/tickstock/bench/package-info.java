/// Measurements, and the data that they are taken on. Never shipped.
@NullMarked
package ai.tickstock.bench;

import org.jspecify.annotations.NullMarked;
