/// The REST adapter for Massive (formerly Polygon.io).
@NullMarked
package ai.tickstock.provider.massive;

import org.jspecify.annotations.NullMarked;
