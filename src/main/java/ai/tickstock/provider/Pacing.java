package ai.tickstock.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Where a rate limit stands: the arithmetic that every limiter shares, without clock, thread or
/// storage.
///
/// A call may start no earlier than the window and a margin after the one that lies `calls` calls
/// before it. So no window of that length, wherever it begins, holds more calls than allowed. The
/// margin is there because two calls can arrive closer together than they were sent: 250 ms, for
/// windows below 5 s a twentieth of the window.
///
/// A refusal (429) pauses everybody: as long as the vendor asks (at most 2 minutes), else for one
/// window times the factor by which the pace is lowered already, between 1 s and 60 s. That is a
/// minute for a limit per minute, and 1 s, 2 s, 4 s, … for a plan that is paced by the second. It
/// also halves the pace, down to one call in a window; further refusals during a pause belong to
/// the same burst and halve nothing. After two windows' worth of accepted calls the pace goes up by
/// a tenth of the configured one, at least by one call, until it is back.
///
/// @param configured the limit that was asked for; the pace never exceeds it
/// @param currentCalls calls per window at present, 1 to `configured.calls()`
/// @param pausedUntil nobody calls before this instant
/// @param acceptedSinceChange calls accepted since the pace last changed
/// @param recent starts of the latest calls, ascending; no more than `configured.calls()`
public record Pacing(
    RateLimit configured,
    int currentCalls,
    Optional<Instant> pausedUntil,
    int acceptedSinceChange,
    List<Instant> recent) {
  static final Duration LONGEST_ASKED_PAUSE = Duration.ofMinutes(2);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration MARGIN = Duration.ofMillis(250);

  public Pacing {
    if (currentCalls < 1 || currentCalls > configured.calls()) {
      throw new IllegalArgumentException(
          "a pace of " + currentCalls + " is not between 1 and " + configured);
    }
    recent = List.copyOf(recent.subList(surplus(recent.size(), configured), recent.size()));
  }

  private static int surplus(int size, RateLimit configured) {
    return Math.max(0, size - configured.calls());
  }

  /// Full pace, no call made yet.
  public static Pacing fresh(RateLimit configured) {
    return new Pacing(configured, configured.calls(), Optional.empty(), 0, List.of());
  }

  /// The same calls under another limit, at its full pace; a pause stays.
  public Pacing under(RateLimit other) {
    return new Pacing(other, other.calls(), pausedUntil, 0, recent);
  }

  /// The pace at present.
  public RateLimit current() {
    return new RateLimit(currentCalls, configured.per());
  }

  public boolean isLowered() {
    return currentCalls < configured.calls();
  }

  /// When the next call may start: `now` or later, never before a call that has its start already.
  public Instant earliest(Instant now) {
    var earliest = now;
    if (pausedUntil.isPresent()) {
      earliest = later(earliest, pausedUntil.get());
    }
    if (!recent.isEmpty()) {
      earliest = later(earliest, recent.getLast());
    }
    if (recent.size() >= currentCalls) {
      var one = recent.get(recent.size() - currentCalls);
      earliest = later(earliest, one.plus(configured.per()).plus(margin()));
    }
    return earliest;
  }

  /// With one more call.
  ///
  /// @param start not before `earliest` of the time at which it was computed
  public Pacing calling(Instant start) {
    var more = new ArrayList<>(recent);
    more.add(start);
    return new Pacing(configured, currentCalls, pausedUntil, acceptedSinceChange, more);
  }

  /// After a 429.
  public Pacing refused(Instant now, Optional<Duration> retryAfter) {
    boolean sameBurst = pausedUntil.isPresent() && now.isBefore(pausedUntil.get());
    var pause =
        retryAfter
            .map(asked -> shorter(asked, LONGEST_ASKED_PAUSE))
            .orElseGet(() ->
                shorter(
                    longer(
                        configured.per().multipliedBy(configured.calls() / currentCalls),
                        SHORTEST_PAUSE),
                    LONGEST_PAUSE));
    var until = now.plus(pause);
    return sameBurst
        ? new Pacing(
            configured,
            currentCalls,
            Optional.of(later(until, pausedUntil.get())),
            acceptedSinceChange,
            recent)
        : new Pacing(configured, Math.max(1, currentCalls / 2), Optional.of(until), 0, recent);
  }

  /// After calls that were answered normally.
  ///
  /// @param count not negative
  public Pacing accepted(int count) {
    if (!isLowered() || count == 0) {
      return this;
    }
    int accepted = acceptedSinceChange + count;
    if (accepted < 2 * currentCalls) {
      return new Pacing(configured, currentCalls, pausedUntil, accepted, recent);
    }
    int raised = currentCalls + Math.max(1, configured.calls() / 10);
    return new Pacing(configured, Math.min(raised, configured.calls()), pausedUntil, 0, recent);
  }

  /// The same as seen now. A call in the future shows that the clock was set back since; then all
  /// remembered instants go back with it.
  public Pacing seenAt(Instant now) {
    if (recent.isEmpty() || !recent.getLast().isAfter(now)) {
      return this;
    }
    var jump = Duration.between(now, recent.getLast());
    return new Pacing(
        configured,
        currentCalls,
        pausedUntil.map(until -> until.minus(jump)),
        acceptedSinceChange,
        recent.stream().map(start -> start.minus(jump)).toList());
  }

  /// By how much calls are kept further apart than the limit asks.
  public Duration margin() {
    return shorter(MARGIN, configured.per().dividedBy(20));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return Collections.min(List.of(a, b));
  }

  private static Duration longer(Duration a, Duration b) {
    return Collections.max(List.of(a, b));
  }
}
