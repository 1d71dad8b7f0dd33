package ai.tickstock.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The commands as one tree.
public final class CommandLineInterface {
  private static final int WIDTH = 100;

  private CommandLineInterface() {}

  /// Runs one command.
  ///
  /// @return the exit code: 0 done, 1 failed, 2 misused, 3 done in part
  public static int run(Program program, String... args) {
    var commands = commands(program, args);
    var first = args.length == 0 ? "" : args[0];
    if (commands.containsKey(first)) {
      // Reading the annotations of all commands takes longer than most commands do.
      commands.keySet().retainAll(Set.of(first));
    } else if (List.of(args).equals(List.of("--version"))) {
      commands.clear();
    }
    return tree(program, commands).execute(args);
  }

  /// The whole tree, for documentation.
  static CommandLine tree(Program program) {
    return tree(program, commands(program, new String[] {}));
  }

  /// The commands by name, in the order of the help; made when they are asked for.
  private static Map<String, Supplier<Object>> commands(Program program, String[] args) {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("load", () -> new LoadCommand(program));
    commands.put("eod", () -> new EndOfDayCommand(program));
    commands.put("runs", () -> new RunsCommand(program));
    commands.put("coverage", () -> coverage(program));
    commands.put("quality", () -> quality(program));
    commands.put("bars", () -> new BarsCommand(program));
    commands.put("export", () -> new ExportCommand(program));
    commands.put("symbols", () -> symbols(program));
    commands.put("types", () -> new TypesCommand(program));
    commands.put("universe", () -> universe(program));
    commands.put("calendar", () -> calendar(program, args));
    commands.put("notices", () -> new NoticesCommand(program));
    commands.put("schedules", () -> new SchedulesCommand(program));
    commands.put("serve", () -> new ServeCommand(program));
    commands.put("web", () -> web(program));
    commands.put("db", () -> new DatabaseCommand(program));
    commands.put("scenario", () -> new ScenarioCommand(program));
    commands.put("dev", () -> dev(program));
    commands.put("simulate", () -> new SimulateCommand(program));
    commands.put("doctor", () -> new DoctorCommand(program));
    commands.put("verify", () -> new VerifyCommand(program));
    commands.put("config", () -> new ConfigCommand(program));
    return commands;
  }

  private static CommandLine coverage(Program program) {
    return new CommandLine(new CoverageCommand(program))
        .addSubcommand("accept", new CoverageDecision.Accept(program))
        .addSubcommand("reopen", new CoverageDecision.Reopen(program));
  }

  private static CommandLine quality(Program program) {
    return new CommandLine(new QualityCommand())
        .addSubcommand("scan", new QualityScanCommand(program))
        .addSubcommand("findings", new QualityFindingsCommand(program))
        .addSubcommand("show", new QualityShowCommand(program))
        .addSubcommand("accept", new QualityDecision.Accept(program))
        .addSubcommand("reopen", new QualityDecision.Reopen(program))
        .addSubcommand("repair", new QualityRepairCommand(program))
        .addSubcommand("verify", new QualityVerifyCommand(program))
        .addSubcommand("manifest", new QualityManifestCommand(program))
        .addSubcommand("report", new QualityReportCommand(program))
        .addSubcommand("rules", new QualityRulesCommand(program))
        .addSubcommand("compare", new QualityCompareCommand(program))
        .addSubcommand("import-halts", new QualityImportCommand.Halts(program))
        .addSubcommand("import-spin-offs", new QualityImportCommand.SpinOffs(program));
  }

  private static CommandLine web(Program program) {
    return new CommandLine(new WebCommand())
        .addSubcommand("users", new WebUsersCommand(program))
        .addSubcommand("tokens", new WebTokensCommand(program));
  }

  private static CommandLine universe(Program program) {
    return new CommandLine(new UniverseCommand(program))
        .addSubcommand("refresh", new UniverseRefreshCommand(program))
        .addSubcommand("explain", new UniverseExplainCommand(program))
        .addSubcommand("set", new UniverseSetCommand(program))
        .addSubcommand("rule", new UniverseRuleCommand(program))
        .addSubcommand("history", new UniverseHistoryCommand(program))
        .addSubcommand("cache", new UniverseCacheCommand(program))
        .addSubcommand("validate", new UniverseValidateCommand(program))
        .addSubcommand("correlations", new UniverseCorrelationsCommand(program));
  }

  private static CommandLine dev(Program program) {
    return new CommandLine(new DevCommand(program))
        .addSubcommand("refresh", new DevRefreshCommand(program))
        .addSubcommand("copy", new DevCopyCommand(program))
        .addSubcommand("env", new DevEnvironmentCommand(program));
  }

  private static CommandLine symbols(Program program) {
    return new CommandLine(new SymbolsCommand(program))
        .addSubcommand("sync", new SymbolsSyncCommand(program))
        .addSubcommand("watch", new SymbolsWatchCommand(program))
        .addSubcommand("changes", new SymbolsChangesCommand(program))
        .addSubcommand("review", new SymbolsReviewCommand(program))
        .addSubcommand("details", new SymbolsDetailsCommand(program))
        .addSubcommand("import-etf", new SymbolsImportEtfCommand(program))
        .addSubcommand("etf-facts", new SymbolsEtfFactsCommand(program))
        .addSubcommand("etfs", new SymbolsEtfsCommand(program))
        .addSubcommand("undo", new SymbolsDecision.Undo(program))
        .addSubcommand("join", new SymbolsDecision.Join(program))
        .addSubcommand("part", new SymbolsDecision.Part(program));
  }

  /// Shell guards ask `calendar is-open` often: what stands beside it is read only where it is not
  /// what was asked for.
  private static CommandLine calendar(Program program, String[] args) {
    var calendar = new CommandLine(new CalendarCommand(program));
    boolean isItsOwn = args.length > 1 && calendar.getSubcommands().containsKey(args[1]);
    return isItsOwn
        ? calendar
        : calendar
            .addSubcommand("override", new CalendarOverrideCommand(program))
            .addSubcommand("check", new CalendarCheckCommand(program));
  }

  private static CommandLine tree(Program program, Map<String, Supplier<Object>> commands) {
    var root = new Root();
    var tree = new CommandLine(root);
    commands.forEach((name, command) -> tree.addSubcommand(name, command.get()));
    describe(tree.getCommandSpec(), program.version());
    Converters.register(tree);
    return tree.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(WIDTH)
        .setUsageHelpLongOptionsMaxWidth(WIDTH / 2)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setOut(program.out())
        .setErr(program.err())
        .setParameterExceptionHandler(Refusals::misused)
        .setExecutionExceptionHandler((failure, command, parsed) ->
            new Refusals(program, root.verbose).failed(failure, command, parsed.originalArgs()));
  }

  private static void describe(CommandSpec spec, String version) {
    spec.version("TickStock Data " + version);
    spec.usageMessage().sortOptions(false);
    spec.subcommands().values().forEach(sub -> describe(sub.getCommandSpec(), version));
  }

  @Command(
      name = "tickstock",
      mixinStandardHelpOptions = true,
      description =
          "Loads the US stock and ETF market into PostgreSQL and keeps it complete and explained.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Results go to standard output, talk to standard error.",
        "Exit codes: 0 done, 1 failed, 2 misused, 3 done in part.",
        "'tickstock COMMAND --help' says more about a command."
      })
  private static final class Root {
    @Option(
        names = "--verbose",
        scope = ScopeType.INHERIT,
        description = "Show the stack trace of an unexpected failure.")
    private boolean verbose;
  }
}
