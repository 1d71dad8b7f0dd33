package ai.tickstock.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Sessions without a bar, of names that otherwise trade on nearly every session. Those of names
/// that trade now and then are a matter of `coverage`, not of a finding.
final class Holes implements DailyRule {
  static final About ABOUT =
      new About(
          "missing-session",
          Severity.MEDIUM,
          "No bar on sessions of the listing's life, unexplained by coverage, halts or a session that the whole market lacks.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "regular",
                  "a fraction of the sessions around with a bar",
                  0.95,
                  0.5,
                  1,
                  "names that trade less often leave sessions out by themselves"),
              new Parameter(
                  "fewest", "sessions with a bar around", 10, 2, 60, "else nothing is regular")));

  private final double regular;
  private final double fewest;

  Holes(Thresholds thresholds) {
    regular = thresholds.of(ABOUT.id(), "regular");
    fewest = thresholds.of(ABOUT.id(), "fewest");
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    for (int i = 0; i < bars.size; i++) {
      if (bars.at[i] >= 0 && bars.isJudged(i)) {
        market.bar(bars.at[i]);
      }
      if (i > 0
          && bars.sessionsSince(i) > 1
          && bars.day[i] > bars.firstJudged
          && bars.day[i - 1] < bars.lastJudged) {
        hole(bars, i, jumps, market, found);
      }
    }
    end(bars, market, found);
  }

  private void hole(
      Bars bars, int i, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    if (bars.at[i - 1] < 0 || !isRegular(bars, i)) {
      return;
    }
    var missing = missing(bars, bars.at[i - 1] + 1, bars.at[i] - 1);
    missing.forEach(session -> market.missing(session));
    for (var jump : jumps) {
      if (jump.kind() == Jump.Kind.RECYCLED && jump.from() == i) {
        return; // it belongs to neither owner
      }
    }
    report(bars, missing, found);
  }

  /// Sessions after the last bar, up to the end of what is judged, of what should still trade.
  private void end(Bars bars, MarketDays market, Consumer<Candidate> found) {
    int last = bars.size - 1;
    if (last < 0 || bars.at[last] < 0 || bars.day[last] >= bars.lastJudged) {
      return;
    }
    if (!isRegular(bars, bars.size)) {
      return;
    }
    int end = Math.min(bars.days.notBefore(bars.lastJudged + 1), bars.days.over()) - 1;
    var missing = missing(bars, bars.at[last] + 1, end);
    if (bars.facts.provisional()) {
      // Known from bars only: its life may just have ended. Whether all ended together is seen.
      missing.stream().limit(1).forEach(session -> market.ended(session));
      return;
    }
    missing.forEach(session -> market.missing(session));
    report(bars, missing, found);
  }

  private static List<Integer> missing(Bars bars, int first, int last) {
    var missing = new ArrayList<Integer>();
    for (int session = Math.max(0, first); session <= last; session++) {
      int day = bars.days.day(session);
      if (day >= bars.firstJudged
          && day <= bars.lastJudged
          && day >= bars.facts.listed()
          && day < bars.facts.delisted()
          && !Facts.isIn(bars.facts.explained(), day)
          && !Facts.isIn(bars.facts.halted(), day)) {
        missing.add(session);
      }
    }
    return missing;
  }

  private void report(Bars bars, List<Integer> missing, Consumer<Candidate> found) {
    if (missing.isEmpty()) {
      return;
    }
    var days = missing.stream().map(session -> bars.days.day(session)).toList();
    found.accept(
        new Candidate(
            ABOUT,
            bars.facts.instrument(),
            bars.facts.ticker(),
            days,
            days.size() > 1 ? Severity.HIGH : Severity.MEDIUM,
            Double.NaN,
            days.size() == 1
                ? "no bar, though it trades on nearly every session"
                : "no bars on %,d sessions, though it trades on nearly every one"
                    .formatted(days.size()),
            Map.of("missing", days.size())));
  }

  /// @param i the bar after the hole, or the number of bars where it is at the end
  private boolean isRegular(Bars bars, int i) {
    int before = Math.max(0, i - Bars.AROUND);
    int after = Math.min(bars.size - 1, i + Bars.AROUND);
    int have = i - before;
    int owed = bars.at[i - 1] - Math.max(-1, bars.at[before]) + 1;
    if (bars.at[before] < 0) {
      owed = have;
    }
    if (i < bars.size) {
      have += after - i + 1;
      owed += bars.at[after] - bars.at[i] + 1;
    }
    // A hole beside another one does not make a name irregular: two of them may.
    return have >= fewest && have >= regular * owed;
  }
}
