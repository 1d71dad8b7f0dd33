package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.UniverseDecisions;
import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Universes: lists and rules, and what rules fill.
final class UniverseDeeds {
  private final ConsoleProgram program;

  UniverseDeeds(ConsoleProgram program) {
    this.program = program;
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/universes",
            Role.OPERATOR,
            "Makes a list of a universe: who is not in it leaves today, who is new joins. A new key"
                + " becomes a new universe.",
            "tickstock universe set KEY TICKERS --reason TEXT",
            List.of(
                Parameter.text("key", "its key; etf:KEY, stock:KEY or themes:KEY says the kind")
                    .needed(),
                Parameter.text("symbols", "all its tickers, parted by ',' or blanks").needed(),
                Parameter.text("name", "for people; stays if left out"),
                Parameter.text(
                    "instead_of_rule", "yes: also where a rule fills it, which it then loses"),
                Deed.WHY),
            UniverseFacts.class,
            this::set),
        new Deed(
            "/universes/{key}/approve",
            Role.OPERATOR,
            "Makes the change of a universe by its rule that was held, as the rule says it now.",
            "tickstock universe refresh {key} --approve",
            List.of(Deed.WHY),
            UniverseFacts.class,
            asked -> refresh(asked, true)),
        new Deed(
            "/universes/{key}/refresh",
            Role.OPERATOR,
            "Fills a universe by its rule as of today; a change that is too large is held.",
            "tickstock universe refresh {key}",
            List.of(),
            UniverseFacts.class,
            asked -> refresh(asked, false)),
        new Deed(
            "/universes/{key}/rule",
            Role.OPERATOR,
            "Gives a universe a rule; the next refresh fills it.",
            "tickstock universe rule {key} RULE --reason TEXT",
            List.of(Parameter.text("rule", "its parts joined by ';'").needed(), Deed.WHY),
            UniverseFacts.class,
            this::define));
  }

  private Deed.Done set(Asked asked) {
    var tickers =
        Arrays.stream(asked.shown("symbols").split("[,\\s]+", -1))
            .filter(ticker -> !ticker.isEmpty())
            .toList();
    var bad = tickers.stream().filter(ticker -> !Symbol.isValid(ticker)).toList();
    if (tickers.isEmpty() || !bad.isEmpty()) {
      throw Misasked.wrong("symbols: not a ticker: " + String.join(", ", bad));
    }
    var done =
        program
            .universeSync()
            .set(
                asked.shown("key"),
                tickers.stream().map(Symbol::new).toList(),
                new UniverseDecisions.Words(asked.text("name"), Optional.empty(), Optional.empty()),
                asked.shown("instead_of_rule").equals("yes"),
                new UniverseDecisions.Decision(
                    asked.visitor().actor(),
                    Bar.dateOf(program.clock().instant()),
                    asked.shown("reason")));
    requireCopied("changed", done.copy());
    return universe(asked.with("key", done.listed().universe()));
  }

  private Deed.Done define(Asked asked) {
    var _ =
        new UniverseDecisions(program.database())
            .define(
                asked.shown("key"),
                RuleForm.oneLine(asked.shown("rule")),
                new UniverseDecisions.Words(Optional.empty(), Optional.empty(), Optional.empty()),
                new UniverseDecisions.Decision(
                    asked.visitor().actor(),
                    Bar.dateOf(program.clock().instant()),
                    asked.shown("reason")));
    return universe(asked);
  }

  private Deed.Done refresh(Asked asked, boolean isApproved) {
    var key = asked.shown("key");
    var done =
        program
            .universeSync()
            .run(Optional.of(key), Bar.dateOf(program.clock().instant()), isApproved);
    program
        .database()
        .useTransaction(h ->
            Audit.note(
                h,
                asked.visitor().actor(),
                "universe refresh" + (isApproved ? " --approve" : ""),
                key,
                asked.shown("reason")));
    requireCopied("refreshed", done.copy());
    return universe(asked);
  }

  private static void requireCopied(String how, UniverseSync.Copy copy) {
    copy.refused()
        .ifPresent(why -> {
          throw new Misasked(
              HttpStatus.CONFLICT,
              "the universe is %s, but what older applications read is not: %s"
                  .formatted(how, why));
        });
  }

  private Deed.Done universe(Asked asked) {
    return new Deed.Done(
        UniverseFacts.of(asked, program), "/universes/" + Words.path(asked.shown("key")));
  }
}
