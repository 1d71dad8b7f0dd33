package ai.tickstock.database;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/// The database's clock, asked each time: the one that all processes on it agree about, whatever
/// the clocks of their hosts say.
public record DatabaseClock(Database database) implements InstantSource {
  @Override
  public Instant instant() {
    return database
        .read(h -> h.createQuery("SELECT clock_timestamp()").mapTo(OffsetDateTime.class).one())
        .toInstant();
  }
}
