/// HTTP of the running program: its health and its metrics.
@NullMarked
package ai.tickstock.web;

import org.jspecify.annotations.NullMarked;
