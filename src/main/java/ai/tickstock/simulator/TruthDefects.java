package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What fault rules spoil, as far as it can be told without a call: the bars of rules about bars,
/// where a range or tickers bound them, and flat files.
final class TruthDefects {
  private final Market market;
  private final TradingCalendar calendar;
  private final TruthQuery query;
  private final Corrections corrections;
  private final FlatFiles files;

  TruthDefects(
      Market market,
      TradingCalendar calendar,
      TruthQuery query,
      List<FaultRule> rules,
      FlatFiles files) {
    this.files = files;
    this.market = market;
    this.calendar = calendar;
    this.query = query;
    corrections =
        new Corrections(
            rules.stream().filter(r -> r.kind() == FaultKind.REVISED_BARS).toList(), calendar);
  }

  /// Takes one row.
  interface Sink {
    void accept(Consumer<JsonGenerator> row) throws IOException;
  }

  /// Whether what a rule spoils can be told in this answer.
  boolean tells(FaultRule rule) {
    return rule.kind().isOfFiles()
        || rule.kind().isOfBars()
            && (query.isBounded()
                || query.ticker().isPresent()
                || !rule.tickers().isEmpty()
                || rule.hasWindow());
  }

  /// Hands on what a rule spoils, by session and ticker.
  ///
  /// @param number the rule's place among those in force
  void write(FaultRule rule, int number, Sink sink) throws IOException {
    var range = query.within(calendar.known()).flatMap(r -> r.overlap(rule.sessions()));
    var word = rule.kind().word();
    if (rule.kind().isOfFiles()) {
      if (query.wants(word) && query.ticker().isEmpty()) {
        writeFiles(rule, number, range, sink);
      }
      return;
    }
    boolean minutes =
        rule.kind() == FaultKind.DROPPED_BAR && query.wants(TruthQuery.DROPPED_MINUTE);
    if (range.isEmpty() || !(query.wants(word) || minutes)) {
      return;
    }
    var tickers = tickers(rule);
    if (!tickers.isEmpty()) {
      var bars = new ArrayList<DayBar>();
      tickers.forEach(t -> bars.addAll(market.history(t, range.get())));
      write(rule, number, bars, minutes, sink);
      return;
    }
    for (var session : calendar.sessions(range.get())) {
      var bars = new ArrayList<>(market.session(session.date()));
      write(rule, number, bars, minutes, sink);
    }
  }

  private void writeFiles(FaultRule rule, int number, Optional<DateRange> range, Sink sink)
      throws IOException {
    for (var kind : FlatFileKind.values()) {
      for (var name : files.all(kind)) {
        if (range.filter(r -> r.contains(name.session())).isPresent() && files.spoils(rule, name)) {
          sink.accept(json -> {
            json.writeStringProperty("date", name.session().toString());
            json.writeStringProperty("kind", rule.kind().word());
            json.writeStringProperty("file", name.key());
            json.writeNumberProperty("rule", number);
            if (rule.kind().hasTime() && !rule.after().equals(CorrectionTime.NEVER)) {
              json.writeStringProperty("at", files.time(rule, name).toString());
            }
          });
        }
      }
    }
  }

  /// Empty for all.
  private Set<String> tickers(FaultRule rule) {
    return query.ticker().isPresent() ? Set.of(query.ticker().get()) : rule.tickers();
  }

  private void write(FaultRule rule, int number, List<DayBar> bars, boolean minutes, Sink sink)
      throws IOException {
    bars.sort(Comparator.comparing(DayBar::session).thenComparing(DayBar::ticker));
    for (var bar : bars) {
      if (query.wants(rule.kind().word()) && FaultBook.strikes(rule, bar.ticker(), bar.session())) {
        write(rule, number, bar, sink);
      }
      if (minutes) {
        writeMinutes(rule, number, bar, sink);
      }
    }
  }

  private void write(FaultRule rule, int number, DayBar bar, Sink sink) throws IOException {
    if (rule.kind() != FaultKind.REVISED_BARS) {
      sink.accept(json -> head(json, rule.kind().word(), number, bar));
      return;
    }
    for (var correction : corrections.of(bar)) {
      if (correction.rule().equals(rule)) {
        sink.accept(json -> {
          head(json, rule.kind().word(), number, bar);
          json.writeStringProperty("at", correction.at().toString());
          values(json, "before", correction.before());
          values(json, "corrected", correction.corrected());
        });
      }
    }
  }

  private void writeMinutes(FaultRule rule, int number, DayBar bar, Sink sink) throws IOException {
    var rows = market.minutes(bar.ticker(), bar.session());
    for (int row = 0; row < rows.size(); row++) {
      var start = Instant.ofEpochMilli(rows.startMillis(row));
      if (FaultBook.hides(rule, bar.ticker(), rows.startMillis(row))) {
        sink.accept(json -> {
          head(json, TruthQuery.DROPPED_MINUTE, number, bar);
          json.writeStringProperty("start", start.toString());
        });
      }
    }
  }

  private static void head(JsonGenerator json, String kind, int number, DayBar bar) {
    json.writeStringProperty("date", bar.session().toString());
    json.writeStringProperty("kind", kind);
    json.writeStringProperty("ticker", bar.ticker());
    json.writeNumberProperty("rule", number);
  }

  private static void values(JsonGenerator json, String name, DayBar bar) {
    json.writeName(name);
    json.writeStartObject();
    Json.number(json, "close", bar.close());
    if (!Double.isNaN(bar.volume())) {
      Json.number(json, "volume", bar.volume());
    }
    if (bar.trades() >= 0) {
      json.writeNumberProperty("trades", bar.trades());
    }
    json.writeEndObject();
  }
}
