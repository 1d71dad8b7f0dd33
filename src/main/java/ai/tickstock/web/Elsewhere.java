package ai.tickstock.web;

import java.util.Optional;

/// An answer that another page tells better.
interface Elsewhere {
  /// Where people are sent; empty: this page shows it.
  Optional<String> location();
}
