/// Who decided what by hand, and why.
@NullMarked
package ai.tickstock.audit;

import org.jspecify.annotations.NullMarked;
