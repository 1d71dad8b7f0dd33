package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.ReferenceList;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universe;
import ai.tickstock.universe.UniverseValidation;
import ai.tickstock.universe.UniverseValidation.Outcome;
import ai.tickstock.universe.UniverseValidation.WholeList;
import ai.tickstock.universe.Universes;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares members of universes with the vendor's lists.
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Compares members of universes with the vendor's whole lists of now, trading and delisted.",
      "unknown: in no list. inactive: trades no more. another_instrument: the ticker is another's.",
      "type: not ours; or no ETF among ETFs, no stock among stocks. Exit code 3 when there is any.",
      "A list that is cut short proves nothing and is refused."
    },
    footer = {
      "",
      "Example: tickstock universe validate",
      "         tickstock universe validate etf_growth stock:top_100",
      "         tickstock universe validate --from-files ../shared/data"
    })
final class UniverseValidateCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "As 'tickstock universe list' prints it; all universes if left out.")
  private List<String> keys = List.of();

  @Option(
      names = "--from-files",
      paramLabel = "DIR",
      description =
          "The newest dated list of a data folder instead, and the members as of its date.")
  private Optional<Path> folder = Optional.empty();

  @Mixin private OutputOptions output = new OutputOptions();

  UniverseValidateCommand(Program program) {
    this.program = program;
  }

  /// A list that was read whole.
  ///
  /// @param words what it is, for people
  private record Read(WholeList list, LocalDate asOf, String words) {}

  @Override
  public Integer call() {
    var format = output.format();
    var database = folder.isPresent() ? program.databaseForFiles() : program.databaseOfVendor();
    // What is misspelt is said before the vendor is asked.
    members(database, today());
    var read = folder.isPresent() ? fromFolder(folder.get()) : fromVendor();
    if (read.isEmpty()) {
      return ExitCode.FAILED;
    }
    var members = members(database, read.get().asOf());
    var outcome =
        UniverseValidation.postgres(database)
            .validate(
                members, read.get().asOf(), read.get().list(), program.listingRules().shortList());
    return switch (outcome) {
      case Outcome.Refused(var reason) -> {
        program.err().println("tickstock: " + reason);
        yield ExitCode.FAILED;
      }
      case Outcome.Compared compared -> shown(compared, read.get(), format);
    };
  }

  private LocalDate today() {
    return Bar.dateOf(program.clock().instant());
  }

  private List<Member> members(Database database, LocalDate asOf) {
    var universes = Universes.postgres(database);
    universes.seed();
    var asked = keys.isEmpty() ? universes.list(asOf).stream().map(Universe::key).toList() : keys;
    return switch (universes.resolve(String.join(",", asked), asOf)) {
      case Resolution.Unknown nothing -> throw AskedUniverse.refused(nothing);
      case Resolution.Ambiguous ambiguous -> throw AskedUniverse.refused(ambiguous);
      case Resolution.Members(var members) -> members;
    };
  }

  private Optional<Read> fromVendor() {
    var vendor = program.vendor();
    var provider = vendor.provider().fresh();
    var rows = new ArrayList<ListingRow>();
    int calls = 0;
    for (var query : List.of(ListingQuery.ALL_ACTIVE, ListingQuery.ALL_ACTIVE.delisted())) {
      var answer = provider.listings(query);
      calls += answer.cost().calls();
      switch (answer) {
        case Answer.Failed<List<ListingRow>>(var failure, _) -> {
          program
              .err()
              .println("tickstock: the list could not be read, nothing was compared: " + failure);
          return Optional.empty();
        }
        case Answer.Given<List<ListingRow>> given -> rows.addAll(given.value());
      }
    }
    return Optional.of(
        new Read(
            new WholeList(vendor.name(), rows, true),
            today(),
            "the lists of " + vendor.name() + " of now (" + Words.count(calls, "call") + ")"));
  }

  private Optional<Read> fromFolder(Path path) {
    var newest =
        DataFolder.open(path).datedLists().stream()
            .filter(list -> !list.asOf().isAfter(today()))
            .sorted()
            .reduce((_, later) -> later)
            .orElseThrow(() ->
                new Misuse(
                    "no dated list in "
                        + path
                        + ": reference/listings_daily/DATE.jsonl.gz or"
                        + " reference/tickers_all_DATE.jsonl.gz is meant"));
    return switch (newest.read()) {
      case FileRead.Complete<ReferenceList>(var whole) ->
          Optional.of(
              new Read(
                  new WholeList(SymbolsSyncCommand.FILES, whole.rows(), newest.allExchanges()),
                  newest.asOf(),
                  "the list of " + newest.asOf() + " in " + newest.path().getFileName()));
      case FileRead.Failed<ReferenceList>(var failure) -> {
        program
            .err()
            .println("tickstock: the list could not be read, nothing was compared: " + failure);
        yield Optional.empty();
      }
    };
  }

  private int shown(Outcome.Compared compared, Read read, Format format) {
    if (format == Format.JSON) {
      JsonText.print(json(compared, read), program.out());
    } else {
      var table = Table.of("universe", "symbol", "finding", "detail");
      compared
          .findings()
          .forEach(
              one -> table.row(one.universe(), one.symbol(), Words.of(one.fault()), one.detail()));
      table.print(format, program.out());
    }
    program.err().println(summary(compared, read));
    return compared.findings().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private static Map<String, @Nullable Object> json(Outcome.Compared compared, Read read) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("as_of", read.asOf().toString());
    object.put("universes", compared.universes());
    object.put("memberships", compared.memberships());
    object.put("not_judged", compared.notJudged());
    object.put("agreement_percent", compared.agreement().orElse(null));
    object.put(
        "findings",
        compared.findings().stream()
            .map(one -> {
              var finding = new LinkedHashMap<String, String>();
              finding.put("universe", one.universe());
              finding.put("symbol", one.symbol().ticker());
              finding.put("finding", Words.of(one.fault()));
              finding.put("detail", one.detail());
              return finding;
            })
            .toList());
    return object;
  }

  private static String summary(Outcome.Compared compared, Read read) {
    var faults =
        compared.findings().stream()
            .collect(
                Collectors.groupingBy(
                    one -> Words.of(one.fault()), LinkedHashMap::new, Collectors.counting()));
    return Words.count(compared.memberships(), "membership")
        + " of "
        + Words.count(compared.universes(), "universe")
        + " against "
        + read.words()
        + ": "
        + compared
            .agreement()
            .map(BigDecimal::toPlainString)
            .map(percent -> percent + " % agree")
            .orElse("none could be judged")
        + (faults.isEmpty()
            ? ""
            : ", "
                + faults.entrySet().stream()
                    .map(one -> one.getValue() + " " + one.getKey())
                    .collect(Collectors.joining(", ")))
        + (compared.notJudged() == 0
            ? ""
            : "; "
                + compared.notJudged()
                + " on exchanges that this list does not hold are not judged");
  }
}
