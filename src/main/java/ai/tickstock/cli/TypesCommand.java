package ai.tickstock.cli;

import ai.tickstock.bars.CellState;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.TypeChange;
import ai.tickstock.listing.UpdateFrequency;
import ai.tickstock.load.ComplianceReport;
import ai.tickstock.load.ComplianceReports;
import ai.tickstock.load.Finality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows and changes what drives how instruments are processed, and reports what was.
@Command(
    name = "types",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and changes what drives how instruments are processed: the rows of equity types.",
      "A change holds from the next run on."
    },
    footer = {"", "Example: tickstock types report"})
final class TypesCommand {
  private static final String AS_ITS_TYPE = "none";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("type", false, line -> line.code().isEmpty() ? "(none)" : line.code()),
          new Column("class", false, line -> line.type().map(EquityType::processingClass)),
          new Column(
              "update_frequency",
              false,
              line -> line.type().map(type -> type.updateFrequency().word())),
          new Column(">instruments", false, ComplianceReport.Line::instruments),
          new Column(">expected", false, line -> line.sessions().expected()),
          new Column(">stored", false, line -> line.sessions().stored()),
          new Column(
              ">confirmed_empty", false, line -> line.sessions().of(CellState.CONFIRMED_EMPTY)),
          Column.of(CellState.ACCEPTED),
          Column.of(CellState.PENDING),
          Column.of(CellState.REFUSED),
          Column.of(CellState.REJECTED),
          Column.of(CellState.FAILED),
          new Column(">unexplained", false, line -> line.sessions().of(CellState.UNEXPLAINED)),
          new Column(
              ">percent", false, line -> percent(line.sessions().expected(), line.accountedFor())),
          new Column(">never_seen", true, ComplianceReport.Line::neverSeen),
          new Column(">not_stored", true, ComplianceReport.Line::notStored),
          new Column(">live_unvalidated", true, ComplianceReport.Line::unvalidated),
          new Column(
              "lacking_facts",
              true,
              line ->
                  line.lackingFacts().entrySet().stream()
                      .map(lacking -> lacking.getKey() + " " + lacking.getValue())
                      .collect(Collectors.joining(" "))),
          new Column(
              "last_processed",
              false,
              line -> line.last().map(ComplianceReport.LastRun::finishedAt)),
          new Column(">run", false, line -> line.last().map(ComplianceReport.LastRun::id)));

  private final Program program;

  TypesCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the vendor's types and the processing classes, highest priority first.",
        "A class is a row whose code is its class; single instruments can be put into it.",
        "state: new is a code that a list of the vendor had and nobody has classified."
      },
      footer = {"", "Example: tickstock types list"})
  int list(@Mixin DatabaseChoice databases, @Mixin OutputOptions output) {
    var format = output.format();
    var all = types(databases.database(program)).all();
    var table =
        Table.of(
            "code",
            "category",
            "class",
            "update_frequency",
            ">priority",
            "loaded",
            "eod_validation",
            ">batch_size",
            ">rate_limit_ms",
            "state",
            "met_at",
            "description");
    for (var type : all) {
      table.row(
          type.code(),
          type.category().word(),
          type.processingClass(),
          type.updateFrequency().word(),
          type.priority(),
          type.loaded(),
          type.endOfDayValidated(),
          type.batchSize(),
          type.pause().toMillis(),
          type.classified() ? "" : "new",
          type.metAt(),
          type.description());
    }
    table.print(format, program.out());
    var unknown = all.stream().filter(type -> !type.classified()).map(EquityType::code).toList();
    if (!unknown.isEmpty()) {
      program
          .err()
          .println(
              "not classified yet, so loaded by name only: "
                  + String.join(", ", unknown)
                  + "; 'tickstock types set "
                  + unknown.getFirst()
                  + " …' says what it is");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows all that one row says.",
      footer = {"", "Example: tickstock types show ETF"})
  int show(
      @Parameters(paramLabel = "CODE", description = "As 'tickstock types list' prints it.")
          String code,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var types = types(databases.database(program));
    var type =
        types
            .find(code)
            .orElseThrow(() ->
                new Misuse(
                    "there is no equity type '"
                        + code
                        + "'"
                        + Refusals.didYouMean(types.nearest(code))
                        + " ('tickstock types list' shows all)"));
    var table = Table.of("field", "value").row("code", type.code());
    EquityTypes.texts(type).forEach(table::row);
    table.row("met_at", type.metAt()).row("classified", type.classified());
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Changes fields of a row, all of them or none; kept in the audit with old and new values.",
        "A type that is given another processing_class takes over what the class's row says,",
        "but for the fields that are given with it."
      },
      footer = {
        "",
        "Example: tickstock types set PFD loaded=false --reason \"no preferreds this year\""
      })
  int set(
      @Parameters(
              index = "0",
              paramLabel = "CODE",
              description = "As 'tickstock types list' prints it.")
          String code,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "FIELD=VALUE",
              description = "Fields as 'tickstock types show CODE' prints them.")
          List<String> assignments,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; kept with the change.")
          String reason,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var fields = fields(assignments);
    var types = types(databases.database(program));
    int exitCode = tell(types.set(code, fields, reason, program.operator()), code, format);
    types
        .find(code)
        .filter(EquityType::isClass)
        .ifPresent(type -> sayWhomAClassDrives(types, type));
    types
        .find(code)
        .filter(type -> type.loaded() && !type.isTracked())
        .ifPresent(type ->
            program
                .err()
                .println(
                    code
                        + " is manual: it is loaded by name only; for all others as well say"
                        + " update_frequency=daily"));
    return exitCode;
  }

  private static Map<String, String> fields(List<String> assignments) {
    var fields = new LinkedHashMap<String, String>();
    for (var assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new Misuse("'" + assignment + "' is not FIELD=VALUE, e.g. loaded=false");
      }
      var field = assignment.substring(0, equals).strip();
      if (fields.put(field, assignment.substring(equals + 1)) != null) {
        throw new Misuse(field + " is given twice");
      }
    }
    return fields;
  }

  private void sayWhomAClassDrives(EquityTypes types, EquityType row) {
    var others =
        types.all().stream()
            .filter(type -> !type.isClass() && type.processingClass().equals(row.code()))
            .map(EquityType::code)
            .sorted()
            .toList();
    if (!others.isEmpty()) {
      program
          .err()
          .println(
              "the types "
                  + String.join(", ", others)
                  + " of this class have values of their own, which stay as they are");
    }
  }

  private int tell(TypeChange change, String subject, Format format) {
    return switch (change) {
      case TypeChange.Refused(var problems) ->
          throw new Misuse(String.join("; ", problems) + " (nothing was changed)");
      case TypeChange.Done(var changed) -> {
        var table = Table.of("subject", "field", "before", "after");
        changed.forEach(field -> table.row(subject, field.name(), field.before(), field.after()));
        table.print(format, program.out());
        program
            .err()
            .println(
                changed.isEmpty()
                    ? subject + " says all that already"
                    : "holds from the next run on");
        yield ExitCode.DONE;
      }
    };
  }

  @Command(
      name = "class",
      mixinStandardHelpOptions = true,
      description = {
        "Shows by which row an instrument is processed, or puts it into a class by hand.",
        "Bars of sessions that were loaded while it was left out are asked for by name."
      },
      footer = {
        "",
        "Example: tickstock types class GME PENNY_STOCK --reason \"trades like one\"",
        "Example: tickstock types class GME none --reason \"as its type again\""
      })
  int classOf(
      @Parameters(index = "0", paramLabel = "SYMBOL[@DATE]", description = "A ticker.")
          String symbol,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "CLASS",
              description = "A class, or none: processed as its type again.")
          Optional<String> wanted,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed with CLASS.")
          Optional<String> reason,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    if (wanted.isPresent() != reason.isPresent()) {
      throw new Misuse(
          wanted.isPresent()
              ? "say why: --reason TEXT is kept with the change"
              : "--reason goes with a CLASS");
    }
    var database = databases.database(program);
    var types = types(database);
    var one = InstrumentArgument.parse(symbol).find(Instruments.postgres(database));
    if (wanted.isEmpty()) {
      showClass(types, one, format);
      return ExitCode.DONE;
    }
    var change =
        wanted.get().equals(AS_ITS_TYPE)
            ? types.withdraw(one, reason.orElse(""), program.operator())
            : types.putInto(one, wanted.get(), reason.orElse(""), program.operator());
    return tell(change, one.symbol().ticker(), format);
  }

  private void showClass(EquityTypes types, Instrument one, Format format) {
    var processing = types.now();
    var own = types.ownClass(one);
    Table.of(
            "symbol",
            "type",
            "processed_as",
            "update_frequency",
            "loaded",
            "own_class",
            "reason",
            "set_at")
        .row(
            one.symbol(),
            one.type(),
            processing.code(one),
            processing.of(one).map(row -> row.updateFrequency().word()),
            processing.isLoaded(one),
            own.map(EquityTypes.OwnClass::processingClass),
            own.map(EquityTypes.OwnClass::reason),
            own.map(EquityTypes.OwnClass::setAt))
        .print(format, program.out());
  }

  // ---- compliance

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = {
        "Says how much of each type was processed for a session, when and by which run.",
        "Exits with 3 when a daily or realtime type is not wholly accounted for."
      },
      footer = {"", "Example: tickstock types report --session 2026-06-12"})
  int report(
      @Option(
              names = "--session",
              paramLabel = "DATE",
              description = "The last final session if left out.")
          Optional<LocalDate> asked,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var database = databases.database(program);
    types(database);
    var finality = program.finality(database);
    var session = session(finality, asked);
    var report = ComplianceReports.postgres(database, finality, program.clock()).of(session);
    lines(report, format).print(format, program.out());
    boolean isWhole = true;
    for (var frequency : List.of(UpdateFrequency.DAILY, UpdateFrequency.REALTIME)) {
      isWhole &= report.total(frequency).isWhole();
      program.err().println(words(report, frequency));
    }
    if (!report.wholeMarket()) {
      program
          .err()
          .println(
              "no answer for the whole market of "
                  + session
                  + " is stored ('tickstock load --all'): every listed instrument is expected to have a bar");
    }
    return isWhole ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private LocalDate session(Finality finality, Optional<LocalDate> asked) {
    var last = finality.lastFinal(program.clock().instant());
    if (asked.isEmpty()) {
      return last;
    }
    var date = asked.get();
    var calendar = finality.calendar();
    if (date.isAfter(last)) {
      throw new Misuse("--session " + date + " is not final yet: the last final one is " + last);
    }
    if (!calendar.known().contains(date)) {
      throw new Misuse(
          "--session "
              + date
              + " is not inside the exchange calendar's years, "
              + calendar.known());
    }
    if (calendar.session(date).isEmpty()) {
      throw new Misuse(
          "--session "
              + date
              + " is no trading day; the one before is "
              + calendar.previous(date).date());
    }
    return date;
  }

  /// @param onlyWhenFilled whether a person is spared it where it says nothing
  private record Column(
      String key, boolean onlyWhenFilled, Function<ComplianceReport.Line, Object> value) {

    static Column of(CellState state) {
      return new Column(">" + Words.of(state), true, line -> line.sessions().of(state));
    }

    boolean isWorthShowing(List<ComplianceReport.Line> lines) {
      return !onlyWhenFilled
          || lines.stream().map(value).anyMatch(v -> !List.of("0", "").contains(v.toString()));
    }
  }

  private static Table lines(ComplianceReport report, Format format) {
    var shown =
        COLUMNS.stream()
            .filter(column -> format != Format.TABLE || column.isWorthShowing(report.lines()))
            .toList();
    var table = Table.of(shown.stream().map(Column::key).toArray(String[]::new));
    for (var line : report.lines()) {
      table.row(shown.stream().map(column -> column.value().apply(line)).toArray());
    }
    return table;
  }

  /// Rounded down: 100 only where nothing is open.
  private static Optional<BigDecimal> percent(int expected, int accountedFor) {
    return expected == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(100L * accountedFor)
                .divide(BigDecimal.valueOf(expected), 1, RoundingMode.DOWN));
  }

  /// `daily types accounted for: 99.9 % (4,011 of 4,012); open: PFD 1`.
  private static String words(ComplianceReport report, UpdateFrequency frequency) {
    var total = report.total(frequency);
    var open = new ArrayList<String>();
    for (var line : report.lines()) {
      if (line.type().map(EquityType::updateFrequency).equals(Optional.of(frequency))) {
        int missing = line.sessions().expected() - line.accountedFor();
        if (missing > 0) {
          boolean loaded = line.type().map(EquityType::loaded).orElse(false);
          open.add(
              String.format(
                  Locale.ROOT, "%s %,d%s", line.code(), missing, loaded ? "" : " (not loaded)"));
        }
        if (line.unvalidated() > 0) {
          open.add(
              Words.count(line.unvalidated(), line.code() + " instrument")
                  + " with live minutes that are not validated");
        }
      }
    }
    return String.format(
            Locale.ROOT,
            "%s types accounted for: %s %% (%,d of %,d instruments)",
            frequency.word(),
            percent(total.expected(), total.accountedFor())
                .map(BigDecimal::toPlainString)
                .orElse("100.0"),
            total.accountedFor(),
            total.expected())
        + (open.isEmpty() ? "" : "; open: " + String.join(", ", open));
  }

  private static EquityTypes types(Database database) {
    var types = EquityTypes.postgres(database);
    types.seed();
    return types;
  }
}
