/// Day, minute and per-ticker files and data folders as a source of bars, listings and actions.
@NullMarked
package ai.tickstock.provider.flatfile;

import org.jspecify.annotations.NullMarked;
