/// Work that runs by itself and joins the features: the listing watch.
@NullMarked
package ai.tickstock.jobs;

import org.jspecify.annotations.NullMarked;
