package ai.tickstock.web;

import ai.tickstock.load.AskedDates;
import ai.tickstock.load.DatesRefused;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadRun;
import ai.tickstock.load.Runs;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a form or a program wants loaded, as a request and as a command.
record LoadOrder(LoadRequest request, String command) {
  static final List<Parameter> FIELDS =
      List.of(
          Parameter.text("universe", "keys of universes, united by ','").like("dev_etfs"),
          Parameter.text("symbols", "tickers, parted by ',' or blanks; instead of a universe"),
          Parameter.text("interval", "day (the default) or minute"),
          Parameter.date("from", "the first date"),
          Parameter.date("to", "the last date; the last final session if left out"),
          Parameter.whole("days", "so many sessions instead of dates"),
          Parameter.whole("months", "so many calendar months instead of dates").like("1"),
          new Parameter("years", "number", false, "so many years instead of dates"),
          Parameter.text("priority", "critical, high, normal (the default) or low"));

  /// The command that leaves it to a process that takes loads.
  String queueCommand() {
    return command + " --queue";
  }

  /// Whether anything was said yet.
  static boolean isBegun(Asked asked) {
    return asked.has("universe") || asked.has("symbols");
  }

  static LoadOrder of(Asked asked, ConsoleProgram program) {
    var target = target(asked);
    var interval =
        switch (asked.text("interval").orElse("day")) {
          case "day" -> BarInterval.DAY;
          case "minute" -> BarInterval.MINUTE;
          default -> throw Misasked.wrong("interval: day or minute");
        };
    var range =
        range(asked, program)
            .orElseThrow(
                () -> Misasked.wrong("say for which dates: months, years, days, or from and to"));
    return new LoadOrder(
        new LoadRequest(
            LoadRequest.words(target, interval),
            target,
            interval,
            range,
            priority(asked),
            Optional.empty(),
            false),
        command(asked, target));
  }

  /// What failed in a load, once more.
  static LoadOrder again(LoadRun run, Runs.Failed failed) {
    var target = new LoadRequest.Target.Symbols(failed.symbols());
    var tickers = failed.symbols().stream().map(Symbol::ticker).collect(Collectors.joining(","));
    return new LoadOrder(
        new LoadRequest(
            LoadRequest.words(target, run.interval()),
            target,
            run.interval(),
            failed.range(),
            run.priority(),
            Optional.empty(),
            false),
        "tickstock load --symbols "
            + tickers
            + (run.interval() == BarInterval.DAY ? "" : " --interval " + run.interval().word())
            + " --from "
            + failed.range().first()
            + " --to "
            + failed.range().last());
  }

  private static Optional<DateRange> range(Asked asked, ConsoleProgram program) {
    try {
      return new AskedDates(
              asked.date("from"),
              asked.date("to"),
              asked.whole("days").stream().boxed().findFirst(),
              asked.whole("months").stream().boxed().findFirst(),
              asked.decimal("years"))
          .range(program.finality(), program.clock().instant(), talk -> {});
    } catch (DatesRefused refused) {
      throw Misasked.wrong(String.valueOf(refused.getMessage()));
    }
  }

  private static LoadRequest.Target target(Asked asked) {
    if (asked.has("universe") == asked.has("symbols")) {
      throw Misasked.wrong(
          asked.has("universe")
              ? "a universe and symbols exclude each other"
              : "say what to load: a universe or symbols");
    }
    if (asked.has("universe")) {
      return new LoadRequest.Target.Universe(asked.shown("universe"));
    }
    var tickers =
        Arrays.stream(asked.shown("symbols").split("[,\\s]+", -1))
            .filter(ticker -> !ticker.isEmpty())
            .toList();
    var bad = tickers.stream().filter(ticker -> !Symbol.isValid(ticker)).toList();
    if (tickers.isEmpty() || !bad.isEmpty()) {
      throw Misasked.wrong("symbols: not a ticker: " + String.join(", ", bad));
    }
    return new LoadRequest.Target.Symbols(tickers.stream().map(Symbol::new).toList());
  }

  private static LoadRequest.Priority priority(Asked asked) {
    var word = asked.text("priority").orElse("normal");
    for (var priority : LoadRequest.Priority.values()) {
      if (priority.name().toLowerCase(Locale.ROOT).equals(word)) {
        return priority;
      }
    }
    throw Misasked.wrong("priority: critical, high, normal or low");
  }

  private static String command(Asked asked, LoadRequest.Target target) {
    var words = new ArrayList<String>();
    words.add("tickstock load");
    switch (target) {
      case LoadRequest.Target.Universe(var key, _) -> words.add("--universe " + Shell.word(key));
      case LoadRequest.Target.Symbols(var symbols) ->
          words.add("--symbols " + String.join(",", symbols.stream().map(Symbol::ticker).toList()));
      case LoadRequest.Target.Everything _ -> words.add("--all");
      case LoadRequest.Target.EndOfDay _ -> throw new IllegalArgumentException("no order");
    }
    for (var name : List.of("interval", "from", "to", "days", "months", "years", "priority")) {
      asked
          .text(name)
          .filter(value -> !value.equals("day") && !value.equals("normal"))
          .ifPresent(value -> words.add("--" + name + " " + Shell.word(value)));
    }
    return String.join(" ", words);
  }
}
