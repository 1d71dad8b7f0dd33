package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The now of the simulated vendor. It follows the real clock until somebody drives it: sets it,
/// moves it, lets it run faster or stand still. Safe for use by many threads.
public final class SimulatedClock implements InstantSource {
  /// The most simulated seconds in a real one: a year in half a minute.
  static final double FASTEST = 1_000_000;

  private static final int YEARS_LOOKED_BACK = 2;

  /// Milliseconds, far beyond any calendar and short of an overflow.
  private static final double FARTHEST = 1e15;

  private final InstantSource real;
  private final Instant first;
  private final Instant last;
  private Optional<Drive> drive = Optional.empty();

  /// @param since simulated instant at `realSince`
  /// @param rate simulated seconds in a real one
  private record Drive(Instant since, Instant realSince, double rate) {
    Instant at(Instant now) {
      double millis = (double) Duration.between(realSince, now).toMillis() * rate;
      return since.plusMillis((long) Math.min(millis, FARTHEST));
    }
  }

  /// @param real what it follows, and by whose pace it runs when it is driven
  /// @param known dates about which the calendar knows anything; the clock stays inside, without
  ///   the first two years, which answers look back into
  SimulatedClock(InstantSource real, DateRange known) {
    this.real = real;
    first = Bar.startOfSession(known.first().plusYears(YEARS_LOOKED_BACK));
    last = Bar.startOfSession(known.last());
  }

  /// Driven, it stops at the last date that the calendar knows.
  @Override
  public synchronized Instant instant() {
    return at(real.instant());
  }

  private Instant at(Instant now) {
    if (drive.isEmpty()) {
      return now;
    }
    var driven = drive.get().at(now);
    return driven.isAfter(last) ? last : driven;
  }

  /// Simulated seconds in a real one; 1 on the real clock.
  public synchronized double rate() {
    return drive.map(Drive::rate).orElse(1.0);
  }

  /// Whether it has left the real clock.
  public synchronized boolean isDriven() {
    return drive.isPresent();
  }

  /// Makes it this instant now; the rate stays.
  ///
  /// @throws IllegalArgumentException if the instant is outside what the calendar knows
  public void set(Instant now) {
    drive(Optional.of(now), Optional.empty(), Optional.empty());
  }

  /// Moves it on, or back; the rate stays.
  ///
  /// @throws IllegalArgumentException if it would leave what the calendar knows
  public void advance(Duration by) {
    drive(Optional.empty(), Optional.of(by), Optional.empty());
  }

  /// Lets it run at another pace from here on.
  ///
  /// @param rate simulated seconds in a real one, 0 to stand still, at most 1,000,000
  public void run(double rate) {
    drive(Optional.empty(), Optional.empty(), Optional.of(rate));
  }

  /// All in one step, so that no call sees half of it; what is refused changes nothing.
  synchronized void drive(Optional<Instant> now, Optional<Duration> by, Optional<Double> rate) {
    var realNow = real.instant();
    var from = now.orElseGet(() -> at(realNow));
    var to = by.map(b -> later(from, b)).orElse(from);
    double pace = rate.orElseGet(this::rate);
    if (!(pace >= 0 && pace <= FASTEST)) {
      throw new IllegalArgumentException(
          "a rate is 0 (stands still) to " + (int) FASTEST + ", not " + pace);
    }
    if (to.isBefore(first) || to.isAfter(last)) {
      throw new IllegalArgumentException(
          "the simulator knows " + first + " to " + last + ", not " + to);
    }
    drive = Optional.of(new Drive(to, realNow, pace));
  }

  private static Instant later(Instant from, Duration by) {
    try {
      return from.plus(by);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("'advance' leads too far: " + by, e);
    }
  }

  /// Goes back to the real clock.
  public synchronized void release() {
    drive = Optional.empty();
  }
}
