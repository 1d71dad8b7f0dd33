package ai.tickstock.cli;

import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.universe.EtfThemes;
import ai.tickstock.universe.EtfUniverses;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the named sets of instruments.
@Command(
    name = "universe",
    mixinStandardHelpOptions = true,
    description = "Shows the named sets of instruments that loads can be asked for.",
    footer = {"", "Example: tickstock universe show dev_etfs"})
final class UniverseCommand {
  private final Program program;

  UniverseCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all universes.",
      footer = {"", "Example: tickstock universe list"})
  int list(@Mixin DatabaseChoice databases, @Mixin OutputOptions output) {
    var format = output.format();
    var universes = Universes.postgres(databases.database(program));
    universes.seed();
    var table = Table.of("key", "name", "category", "kind", ">members", "description");
    universes
        .list(today())
        .forEach(one ->
            table.row(
                one.key(),
                one.name(),
                one.category(),
                one.kind(),
                one.members(),
                one.description()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the members of one or more universes (KEY,KEY or KEY:KEY) on a date.",
        "A key of two kinds is told apart by etf:KEY, stock:KEY or themes:KEY.",
        "found: known here. not_known: no list of the vendor was read that has it.",
        "another_company: the ticker belongs to somebody else, so it is not loaded."
      },
      footer = {"", "Example: tickstock universe show etf_growth --as-of 2026-01-02"})
  int show(
      @Parameters(paramLabel = "KEY", description = "As 'tickstock universe list' prints it.")
          String key,
      @Option(names = "--as-of", paramLabel = "DATE", description = "Today if left out.")
          Optional<LocalDate> asOf,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var database = databases.database(program);
    var universes = Universes.postgres(database);
    universes.seed();
    var date = asOf.orElse(today());
    if (date.isAfter(today())) {
      throw new Misuse(
          "--as-of "
              + date
              + " is in the future, of which nobody knows the members; today is "
              + today());
    }
    return switch (universes.resolve(key, date)) {
      case Resolution.Unknown nothing -> throw AskedUniverse.refused(nothing);
      case Resolution.Ambiguous ambiguous -> throw AskedUniverse.refused(ambiguous);
      case Resolution.Members(var members) -> {
        var table =
            Table.of("symbol", "listed_as", "since", "state", "name", "instrument", "universes");
        for (var match : MemberMatch.all(members, Instruments.postgres(database))) {
          var member = match.member();
          Optional<InstrumentId> id = Optional.empty();
          Optional<String> name = Optional.empty();
          var state = "";
          switch (match) {
            case MemberMatch.Found found -> {
              state = "found";
              name = found.instrument().name();
              id = Optional.of(found.instrument().id());
            }
            case MemberMatch.UnknownToVendor unknown -> state = "not_known";
            case MemberMatch.AnotherCompany other -> {
              state = "another_company";
              name = Optional.of(other.name());
            }
          }
          table.row(
              member.symbol(),
              member.listedAs(),
              member.since(),
              state,
              name,
              id.map(InstrumentId::value),
              String.join(",", member.universes()));
        }
        table.print(format, program.out());
        if (members.isEmpty()) {
          program.err().println("nobody belonged to " + key + " on " + date);
        }
        yield ExitCode.DONE;
      }
    };
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = {
        "Says to which universes an instrument belongs, since when, and which rule says so on what evidence.",
        "A rule can also say that a fund does not belong (out), or that memberships wait for a refresh."
      },
      footer = {"", "Example: tickstock universe explain SPY"})
  int explain(
      @Parameters(paramLabel = "SYMBOL[@DATE]", description = "A ticker.") String symbol,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var database = databases.database(program);
    var instrument = InstrumentArgument.parse(symbol).find(Instruments.postgres(database));
    var table = Table.of("universe", "listed_as", "since", "expected_name", "rule", "evidence");
    var verdicts = new LinkedHashMap<String, EtfThemes.Verdict>();
    EtfUniverses.postgres(database)
        .explain(instrument)
        .forEach(verdict -> verdicts.put(verdict.theme(), verdict));
    for (var held : Memberships.of(database, instrument, program.clock().instant())) {
      var verdict = Optional.ofNullable(verdicts.remove(held.universe()));
      table.row(
          held.universe(),
          held.member().listedAs(),
          held.member().since(),
          held.member().expectedName(),
          verdict.map(UniverseCommand::rule),
          verdict.map(EtfThemes.Verdict::evidence));
    }
    verdicts.forEach((theme, verdict) ->
        table.row(
            theme,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            rule(verdict),
            verdict.evidence()));
    table.print(format, program.out());
    if (table.size() == 0) {
      program.err().println(instrument + " belongs to no universe");
    }
    return ExitCode.DONE;
  }

  private static String rule(EtfThemes.Verdict verdict) {
    return (verdict.belongs() ? "in, " : "out, ")
        + verdict.rule()
        + verdict.sector().map(sector -> " (sector " + sector + ")").orElse("");
  }

  private LocalDate today() {
    return Bar.dateOf(program.clock().instant());
  }
}
