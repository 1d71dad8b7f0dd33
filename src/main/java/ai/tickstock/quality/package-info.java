/// What is wrong with stored data: rules that look at bars, what explains what they see, findings
/// with a history, and what was repaired.
@NullMarked
package ai.tickstock.quality;

import org.jspecify.annotations.NullMarked;
