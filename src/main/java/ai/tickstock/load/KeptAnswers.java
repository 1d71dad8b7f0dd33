package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.MarketDataProvider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// When a run may be content with an answer that the provider kept from earlier, and when it asks
/// the vendor anew: after the first stage, after an attempt that failed, and where this database
/// knows what the answer left out already.
final class KeptAnswers {
  private final Database database;
  private final Coverage coverage;
  private final MarketDataProvider provider;
  private final MarketDataProvider fresh;
  private volatile int stage;

  KeptAnswers(Database database, Coverage coverage, MarketDataProvider provider) {
    this.database = database;
    this.coverage = coverage;
    this.provider = provider;
    this.fresh = provider.fresh();
  }

  /// The tasks of another stage come; those of all but the first one ask again on purpose.
  void begin(int started) {
    stage = started;
  }

  MarketDataProvider provider(Task task) {
    return stage > 0 || task.attempts() > 0 || task.kind() == NewTask.Kind.SECOND_LOOK
        ? fresh
        : provider;
  }

  MarketDataProvider fresh() {
    return fresh;
  }

  /// Whether something was noted here as left out when an answer came or later: then the answer is
  /// no news.
  boolean isNoted(
      BarInterval interval, InstrumentId instrument, DateRange range, Instant receivedAt) {
    // The database keeps microseconds.
    var since = receivedAt.truncatedTo(ChronoUnit.MICROS);
    var known =
        database.read(handle -> coverage.read(handle, interval, List.of(instrument), range));
    return Optional.ofNullable(known.get(instrument)).stream()
        .flatMap(one -> one.omissions().stream())
        .anyMatch(omission -> !omission.askedAt().isBefore(since));
  }
}
