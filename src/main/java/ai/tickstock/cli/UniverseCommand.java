package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
        "another_company: the ticker belongs to somebody else, so it is not loaded.",
        "rank: of universes by a rule 'top N', as of the last refresh."
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
        var table = members(database, members);
        table.print(format, program.out());
        if (members.isEmpty()) {
          program.err().println("nobody belonged to " + key + " on " + date);
        }
        yield ExitCode.DONE;
      }
    };
  }

  private Table members(Database database, List<Member> members) {
    var ranks = RuleUniverses.postgres(database, TradingCalendar.nyse()).ranks();
    boolean isRanked =
        members.stream().flatMap(m -> m.universes().stream()).anyMatch(ranks::containsKey);
    var rows = new ArrayList<Row>();
    for (var match : MemberMatch.all(members, Instruments.postgres(database))) {
      var member = match.member();
      var row =
          switch (match) {
            case MemberMatch.Found found ->
                new Row(
                    member,
                    "found",
                    found.instrument().name(),
                    Optional.of(found.instrument().id()),
                    rank(ranks, member, found.instrument().id()));
            case MemberMatch.UnknownToVendor _ ->
                new Row(member, "not_known", Optional.empty(), Optional.empty(), Optional.empty());
            case MemberMatch.AnotherCompany other ->
                new Row(
                    member,
                    "another_company",
                    Optional.of(other.name()),
                    Optional.empty(),
                    Optional.empty());
          };
      rows.add(row);
    }
    if (isRanked) {
      rows.sort(Comparator.comparingInt(row -> row.rank().orElse(Integer.MAX_VALUE)));
    }
    var columns =
        List.of("symbol", "listed_as", "since", "state", "name", "instrument", "universes");
    var table =
        Table.of(
            Stream.concat(columns.stream(), isRanked ? Stream.of(">rank") : Stream.empty())
                .toArray(String[]::new));
    rows.forEach(row -> row.into(table, isRanked));
    return table;
  }

  private static Optional<Integer> rank(
      Map<String, Map<InstrumentId, Integer>> ranks, Member member, InstrumentId instrument) {
    return member.universes().stream()
        .flatMap(
            key -> Optional.ofNullable(ranks.getOrDefault(key, Map.of()).get(instrument)).stream())
        .min(Comparator.naturalOrder());
  }

  /// A member as it is shown.
  private record Row(
      Member member,
      String state,
      Optional<String> name,
      Optional<InstrumentId> instrument,
      Optional<Integer> rank) {

    void into(Table table, boolean isRanked) {
      var values =
          new ArrayList<Object>(
              List.of(
                  member.symbol(),
                  member.listedAs(),
                  member.since(),
                  state,
                  name,
                  instrument.map(InstrumentId::value),
                  String.join(",", member.universes())));
      if (isRanked) {
        values.add(rank);
      }
      table.row(values.toArray());
    }
  }

  private LocalDate today() {
    return Bar.dateOf(program.clock().instant());
  }
}
