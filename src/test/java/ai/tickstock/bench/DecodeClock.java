package ai.tickstock.bench;

import ai.tickstock.load.AnswerChecks;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.massive.AnswerBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A process of its own that reads answers in memory again and again, by turns with a general JSON
/// library, and says how many bars that are in a second of its processor time.
final class DecodeClock {
  /// Each name of a row, in the order in which they are compared.
  private static final List<String> NAMES = List.of("t", "o", "h", "l", "c", "v", "vw", "n");

  private static final Instant RECEIVED = Instant.parse("2026-11-20T22:00:00Z");

  private final JsonMapper json = JsonMapper.builder().build();
  private final AnswerChecks checks = new AnswerChecks(TradingCalendar.nyse(), RECEIVED);

  private DecodeClock() {}

  /// @param body one page, whole
  private record Answer(Symbol symbol, DateRange asked, byte[] body) {}

  /// What was measured of one kind of answers.
  ///
  /// @param ours bars in a second of processor time
  /// @param tree the same of the library
  record Rates(String interval, long bars, long bytes, double ours, double tree) {
    static Rates parse(String line) {
      var words = line.split(" ");
      return new Rates(
          words[0],
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Double.parseDouble(words[3]),
          Double.parseDouble(words[4]));
    }

    @Override
    public String toString() {
      return "%s %d %d %s %s".formatted(interval, bars, bytes, ours, tree);
    }
  }

  /// Arguments: a folder with answers named `INTERVAL TICKER FROM TO`, bars of one measurement, how
  /// many of them. Prints a line for each interval.
  public static void main(String[] arguments) throws IOException {
    var clock = new DecodeClock();
    for (var interval : List.of("day", "minute")) {
      var answers = answers(Path.of(arguments[0]), interval);
      System.out.println(
          clock.rates(
              interval, answers, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2])));
    }
  }

  private static List<Answer> answers(Path folder, String interval) throws IOException {
    var answers = new ArrayList<Answer>();
    try (var files = Files.newDirectoryStream(folder, interval + " *")) {
      for (var file : files) {
        var words = file.getFileName().toString().split(" ");
        answers.add(
            new Answer(
                new Symbol(words[1]),
                new DateRange(LocalDate.parse(words[2]), LocalDate.parse(words[3])),
                Files.readAllBytes(file)));
      }
    }
    return answers;
  }

  private Rates rates(String interval, List<Answer> answers, long atOnce, int runs) {
    ToLongFunction<Answer> ours = interval.equals("day") ? this::days : this::minutes;
    ToLongFunction<Answer> tree = this::barsOfTree;
    answers.forEach(interval.equals("day") ? this::requireSameDays : this::requireSameMinutes);
    long bars = answers.stream().mapToLong(tree).sum();
    long bytes = answers.stream().mapToLong(answer -> answer.body.length).sum();
    int rounds = (int) Math.max(1, atOnce / bars);
    var ourRates = new ArrayList<Double>();
    var treeRates = new ArrayList<Double>();
    for (int run = -1; run < runs; run++) {
      double our = perSecond(answers, bars, rounds, ours);
      double its = perSecond(answers, bars, rounds, tree);
      if (run >= 0) { // the first one warms up
        ourRates.add(our);
        treeRates.add(its);
      }
    }
    return new Rates(interval, bars, bytes, Race.median(ourRates), Race.median(treeRates));
  }

  private static double perSecond(
      List<Answer> answers, long bars, int rounds, ToLongFunction<Answer> way) {
    long self = ProcessHandle.current().pid();
    double began = ProcessorTime.of(self);
    for (int round = 0; round < rounds; round++) {
      long read = answers.stream().mapToLong(way).sum();
      if (read != bars) {
        throw new BenchmarkFailed(read + " of " + bars + " bars were read");
      }
    }
    // A tick at least: tiny sizes take less.
    return bars * rounds / Math.max(0.01, ProcessorTime.of(self) - began);
  }

  private long days(Answer answer) {
    return checks
        .days(AnswerBytes.days(answer.body, answer.symbol, answer.asked), answer.asked)
        .size();
  }

  private long minutes(Answer answer) {
    return checks
        .minutes(AnswerBytes.minutes(answer.body, answer.symbol), answer.asked)
        .rows()
        .size();
  }

  /// Bars of the tree whose numbers were all read.
  private long barsOfTree(Answer answer) {
    long bars = 0;
    for (var row : tree(answer)) {
      double sum = 0;
      for (var name : NAMES) {
        sum += row.path(name).doubleValue();
      }
      bars += sum > 0 ? 1 : 0;
    }
    return bars;
  }

  private JsonNode tree(Answer answer) {
    return json.readTree(answer.body).path("results");
  }

  private void requireSameDays(Answer answer) {
    var tree = tree(answer);
    var bars = AnswerBytes.days(answer.body, answer.symbol, answer.asked);
    requireAll(answer, tree.size(), bars.size(), checks.days(bars, answer.asked).size());
    for (int i = 0; i < bars.size(); i++) {
      var bar = bars.get(i);
      requireSame(
          tree.get(i),
          bar.start().toEpochMilli(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume().orElse(Double.NaN),
          bar.vwap().orElse(Double.NaN),
          bar.trades().orElse(-1));
    }
  }

  private void requireSameMinutes(Answer answer) {
    var tree = tree(answer);
    var rows = AnswerBytes.minutes(answer.body, answer.symbol);
    var kept = checks.minutes(rows, answer.asked).rows();
    requireAll(answer, tree.size(), rows.size(), kept.size());
    for (int i = 0; i < rows.size(); i++) {
      requireSame(
          tree.get(i),
          rows.startMillis(i),
          rows.open(i),
          rows.high(i),
          rows.low(i),
          rows.close(i),
          rows.volume(i),
          rows.vwap(i),
          rows.trades(i));
    }
  }

  private static void requireAll(Answer answer, int inTree, int read, int passed) {
    if (inTree == 0 || read != inTree || passed != inTree) {
      throw new BenchmarkFailed(
          String.format(
              Locale.ROOT,
              "%s: %d bars in the answer, %d read, %d passed the checks",
              answer.symbol,
              inTree,
              read,
              passed));
    }
  }

  private static void requireSame(JsonNode row, double... ours) {
    for (int i = 0; i < ours.length; i++) {
      if (ours[i] != row.path(NAMES.get(i)).doubleValue()) {
        throw new BenchmarkFailed(NAMES.get(i) + " is " + ours[i] + " of " + row);
      }
    }
  }
}
