/// Named sets of instruments whose memberships remember since when, why and from where.
@NullMarked
package ai.tickstock.universe;

import org.jspecify.annotations.NullMarked;
