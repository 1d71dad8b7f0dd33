/// What somebody else should hear about, kept until it is delivered.
@NullMarked
package ai.tickstock.notify;

import org.jspecify.annotations.NullMarked;
