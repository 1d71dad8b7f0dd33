/// A part of one database copied into another: some instruments and dates of production, for
/// development.
@NullMarked
package ai.tickstock.subset;

import org.jspecify.annotations.NullMarked;
