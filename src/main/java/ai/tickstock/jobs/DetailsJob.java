package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.DetailsRotation;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Mic;
import ai.tickstock.universe.UniverseMembers;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Share counts and other details of many instruments, in the same rotation as every evening.
///
/// @param most instruments
public record DetailsJob(Database database, Supplier<Vendor> vendor, int most, InstantSource clock)
    implements Job {
  @Override
  public String name() {
    return "details";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var today = Bar.dateOf(clock.instant());
    var tracked = TrackedInstruments.on(database, Mic.XNYS, today).keySet();
    var next =
        database.read(h ->
            DetailsRotation.next(
                h, tracked, UniverseMembers.chosen(h, today), clock.instant(), most));
    var done = new DetailsRound(database, vendor.get(), clock).ask(next);
    var words = done.symbols() + " of " + next.size() + " asked for, " + done.rows() + " changed";
    return done.failure()
        .map(why -> JobOutcome.part(words + "; ended by " + why, done.facts()))
        .orElseGet(() -> JobOutcome.done(words, done.facts()));
  }
}
