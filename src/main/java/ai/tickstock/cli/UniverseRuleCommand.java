package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.Rebalance;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.UniverseDecisions;
import ai.tickstock.universe.Universes;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows or gives the rule of a universe.
@Command(
    name = "rule",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the rule that fills a universe, or gives it one; kept in the audit. The next refresh fills it.",
      "A rule is parts joined by ';' that must all hold:",
      "  stocks | etfs | other                the category of the equity type",
      "  type in CS, ADRC                     equity types",
      "  sector = Technology                  or: sector in Energy, Utilities",
      "  industry = banks                     of industries.csv; sic in 6020-6039, 6712 says codes",
      "  theme etf_growth                     what the rules for funds say",
      "  band = large                         mega, large, mid, small, micro (by market cap)",
      "  market_cap >= 10e9, aum >= 1e9       US dollars",
      "  volume >= 5e6                        shares a day, mean of 30 sessions",
      "  expense_ratio <= 0.002               a fraction: 0.2 %%",
      "  in dev_top_10, etf:top_100           belongs to one of these universes",
      "  top 10 by market_cap                 or aum, volume; the last part",
      "Who lacks a number meets no condition on it and is counted as not judged."
    },
    footer = {
      "",
      "Example: tickstock universe rule etf_sectors \"theme etf_sectors; aum >= 1e9; volume >= 5e6\"",
      "         tickstock universe rule top_50"
    })
final class UniverseRuleCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "A key; etf:KEY, stock:KEY or themes:KEY says the kind.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RULE",
      description = "In quotes; the present one is shown if left out.")
  private Optional<String> rule = Optional.empty();

  @Option(names = "--plan", description = "Say who would join and leave, and change nothing.")
  private boolean plan;

  @Mixin private UniverseWords words = new UniverseWords();
  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  UniverseRuleCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var database = databases.database(program);
    Universes.postgres(database).seed();
    var decisions = new UniverseDecisions(database);
    if (rule.isEmpty()) {
      if (plan || !words.isEmpty()) {
        throw new Misuse("--plan, --name and the like go with a RULE");
      }
      decisions
          .rule(key)
          .ifPresentOrElse(
              program.out()::println,
              () -> program.err().println(key + " has no rule: it is a list"));
      return ExitCode.DONE;
    }
    var today = Bar.dateOf(program.clock().instant());
    if (plan) {
      show(
          RuleUniverses.postgres(database, program.finality(database).calendar())
              .preview(key, rule.get(), today));
      return ExitCode.DONE;
    }
    boolean changed = decisions.define(key, rule.get(), words.words(), words.decision(program));
    decisions.rule(key).ifPresent(program.out()::println);
    if (!changed) {
      program.err().println("that is the rule of " + key + " already");
      return ExitCode.DONE;
    }
    new Rebalance(database, program.finality(database).calendar())
        .plan(Optional.of(key), today, false)
        .rules()
        .universes()
        .forEach(one -> program.err().println(preview(one)));
    return ExitCode.DONE;
  }

  private void show(RuleRefresh.OfUniverse one) {
    var table = Table.of("universe", "change", "symbol", "reason");
    one.joined().forEach(m -> table.row(one.universe(), "would join", m.symbol(), m.reason()));
    one.left().forEach(m -> table.row(one.universe(), "would leave", m.symbol(), m.reason()));
    one.gone().forEach(m -> table.row(one.universe(), "would leave", m.symbol(), m.reason()));
    table.print(Format.TABLE, program.out());
    program
        .err()
        .println(
            "the rule would select %,d: %,d would join and %,d leave%s; nothing was changed"
                .formatted(
                    one.selected(),
                    one.joined().size(),
                    one.left().size(),
                    one.held().map(why -> ", which would be held (" + why + ")").orElse("")));
  }

  private String preview(RuleRefresh.OfUniverse one) {
    return "as of today the rule selects %,d: %,d would join and %,d leave; %s'tickstock universe refresh %s%s' does it"
        .formatted(
            one.selected(),
            one.joined().size(),
            one.left().size(),
            one.held().map(why -> "that would be held (" + why + "), ").orElse(""),
            key,
            one.held().isPresent() ? " --approve" : "");
  }
}
