package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Market caps and then the universes that rules fill.
public final class Rebalance {
  private static final String PLAN = "plan";

  private final Database database;
  private final MarketCaps caps;
  private final RuleUniverses rules;

  /// @param calendar of the exchanges in the US
  public Rebalance(Database database, TradingCalendar calendar) {
    this.database = database;
    caps = MarketCaps.postgres(database, calendar);
    rules = RuleUniverses.postgres(database, calendar);
  }

  public record Done(MarketCaps.Count caps, RuleRefresh rules) {}

  /// Instruments are read as they are committed.
  ///
  /// @param key only the members of this universe; of all when empty
  /// @param approve whether a change that would be held is made
  /// @throws UniverseRefused as [RuleUniverses#refresh] does
  public Done run(Handle transaction, Optional<String> key, LocalDate day, boolean approve) {
    return new Done(
        caps.recompute(transaction, day), rules.refresh(transaction, key, day, approve));
  }

  /// What `run` would do; nothing is changed.
  public Done plan(Optional<String> key, LocalDate day, boolean approve) {
    return database.inTransaction(h -> {
      h.savepoint(PLAN);
      var done = run(h, key, day, approve);
      h.rollbackToSavepoint(PLAN);
      return done;
    });
  }
}
