package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.MarketCaps;
import ai.tickstock.universe.RuleRefresh;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fills universes by their rules.
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "Computes the market caps and fills the universes by their rules, and notes type, sector and index of each fund.",
      "Members that lists or people put in stay; who trades no more leaves. Held until --approve: a change that",
      "takes out more than 30 %% of those who are in by the rule, a rule that selects nobody any more, or everybody.",
      "Who is in stays until 5 %% beyond a threshold, and in a top N until its rank is worse than N by 10 %%.",
      "What older applications read (cache_entries) is written in the same transaction."
    },
    footer = {
      "",
      "Example: tickstock universe refresh --plan",
      "         tickstock universe refresh etf_growth --approve"
    })
final class UniverseRefreshCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "One universe; else all that rules fill.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--session",
      paramLabel = "DATE",
      description =
          "As of the end of that day; what is dated later does not count. Today if left out.")
  private Optional<LocalDate> session = Optional.empty();

  @Option(names = "--approve", description = "Make the change also where it would be held.")
  private boolean approve;

  @Option(names = "--plan", description = "Say who would join and leave and why; change nothing.")
  private boolean plan;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseRefreshCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var today = Bar.dateOf(program.clock().instant());
    var day = session.orElse(today);
    if (day.isAfter(today)) {
      throw new Misuse("--session " + day + " is in the future; today is " + today);
    }
    var database = databases.database(program);
    var sync = program.universeSync(database);
    if (plan) {
      var would = sync.plan(key, day, approve);
      tell(would.caps(), would.rules());
      moves(would.rules()).print(format, program.out());
      return explainHeld(would.rules()) ? ExitCode.DONE_IN_PART : ExitCode.DONE;
    }
    var done = sync.run(key, day, approve);
    var rules = done.rebalance().rules();
    tell(done.rebalance().caps(), rules);
    summary(rules).print(format, program.out());
    done.copy().written().map(UniverseCacheCommand::words).ifPresent(program.err()::println);
    done.copy().refused().ifPresent(program.err()::println);
    boolean whole = !explainHeld(rules) && done.copy().refused().isEmpty();
    return whole ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private void tell(MarketCaps.Count caps, RuleRefresh rules) {
    var err = program.err();
    var words = new ArrayList<>(List.of(Words.count(caps.computed(), "market cap") + " computed"));
    add(words, caps.noShares(), "companies without known shares");
    add(words, caps.noClose(), "without a close of the last sessions");
    add(words, caps.noFundFacts(), "funds without shares outstanding and NAV");
    add(words, caps.later(), "of a later day, left as they are");
    add(words, caps.changedMuch(), "changed by more than 5 %");
    err.println("as of " + rules.day() + ": " + String.join(", ", words));
    if (!rules.ignored().isEmpty()) {
      err.println(
          "dated after "
              + rules.day()
              + ", so not counted: "
              + counts(rules.ignored())
              + " (facts and of how many instruments)");
    }
    if (key.isEmpty()) {
      long same =
          rules.universes().stream()
              .filter(one -> !one.isChanged() && one.held().isEmpty())
              .count();
      err.println(
          Words.count(rules.universes().size(), "universe")
              + " by rules, "
              + same
              + " of them unchanged"
              + (plan ? "; nothing was changed by this command" : ""));
    }
  }

  private static void add(List<String> words, int count, String what) {
    if (count > 0) {
      words.add("%,d ".formatted(count) + what);
    }
  }

  private Table summary(RuleRefresh rules) {
    var table = Table.of("universe", ">members_before", ">joined", ">left", "state", "not_judged");
    for (var one : rules.universes()) {
      if (key.isPresent() || one.isChanged() || one.held().isPresent()) {
        table.row(
            one.universe(),
            one.members(),
            one.joined().size(),
            one.left().size() + one.gone().size(),
            one.held().isPresent() ? "held" : one.isChanged() ? "applied" : "unchanged",
            one.notJudged().isEmpty() ? "" : "no " + counts(one.notJudged()));
      }
    }
    return table;
  }

  private static Table moves(RuleRefresh rules) {
    var table = Table.of("universe", "change", "symbol", "reason");
    for (var one : rules.universes()) {
      var would = one.held().isPresent() ? "held: would " : "would ";
      one.gone().forEach(m -> table.row(one.universe(), "would leave", m.symbol(), m.reason()));
      one.left().forEach(m -> table.row(one.universe(), would + "leave", m.symbol(), m.reason()));
      one.joined().forEach(m -> table.row(one.universe(), would + "join", m.symbol(), m.reason()));
    }
    return table;
  }

  /// `market_cap 37, sector 2`.
  private static String counts(Map<String, Integer> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(", "));
  }

  private boolean explainHeld(RuleRefresh rules) {
    boolean held = false;
    for (var one : rules.universes()) {
      if (one.held().isPresent()) {
        held = true;
        program
            .err()
            .println(
                one.universe()
                    + " stays as it is: "
                    + one.held().get()
                    + (one.joined().isEmpty() && one.left().isEmpty()
                        ? ""
                        : "; 'tickstock universe refresh "
                            + one.universe()
                            + " --plan' shows whom, with --approve in place of --plan it is done"));
      }
    }
    if (key.isEmpty()) {
      explainEmpty(rules);
    }
    return held;
  }

  /// Rules that select nobody, by what is not known.
  private void explainEmpty(RuleRefresh rules) {
    var empty = new TreeMap<String, List<String>>();
    for (var one : rules.universes()) {
      if (one.selected() == 0 && !one.notJudged().isEmpty() && one.held().isEmpty()) {
        empty.computeIfAbsent(counts(one.notJudged()), _ -> new ArrayList<>()).add(one.universe());
      }
    }
    empty.forEach((unknown, universes) ->
        program
            .err()
            .println(
                "not known of many, so the rules of some select nobody: "
                    + unknown
                    + " ("
                    + String.join(", ", universes)
                    + ")"));
    if (!empty.isEmpty()) {
      program
          .err()
          .println(
              "'tickstock symbols details --all' asks for shares, SIC codes and sectors,"
                  + " 'tickstock symbols etf-facts --all' for what is known of funds");
    }
  }
}
