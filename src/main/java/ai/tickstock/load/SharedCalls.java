package ai.tickstock.load;

import ai.tickstock.market.Bar;
import ai.tickstock.provider.LimitWait;
import ai.tickstock.provider.Pacing;
import ai.tickstock.provider.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that all processes on a database have made to a vendor lately, as far as they matter
/// for the next one.
///
/// @param background starts of the latest calls in the background, ascending
/// @param day date in New York of the latest call
/// @param onDay calls on that date
record SharedCalls(Pacing pacing, List<Instant> background, Optional<LocalDate> day, int onDay) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  SharedCalls {
    background =
        List.copyOf(
            background.subList(
                Math.max(0, background.size() - pacing.configured().calls()), background.size()));
  }

  SharedCalls with(Pacing other) {
    return new SharedCalls(other, background, day, onDay);
  }

  /// As seen now, see [Pacing#seenAt].
  SharedCalls seenAt(Instant now) {
    return new SharedCalls(
        pacing.seenAt(now),
        background.stream().filter(start -> !start.isAfter(now)).toList(),
        day,
        onDay);
  }

  /// What the next call has to wait for; empty when it may start now. Of several, what takes
  /// longest.
  ///
  /// @param budget of the process that asks
  Optional<LimitWait> waitAt(Instant now, CallBudget budget) {
    var latest = new Latest(now);
    latest.take(pacing.earliest(now), "the vendor's limit of " + pacing.current());
    if (budget.aSecond() > 0 && budget.aSecond() < pacing.configured().calls()) {
      latest.take(
          after(pacing.recent(), budget.aSecond(), SECOND.plus(SECOND.dividedBy(20))),
          "the wished " + budget.aSecond() + " calls a second");
    }
    if (budget.aDay() > 0 && isOfToday(now) && onDay >= budget.aDay()) {
      latest.take(
          dateOf(now).plusDays(1).atStartOfDay(Bar.NEW_YORK).toInstant(),
          "the next day in New York: all " + budget.aDay() + " calls of this one are made");
    }
    return latest.wait(now);
  }

  /// As above, for work in the background.
  ///
  /// @param reserved share of the limit that is left to others, from 0 to less than 1
  Optional<LimitWait> waitInBackground(Instant now, CallBudget budget, double reserved) {
    var latest = new Latest(now);
    waitAt(now, budget).ifPresent(wait -> latest.take(now.plus(wait.left()), wait.reason()));
    if (reserved > 0) {
      int share = Math.max(1, (int) (pacing.currentCalls() * (1 - reserved)));
      var per = pacing.configured().per();
      latest.take(
          after(background, share, per.plus(pacing.margin())),
          "its share of the vendor's limit, in trading hours " + new RateLimit(share, per));
    }
    return latest.wait(now);
  }

  /// With one more call.
  SharedCalls calling(Instant start, boolean inBackground) {
    var more = background;
    if (inBackground) {
      more = new ArrayList<>(background);
      more.add(start);
    }
    return new SharedCalls(
        pacing.calling(start), more, Optional.of(dateOf(start)), isOfToday(start) ? onDay + 1 : 1);
  }

  private boolean isOfToday(Instant now) {
    return day.filter(dateOf(now)::equals).isPresent();
  }

  private static LocalDate dateOf(Instant now) {
    return now.atZone(Bar.NEW_YORK).toLocalDate();
  }

  /// So long after the call that lies so many calls before the next one.
  private static Instant after(List<Instant> starts, int calls, Duration window) {
    return starts.size() < calls ? Instant.MIN : starts.get(starts.size() - calls).plus(window);
  }

  private static final class Latest {
    private Instant at;
    private String reason = "";

    Latest(Instant now) {
      this.at = now;
    }

    void take(Instant other, String why) {
      if (other.isAfter(at)) {
        at = other;
        reason = why;
      }
    }

    Optional<LimitWait> wait(Instant now) {
      return at.isAfter(now)
          ? Optional.of(new LimitWait(Duration.between(now, at), reason))
          : Optional.empty();
    }
  }
}
