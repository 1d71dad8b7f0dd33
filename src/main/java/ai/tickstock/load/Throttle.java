package ai.tickstock.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says how much a load may begin just now. Safe for use by many threads.
public final class Throttle {
  /// Lets every load go on.
  public static final Throttle NONE =
      new Throttle(
          new ThrottleRules(0, 1, 0, Duration.ZERO, List.of(), List.of()), new Idle(), false);

  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration LONGEST_SPREAD = Duration.ofDays(31);

  private final ThrottleRules rules;
  private final Surroundings around;
  private final boolean isBackground;

  private Throttle(ThrottleRules rules, Surroundings around, boolean isBackground) {
    this.rules = rules;
    this.around = around;
    this.isBackground = isBackground;
  }

  /// For loads that somebody waits for: only a disk that gets full holds them back.
  public static Throttle ofUrgent(ThrottleRules rules, Surroundings around) {
    return new Throttle(rules, around, false);
  }

  /// For loads in the background.
  public static Throttle ofBackground(ThrottleRules rules, Surroundings around) {
    return new Throttle(rules, around, true);
  }

  /// What a load may do.
  ///
  /// @param tasks most tasks in execution at once; 0: it begins nothing
  /// @param waitingFor completes "waiting for …"; empty when nothing holds it back
  record Allowance(int tasks, Optional<String> waitingFor) {
    static final Allowance FREE = new Allowance(Integer.MAX_VALUE, Optional.empty());

    static Allowance none(String waitingFor) {
      return new Allowance(0, Optional.of(waitingFor));
    }
  }

  /// @throws ai.tickstock.database.DatabaseUnavailable when the database has to be looked at and
  ///   does not answer
  Allowance at(Instant now) {
    if (around.freeDisk() < rules.leastFreeDisk()) {
      return Allowance.none("disk space: less than " + percent(rules.leastFreeDisk()) + " is free");
    }
    return isBackground ? inBackground(now) : Allowance.FREE;
  }

  private Allowance inBackground(Instant now) {
    var pause = rules.pauses().stream().filter(window -> window.contains(now)).findFirst();
    if (pause.isPresent()) {
      return Allowance.none("the end of the pause " + pause.get() + ", New York time");
    }
    if (!rules.allows(now)) {
      return Allowance.none("one of the windows " + rules.runs() + ", New York time");
    }
    if (around.busyProcessors() > rules.busiest()) {
      return Allowance.none(
          "the processors: they are more than " + percent(rules.busiest()) + " busy");
    }
    if (!rules.slowDatabase().isZero()
        && around.databaseLatency().compareTo(rules.slowDatabase()) > 0) {
      return new Allowance(
          1,
          Optional.of(
              "the database, one task at a time: it takes more than "
                  + rules.slowDatabase().toMillis()
                  + " ms to answer"));
    }
    return Allowance.FREE;
  }

  /// When so many tasks in the background begin that are to be spread evenly over a time.
  ///
  /// @param over of which only what lies in allowed windows counts; the first begins at once
  /// @return for each how long after `now`, ascending
  List<Duration> spread(int tasks, Duration over, Instant now) {
    var begins = new ArrayList<Duration>();
    var passed = Duration.ZERO;
    var allowed = Duration.ZERO;
    for (int task = 0; task < tasks; task++) {
      var wanted = over.multipliedBy(task).dividedBy(tasks);
      while (passed.compareTo(LONGEST_SPREAD) < 0
          && (allowed.plus(STEP).compareTo(wanted) <= 0 || !rules.allows(now.plus(passed)))) {
        allowed = rules.allows(now.plus(passed)) ? allowed.plus(STEP) : allowed;
        passed = passed.plus(STEP);
      }
      begins.add(passed.plus(wanted.minus(allowed)));
    }
    return begins;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /// Nothing goes on.
  private static final class Idle implements Surroundings {
    @Override
    public double busyProcessors() {
      return 0;
    }

    @Override
    public double freeDisk() {
      return 1;
    }

    @Override
    public Duration databaseLatency() {
      return Duration.ZERO;
    }
  }
}
