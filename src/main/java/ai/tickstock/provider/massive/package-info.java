/// The REST adapter for Massive (formerly Polygon.io), the probe of its plan, and answers kept on
/// disk for development.
@NullMarked
package ai.tickstock.provider.massive;

import org.jspecify.annotations.NullMarked;
