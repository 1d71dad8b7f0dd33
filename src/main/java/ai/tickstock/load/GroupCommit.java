package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.bars.WriteCount;
import ai.tickstock.database.Database;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what finished tasks brought, many of them in one transaction with the ledger. What
/// belongs to another worker by now is left out. Safe for use by many threads.
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Database database;
  private final LoadLedger ledger;
  private final BarStore bars;
  private final MinuteStore minutes;
  private final Coverage coverage;
  private final Quarantine quarantine;
  private final ListingSync listing;
  private final String vendor;
  private final InstantSource clock;
  private final int workerId;

  /// Whether no stored bar has been met yet where one was to go: then looking first costs more than
  /// the one lost copy that tells otherwise.
  private volatile boolean nothingMet = true;

  /// Instruments of the run whose joining is committed.
  private final Set<InstrumentId> inRun = ConcurrentHashMap.newKeySet();

  /// Of one worker in one run.
  GroupCommit(
      Database database,
      LoadLedger ledger,
      BarStore bars,
      MinuteStore minutes,
      Coverage coverage,
      Quarantine quarantine,
      ListingSync listing,
      String vendor,
      InstantSource clock,
      int workerId) {
    this.database = database;
    this.ledger = ledger;
    this.bars = bars;
    this.minutes = minutes;
    this.coverage = coverage;
    this.quarantine = quarantine;
    this.listing = listing;
    this.vendor = vendor;
    this.clock = clock;
    this.workerId = workerId;
  }

  /// Ledger, bars, superseded values, coverage and quarantine in one transaction.
  ///
  /// @param source is told which instruments belong to the run by then
  WriteCount store(RunTable.RunRow run, TaskSource source, List<Fetched> group) {
    try {
      return store(run, source, group, nothingMet ? BarStore.Path.STRAIGHT : BarStore.Path.FASTEST);
    } catch (BarStore.StraightCopyLost lost) {
      nothingMet = false;
      return store(run, source, group, BarStore.Path.COMPARE);
    }
  }

  private WriteCount store(
      RunTable.RunRow run, TaskSource source, List<Fetched> group, BarStore.Path path) {
    int runId = run.id();
    var joined = new TreeMap<InstrumentId, Symbol>();
    var changed =
        database.inTransaction(handle -> {
          joined.clear();
          Set<Long> counting =
              ledger
                  .tasks()
                  .end(
                      handle,
                      workerId,
                      group.stream()
                          .map(f ->
                              new TaskQueue.Executed(
                                  f.task(),
                                  f.end(),
                                  f.cost(),
                                  f.skipped(),
                                  f.rejected().size(),
                                  f.repeats()))
                          .toList());
          var bySource = new EnumMap<BarSource, List<BarBatch>>(BarSource.class);
          var count = WriteCount.NONE;
          for (var one : group) {
            if (!counting.contains(one.task().id())) {
              LOG.info(
                  "dropped task={} reason=\"it belongs to another worker by now\"",
                  one.task().id());
              continue;
            }
            bySource.computeIfAbsent(one.source(), s -> new ArrayList<>()).addAll(one.batches());
            var interval = one.task().kind().interval(run.interval());
            quarantine.keep(handle, runId, interval, one.source(), one.rejected());
            coverage.noteOmissions(handle, runId, interval, one.omissions());
            coverage.explain(handle, runId, interval, one.explained());
            ledger.account().noteUntracked(handle, one.task(), one.untracked());
            var written =
                minutes.write(handle, runId, one.source(), one.receivedAt(), one.minutes(), path);
            ledger.account().noteLive(handle, one.task(), written.live());
            count = count.plus(written.count());
            one.details()
                .ifPresent(facts ->
                    listing.details(
                        handle, List.of(facts), new ListSource(vendor, clock.instant())));
            if (run.everything()) {
              one.instruments()
                  .forEach((id, symbol) -> {
                    if (!inRun.contains(id)) {
                      joined.put(id, symbol);
                    }
                  });
            }
          }
          for (var one : bySource.entrySet()) {
            count = count.plus(bars.write(handle, runId, one.getKey(), one.getValue(), path));
          }
          // Last: two transactions name the same new ones, and one waits for the other from here.
          ledger.runs().addInstruments(handle, runId, joined);
          return count;
        });
    inRun.addAll(joined.keySet());
    source.joined(joined.keySet());
    return changed;
  }
}
