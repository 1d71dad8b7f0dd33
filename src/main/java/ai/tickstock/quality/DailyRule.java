package ai.tickstock.quality;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A rule that looks at the daily bars of one instrument at a time. Safe for use by many threads.
interface DailyRule {
  About about();

  /// Looks at one instrument.
  ///
  /// @param jumps of these bars, told apart once for all rules
  /// @param market where facts of sessions over all instruments are gathered
  void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found);

  /// What was seen at one bar.
  default Candidate at(Bars bars, int i, String words, Map<String, Object> numbers) {
    return new Candidate(
        about(),
        bars.facts.instrument(),
        bars.facts.ticker(),
        List.of(bars.day[i]),
        about().severity(),
        Double.NaN,
        words,
        numbers);
  }
}
