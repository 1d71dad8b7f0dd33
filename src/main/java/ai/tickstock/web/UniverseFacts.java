package ai.tickstock.web;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.Universe;
import ai.tickstock.universe.UniverseDecisions;
import ai.tickstock.universe.Universes;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who belongs to a universe on a date, and who came and went since another.
///
/// @param since empty: nothing is compared
/// @param q begin of the tickers that were asked for; empty: all
/// @param total members on the date
/// @param matching those of them that were asked for, `members` being a part
/// @param nextAfter value of `after` for those that follow; empty at the end
/// @param listed all members as a form takes them; empty where a rule fills it
/// @param rule that fills it; empty for a list
/// @param history the latest first
record UniverseFacts(
    String key,
    String name,
    String kind,
    String description,
    LocalDate asOf,
    Optional<LocalDate> since,
    String q,
    int total,
    int matching,
    List<One> members,
    Optional<String> nextAfter,
    String listed,
    List<String> joined,
    List<String> left,
    String rule,
    Optional<Held> held,
    List<Change> history) {
  private static final int HISTORY = 20;

  /// A change by the rule that waits for somebody to approve it.
  ///
  /// @param because why it was not done
  record Held(Instant at, String because, List<Move> joining, List<Move> leaving) {}

  record Move(String symbol, String reason) {}

  /// @param state `applied` or `held`
  record Change(
      Instant at, LocalDate effective, String state, int joined, int left, String message) {}

  record One(String symbol, String listedAs, LocalDate since) {}

  /// All of them, with the number of members on a date.
  record All(LocalDate asOf, List<Line> universes) {
    record Line(
        String key,
        String name,
        String category,
        String kind,
        String description,
        int members,
        boolean held) {}

    static All of(Asked asked, ConsoleProgram program) {
      var date = date(asked, "as_of", program).orElse(today(program));
      var held = rules(program).held();
      return new All(
          date,
          Universes.postgres(program.database()).list(date).stream()
              .map(one ->
                  new Line(
                      one.key(),
                      one.name(),
                      one.category(),
                      one.kind(),
                      one.description(),
                      one.members(),
                      held.containsKey(one.key())))
              .toList());
    }
  }

  static UniverseFacts of(Asked asked, ConsoleProgram program) {
    var universes = Universes.postgres(program.database());
    var key = asked.shown("key");
    var date = date(asked, "as_of", program).orElse(today(program));
    var since = date(asked, "since", program);
    var members = members(universes, key, date);
    var before = since.map(other -> tickers(members(universes, key, other)));
    var now = tickers(members);
    var found = universes.find(key, date);
    var rules = rules(program);
    var rule = rule(program, found);
    var matching = matching(members, asked.shown("q"));
    var part = part(matching, asked.text("after"), asked.limit());
    return new UniverseFacts(
        key,
        found.map(one -> one.name()).orElse(key),
        found.map(one -> one.kind()).orElse(""),
        found.map(one -> one.description()).orElse(""),
        date,
        since,
        asked.shown("q"),
        members.size(),
        matching.size(),
        part,
        part.isEmpty() || part.getLast().equals(matching.getLast())
            ? Optional.empty()
            : Optional.of(part.getLast().symbol()),
        rule.isEmpty()
            ? members.stream().map(one -> one.listedAs().ticker()).collect(Collectors.joining(", "))
            : "",
        before.map(old -> without(now, old)).orElse(List.of()),
        before.map(old -> without(old, now)).orElse(List.of()),
        rule,
        found
            .flatMap(one -> Optional.ofNullable(rules.held().get(one.key())))
            .map(UniverseFacts::held),
        found.map(one -> rules.history(one.key())).orElse(List.of()).stream()
            .limit(HISTORY)
            .map(one ->
                new Change(
                    one.at(),
                    one.effective(),
                    one.state(),
                    one.joined().size(),
                    one.left().size(),
                    one.message()))
            .toList());
  }

  static RuleUniverses rules(ConsoleProgram program) {
    return RuleUniverses.postgres(program.database(), program.finality().calendar());
  }

  private static String rule(ConsoleProgram program, Optional<Universe> found) {
    return found
        .flatMap(one -> new UniverseDecisions(program.database()).rule(one.key()))
        .orElse("");
  }

  private static Held held(RuleUniverses.Change change) {
    return new Held(change.at(), change.message(), moves(change.joined()), moves(change.left()));
  }

  static List<Move> moves(List<RuleRefresh.Move> moves) {
    return moves.stream().map(move -> new Move(move.symbol().ticker(), move.reason())).toList();
  }

  /// Those whose ticker, or the one that they are listed as, begins so, by ticker.
  private static List<One> matching(List<Member> members, String begin) {
    var wanted = begin.toUpperCase(Locale.ROOT);
    return members.stream()
        .map(one -> new One(one.symbol().ticker(), one.listedAs().ticker(), one.since()))
        .filter(one ->
            one.symbol().toUpperCase(Locale.ROOT).startsWith(wanted)
                || one.listedAs().toUpperCase(Locale.ROOT).startsWith(wanted))
        .sorted(Comparator.comparing(One::symbol).thenComparing(One::listedAs))
        .toList();
  }

  /// So many, and who shares the last one's ticker: the next part begins after it.
  private static List<One> part(List<One> all, Optional<String> after, int limit) {
    int from =
        after
            .map(
                last -> (int) all.stream().filter(one -> one.symbol().compareTo(last) <= 0).count())
            .orElse(0);
    int to = Math.min(all.size(), from + limit);
    while (to > from && to < all.size() && all.get(to).symbol().equals(all.get(to - 1).symbol())) {
      to++;
    }
    return all.subList(from, to);
  }

  /// The page of those that follow.
  String next() {
    return "/universes/"
        + Words.path(key)
        + "?as_of="
        + asOf
        + since.map(date -> "&since=" + date).orElse("")
        + (q.isEmpty() ? "" : "&q=" + Words.path(q))
        + nextAfter.map(last -> "&after=" + Words.path(last)).orElse("");
  }

  private static List<Member> members(Universes universes, String key, LocalDate date) {
    return switch (universes.resolve(key, date)) {
      case Resolution.Unknown _ ->
          throw new Misasked(HttpStatus.NOT_FOUND, "there is no universe " + key);
      case Resolution.Ambiguous ambiguous -> throw Misasked.wrong(ambiguous.question());
      case Resolution.Members(var members) -> members;
    };
  }

  private static TreeSet<String> tickers(List<Member> members) {
    var tickers = new TreeSet<String>();
    members.forEach(one -> tickers.add(one.symbol().ticker()));
    return tickers;
  }

  private static List<String> without(TreeSet<String> those, TreeSet<String> others) {
    return those.stream().filter(one -> !others.contains(one)).toList();
  }

  static LocalDate today(ConsoleProgram program) {
    return Bar.dateOf(program.clock().instant());
  }

  private static Optional<LocalDate> date(Asked asked, String name, ConsoleProgram program) {
    var date = asked.date(name);
    if (date.isPresent() && date.get().isAfter(today(program))) {
      throw Misasked.wrong(name + ": " + date.get() + " is in the future");
    }
    return date;
  }
}
