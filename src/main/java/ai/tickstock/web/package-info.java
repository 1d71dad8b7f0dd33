/// HTTP of the running program: its health, its metrics, and the console: pages for people, JSON
/// for programs.
@NullMarked
package ai.tickstock.web;

import org.jspecify.annotations.NullMarked;
