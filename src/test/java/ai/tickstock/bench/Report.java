package ai.tickstock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a benchmark found.
///
/// @param measures at least one; where none has a goal, they are shown and the benchmark passes
/// @param details for people: times of each run, processor time, memory
/// @param broken conditions of the claim that did not hold, e.g. too much memory
record Report(
    Benchmark benchmark,
    Size size,
    List<Measure> measures,
    List<String> details,
    List<String> broken) {
  Report {
    measures = List.copyOf(measures);
    details = List.copyOf(details);
    broken = List.copyOf(broken);
  }

  boolean pass() {
    return broken.isEmpty() && measures.stream().allMatch(Measure::pass);
  }

  /// The number that stands for the whole: the first that misses its goal, else the first with one,
  /// else the first.
  Measure headline() {
    return measures.stream()
        .filter(measure -> !measure.pass())
        .findFirst()
        .or(() -> measures.stream().filter(measure -> measure.goal().isPresent()).findFirst())
        .orElseGet(measures::getFirst);
  }

  /// `name`, `goal` (null where there is none), `value`, `unit`, `baseline`, `pass`.
  Map<String, @Nullable Object> json() {
    var headline = headline();
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("name", benchmark.name());
    json.put("goal", headline.goal().isEmpty() ? null : headline.goal().getAsDouble());
    json.put("value", Math.round(headline.value() * 10_000) / 10_000.0);
    json.put("unit", headline.unit().word());
    json.put(
        "baseline", note().map(n -> headline.baseline() + "; " + n).orElse(headline.baseline()));
    json.put("pass", pass());
    return json;
  }

  private Optional<String> note() {
    var notes = new ArrayList<String>(broken);
    if (size.scale() != 1) {
      notes.add("tried at scale " + size.scale());
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }

  /// For people, without a line break at the end.
  String text() {
    var lines = new ArrayList<String>();
    lines.add(benchmark.name() + ": " + benchmark.claim());
    note().ifPresent(note -> lines.add("  note: " + note));
    details.forEach(line -> lines.add("  " + line));
    int width = measures.stream().mapToInt(m -> m.what().length()).max().orElse(0);
    for (var measure : measures) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-" + width + "s  %8.3f %-7s  %s",
              measure.what(),
              measure.value(),
              measure.unit().word(),
              measure.goal().isEmpty()
                  ? "no goal"
                  : "goal %.3f  %s"
                      .formatted(
                          measure.goal().getAsDouble(), measure.pass() ? "pass" : "MISSED")));
    }
    return String.join("\n", lines);
  }
}
