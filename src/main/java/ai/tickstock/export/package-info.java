/// Stored bars as files that other programs read: Parquet and CSV, a part a year, with a manifest.
@NullMarked
package ai.tickstock.export;

import org.jspecify.annotations.NullMarked;
