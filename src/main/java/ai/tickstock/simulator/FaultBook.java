package ai.tickstock.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules in force, their counters, and what they have done. Safe for use by many threads.
final class FaultBook {
  private static final class Counted {
    private final FaultRule rule;
    private int calls;
    private final Map<String, Integer> asked = new HashMap<>();

    Counted(FaultRule rule) {
      this.rule = rule;
    }
  }

  private final Object lock = new Object();
  private List<Counted> rules = new ArrayList<>();
  private final Map<FaultKind, Long> struck = new EnumMap<>(FaultKind.class);

  FaultBook(List<FaultRule> rules) {
    replace(rules);
  }

  /// Puts other rules in force; counts of what was done stay.
  void replace(List<FaultRule> changed) {
    synchronized (lock) {
      rules = new ArrayList<>(changed.stream().map(Counted::new).toList());
    }
  }

  List<FaultRule> rules() {
    synchronized (lock) {
      return rules.stream().map(c -> c.rule).toList();
    }
  }

  /// How often each kind struck: calls, rows for the kinds about bars and splits, answers for those
  /// about flat files.
  Map<FaultKind, Long> struck() {
    synchronized (lock) {
      return new EnumMap<>(struck);
    }
  }

  /// The faults of one call.
  ///
  /// @param now of the simulated clock
  /// @param address path and query: the n-th call of an address meets the same fate whatever comes
  ///   in between
  Faults onCall(String path, String address, Optional<String> ticker, Instant now) {
    var active = new ArrayList<FaultRule>();
    synchronized (lock) {
      for (var counted : rules) {
        var rule = counted.rule;
        if (rule.kind().isOfFiles()
            || !rule.concerns(path, ticker)
            || !rule.window().contains(now)) {
          continue;
        }
        counted.calls++;
        int nth = counted.asked.merge(address, 1, Integer::sum);
        if (!rule.covers(counted.calls)) {
          continue;
        }
        if (rule.kind().isOfRows()) {
          active.add(rule);
        } else if (Dice.roll(rule.seed(), address, nth) < rule.probability()) {
          active.add(rule);
          struck.merge(rule.kind(), 1L, Long::sum);
        }
      }
    }
    return new Faults(active, this);
  }

  /// The rules in force that strike a flat file.
  List<FaultRule> ofFile(FlatFileName file) {
    return rules().stream().filter(r -> r.strikesFile(file)).toList();
  }

  void strike(FaultKind kind, long rows) {
    if (rows > 0) {
      synchronized (lock) {
        struck.merge(kind, rows, Long::sum);
      }
    }
  }

  /// Whether a rule in force leaves a bar out of an answer, whatever the number of the call.
  boolean hides(String ticker, LocalDate session, BarAnswer answer) {
    return rules().stream().anyMatch(r -> hides(r, ticker, session, answer));
  }

  /// Whether a rule in force leaves out the bar within a day that starts then.
  boolean hides(String ticker, long startMillis) {
    return rules().stream().anyMatch(r -> hides(r, ticker, startMillis));
  }

  static boolean hides(FaultRule rule, String ticker, LocalDate session, BarAnswer answer) {
    return rule.kind() == FaultKind.DROPPED_BAR
        && rule.answers().contains(answer)
        && strikes(rule, ticker, session);
  }

  static boolean strikes(FaultRule rule, String ticker, LocalDate session) {
    return rule.concernsBar(ticker, session)
        && Dice.roll(rule.seed(), ticker, session) < rule.probability();
  }

  /// Whether a rule leaves out the bar within a day that starts then.
  static boolean hides(FaultRule rule, String ticker, long startMillis) {
    return rule.kind() == FaultKind.DROPPED_BAR
        && rule.answers().contains(BarAnswer.AGGREGATES)
        && strikes(rule, ticker, startMillis);
  }

  static boolean strikes(FaultRule rule, String ticker, long startMillis) {
    return rule.concernsBar(ticker, MinuteWindow.date(startMillis))
        && Dice.roll(rule.seed(), ticker, startMillis) < rule.probability();
  }
}
