/// What people and the vendor decide about an exchange's days, over its calendar file: overrides,
/// announced holidays, closures that nobody announced.
@NullMarked
package ai.tickstock.calendar;

import org.jspecify.annotations.NullMarked;
