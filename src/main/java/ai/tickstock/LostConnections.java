package ai.tickstock;

import ai.tickstock.database.DatabaseUnavailable;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/// Says in one line of ours what the library of schedules tells with a stack trace when its
/// connections are gone: the database is away, or this process was silent for longer than its lease
/// and others have ended them. The library looks again by itself.
final class LostConnections extends TurboFilter {
  private static final String LIBRARY = "com.github.kagkarlsson.scheduler";

  private final org.slf4j.Logger log = LoggerFactory.getLogger(LostConnections.class);

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    if (!level.isGreaterOrEqual(Level.WARN) || !logger.getName().startsWith(LIBRARY)) {
      return FilterReply.NEUTRAL;
    }
    var lost = failure(params, thrown).flatMap(DatabaseUnavailable::lostConnection);
    lost.ifPresent(words ->
        log.warn(
            "schedules have no connection error=\"{}\" effect=\"they are looked at again in a moment\"",
            words));
    return lost.isPresent() ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  /// The last of the parameters can be one.
  private static Optional<Throwable> failure(
      Object @Nullable [] params, @Nullable Throwable thrown) {
    return thrown != null || params == null
        ? Optional.ofNullable(thrown)
        : Stream.of(params)
            .skip(Math.max(0, params.length - 1))
            .filter(Throwable.class::isInstance)
            .map(Throwable.class::cast)
            .findFirst();
  }
}
