/// The command line: parses, calls a feature, prints. Has no rules of its own.
@NullMarked
package ai.tickstock.cli;

import org.jspecify.annotations.NullMarked;
