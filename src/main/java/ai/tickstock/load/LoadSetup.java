package ai.tickstock.load;

import ai.tickstock.bars.Feed;
import ai.tickstock.database.Database;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.flatfile.PublishedFiles;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// What a loader works with.
///
/// @param vendor whom to ask; empty where only files are read
/// @param configuredLimit the vendor's limit, for plans
/// @param calendar whose sessions the market as a whole has
/// @param calendars those of the exchanges that instruments follow
/// @param worker a name for this process, shown with the runs
/// @param throttle what holds loads back
/// @param published the vendor's files, where there are keys for them; who gives them closes them
record LoadSetup(
    Database database,
    Optional<Vendor> vendor,
    RateLimit configuredLimit,
    LoadPolicy policy,
    TradingCalendar calendar,
    Function<Mic, TradingCalendar> calendars,
    InstantSource clock,
    String worker,
    Throttle throttle,
    Optional<PublishedFiles> published) {

  /// Whose runs are meant where no files are read.
  String vendorName() {
    return vendor.map(Vendor::name).orElse(Loader.FILES);
  }

  Finality finality() {
    return new Finality(calendar, policy.finalDelay(), policy.whileRunning(), calendars);
  }

  Feed feed() {
    return Feed.of(policy.finalDelay());
  }

  LoadSetup with(Throttle other) {
    return new LoadSetup(
        database,
        vendor,
        configuredLimit,
        policy,
        calendar,
        calendars,
        clock,
        worker,
        other,
        published);
  }

  LoadSetup with(Optional<PublishedFiles> files) {
    return new LoadSetup(
        database,
        vendor,
        configuredLimit,
        policy,
        calendar,
        calendars,
        clock,
        worker,
        throttle,
        files);
  }

  LoadSetup with(Function<Mic, TradingCalendar> decided) {
    return new LoadSetup(
        database,
        vendor,
        configuredLimit,
        policy,
        calendar,
        decided,
        clock,
        worker,
        throttle,
        published);
  }
}
