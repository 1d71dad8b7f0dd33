package ai.tickstock.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which notices become which messages, from the clock and the rules alone.
///
/// @param messages to be made now
/// @param toDigest notices that wait for the digest from now on
record Routing(List<Message> messages, List<Long> toDigest) {
  static final Duration BUDGET_PERIOD = Duration.ofHours(1);

  Routing {
    messages = List.copyOf(messages);
    toDigest = List.copyOf(toDigest);
  }

  /// @param notices not empty
  record Message(Form form, List<Long> notices) {
    Message {
      notices = List.copyOf(notices);
    }
  }

  /// A notice that nobody was told of.
  ///
  /// @param digestSince since when it waits for the digest, if it does
  record Untold(
      long id, String kind, Severity severity, Instant firstSeen, Optional<Instant> digestSince) {}

  /// A critical notice that is open.
  ///
  /// @param toldAt the last time
  record Unanswered(long id, Instant toldAt) {}

  /// @param lately messages that spent the budget of the hour before now
  static Routing plan(
      RoutingRules rules,
      Instant now,
      int lately,
      List<Untold> untold,
      List<Unanswered> unanswered) {
    var messages = new ArrayList<Message>();
    var toDigest = new ArrayList<Long>();
    untold.stream()
        .filter(Routing::isCritical)
        .forEach(n -> messages.add(new Message(Form.CRITICAL, List.of(n.id()))));
    unanswered.stream()
        .filter(n -> !now.isBefore(n.toldAt().plus(rules.escalateAfter())))
        .forEach(n -> messages.add(new Message(Form.ESCALATION, List.of(n.id()))));
    untold.stream().filter(Routing::isForDigest).map(Untold::id).forEach(toDigest::add);
    if (rules.isQuiet(now)) {
      return new Routing(messages, toDigest);
    }
    int left = Math.max(0, rules.messagesAnHour() - lately);
    for (var group : due(rules, now, untold)) {
      var ids = group.stream().map(Untold::id).toList();
      if (left > 0) {
        messages.add(new Message(Form.PROMPT, ids));
        left--;
      } else {
        toDigest.addAll(ids);
      }
    }
    var waiting = untold.stream().filter(n -> n.digestSince().isPresent()).toList();
    boolean digestIsDue =
        waiting.stream()
            .flatMap(n -> n.digestSince().stream())
            .anyMatch(since -> !rules.digestAfter(since).isAfter(now));
    if (digestIsDue) {
      messages.add(new Message(Form.DIGEST, waiting.stream().map(Untold::id).toList()));
    }
    return new Routing(messages, toDigest);
  }

  private static boolean isCritical(Untold notice) {
    return notice.severity() == Severity.CRITICAL;
  }

  private static boolean isForDigest(Untold notice) {
    return notice.severity() == Severity.LOW && notice.digestSince().isEmpty();
  }

  /// Notices of one kind whose first one waited long enough, the gravest kinds first.
  private static List<List<Untold>> due(RoutingRules rules, Instant now, List<Untold> untold) {
    Map<String, List<Untold>> byKind = new LinkedHashMap<>();
    untold.stream()
        .filter(n -> !isCritical(n) && n.severity() != Severity.LOW && n.digestSince().isEmpty())
        .forEach(n -> byKind.computeIfAbsent(n.kind(), _ -> new ArrayList<>()).add(n));
    return byKind.values().stream()
        .filter(group ->
            group.stream().anyMatch(n -> !now.isBefore(n.firstSeen().plus(rules.groupWindow()))))
        .sorted(Comparator.comparing(Routing::gravest).reversed())
        .toList();
  }

  private static Severity gravest(List<Untold> group) {
    return group.stream().map(Untold::severity).max(Comparator.naturalOrder()).orElseThrow();
  }
}
