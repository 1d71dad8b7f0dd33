package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.util.Optional;

/// Asks the source again: the loader, as repairs see it.
public interface Refetch {
  /// What is asked for. What is stored already is not asked for again.
  ///
  /// @param symbol whose; of the whole market when empty
  record Wanted(Optional<Symbol> symbol, BarInterval interval, DateRange sessions) {}

  /// @return how it went, in words
  /// @throws InterruptedException when stopped from outside
  String ask(Wanted wanted) throws InterruptedException;
}
