package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Outbox;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.CacheEntriesRefused;
import ai.tickstock.universe.Rebalance;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.UniverseDecisions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Market caps, the universes that rules fill, and the rows that older applications read of them:
/// in one transaction, with the event that tells of it.
public final class UniverseSync {
  private final Database database;
  private final CacheEntries entries;
  private final InstantSource clock;
  private final Rebalance rebalance;

  /// @param calendar of the exchanges in the US
  public UniverseSync(
      Database database, TradingCalendar calendar, CacheEntries entries, InstantSource clock) {
    this.database = database;
    this.entries = entries;
    this.clock = clock;
    rebalance = new Rebalance(database, calendar);
  }

  /// @param copy what was done to the rows of older applications
  public record Done(Rebalance.Done rebalance, Copy copy) {}

  /// Brings all in line as of the end of a day. The same day again changes nothing. A table of
  /// older applications that cannot be written does not keep the universes from being right.
  ///
  /// @param key only the members of this universe; of all when empty
  /// @param approve whether a change that would be held is made
  /// @throws ai.tickstock.universe.UniverseRefused if there is no such universe, it has no rule, or
  ///   its rule was applied as of a later day already
  public Done run(Optional<String> key, LocalDate day, boolean approve) {
    return database.inTransaction(h -> {
      var done = new Done(rebalance.run(h, key, day, approve), copy(h));
      tell(h, done);
      return done;
    });
  }

  /// What `run` would do to market caps and universes; nothing is changed.
  public Rebalance.Done plan(Optional<String> key, LocalDate day, boolean approve) {
    return rebalance.plan(key, day, approve);
  }

  /// @param copy what was done to the rows of older applications
  public record ListSet(UniverseDecisions.Listed listed, Copy copy) {}

  /// What was done to the rows of older applications.
  ///
  /// @param written empty when nothing could be
  /// @param refused why nothing could be written there, and what to do
  public record Copy(Optional<CacheEntries.Written> written, Optional<String> refused) {
    /// Rows that say something else now.
    public int rows() {
      return written.map(w -> w.inserted() + w.changed() + w.removed()).orElse(0);
    }
  }

  /// Makes a list of a universe, which older applications read from then on.
  ///
  /// @param insteadOfRule whether a universe that a rule fills may become a list
  /// @throws ai.tickstock.universe.UniverseRefused if a rule fills it, or the key means two
  public ListSet set(
      String key,
      Collection<Symbol> symbols,
      UniverseDecisions.Words words,
      boolean insteadOfRule,
      UniverseDecisions.Decision decision) {
    return database.inTransaction(h -> {
      var listed =
          new UniverseDecisions(database).set(h, key, symbols, words, insteadOfRule, decision);
      var set = new ListSet(listed, copy(h));
      tell(
          h,
          decision.on(),
          listed.joined().size(),
          listed.left().size(),
          set.copy(),
          Map.of("universes", 1));
      return set;
    });
  }

  private Copy copy(Handle transaction) {
    var now = clock.instant();
    try {
      var written = entries.write(transaction, Bar.dateOf(now), now);
      return new Copy(Optional.of(written), Optional.empty());
    } catch (CacheEntriesRefused refused) {
      return new Copy(Optional.empty(), Optional.of(String.valueOf(refused.getMessage())));
    }
  }

  private static void tell(Handle transaction, Done done) {
    int joined = 0;
    int left = 0;
    int held = 0;
    for (var one : done.rebalance().rules().universes()) {
      joined += one.held().isEmpty() ? one.joined().size() : 0;
      left += one.gone().size() + (one.held().isEmpty() ? one.left().size() : 0);
      held += one.held().isPresent() ? 1 : 0;
    }
    tell(
        transaction,
        done.rebalance().rules().day(),
        joined,
        left,
        done.copy(),
        Map.of(
            "market_caps", done.rebalance().caps().written(),
            "universes", changed(done.rebalance().rules()),
            "held", held));
  }

  /// Nothing is told when nothing changed.
  private static void tell(
      Handle transaction, LocalDate day, int joined, int left, Copy copy, Map<String, ?> tasks) {
    if (joined + left + copy.rows() == 0) {
      return;
    }
    Outbox.post(
        transaction,
        "cache.sync_complete",
        day.toString(),
        Map.of(
            "session",
            day.toString(),
            "total_changes",
            joined + left,
            "changes_by_type",
            Map.of("added", joined, "removed", left, "rows_written", copy.rows()),
            "task_summary",
            tasks));
  }

  private static long changed(RuleRefresh rules) {
    return rules.universes().stream().filter(RuleRefresh.OfUniverse::isChanged).count();
  }
}
