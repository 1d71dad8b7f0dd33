package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The answer key: what a market plants and what the faults in force spoil, one row a line. The
/// same market and rules give the same text, whatever the clock says.
final class Truth {
  private final Market market;
  private final TradingCalendar calendar;
  private final FaultBook book;

  Truth(Market market, TradingCalendar calendar, FaultBook book) {
    this.market = market;
    this.calendar = calendar;
    this.book = book;
  }

  /// Writes as it goes: the defects of a long range do not fit into memory.
  void write(TruthQuery query, OutputStream out) throws IOException {
    var rules = book.rules();
    var files = new FlatFiles(market, calendar, book);
    var defects = new TruthDefects(market, calendar, query, rules, files);
    text(out, "{\"market\":\"" + market.kind() + "\",");
    if (market.seed().isPresent()) {
      text(out, "\"seed\":" + market.seed().getAsLong() + ",");
    }
    if (market.scenario().isPresent()) {
      text(out, "\"scenario\":\"" + market.scenario().get() + "\",");
    }
    var events = new Lines(out, "events");
    for (var event : TruthEvents.of(market, calendar, query)) {
      events.add(event::write);
    }
    events.end(",");
    var sorted = new Lines(out, "files");
    if (query.ticker().isEmpty() && query.wants(TruthQuery.SORTED_FILE)) {
      addSorted(files, query, sorted);
    }
    sorted.end(",");
    var told = new Lines(out, "rules");
    for (int i = 0; i < rules.size(); i++) {
      int number = i;
      var rule = rules.get(i);
      told.add(json -> {
        json.writeStartObject();
        json.writeNumberProperty("rule", number);
        json.writeNumberProperty("seed", rule.seed());
        rule.writeFields(json);
        if (rule.kind().isTold()) {
          json.writeBooleanProperty("told", defects.tells(rule));
        }
        json.writeEndObject();
      });
    }
    told.end(",");
    var spoilt = new Lines(out, "defects");
    for (int i = 0; i < rules.size(); i++) {
      if (defects.tells(rules.get(i))) {
        defects.write(
            rules.get(i),
            i,
            row ->
                spoilt.add(json -> {
                  json.writeStartObject();
                  row.accept(json);
                  json.writeEndObject();
                }));
      }
    }
    spoilt.end("}\n");
  }

  /// The flat files that come again by themselves.
  private static void addSorted(FlatFiles files, TruthQuery query, Lines lines) throws IOException {
    for (var kind : FlatFileKind.values()) {
      for (var name : files.all(kind)) {
        var at = files.sorted(name);
        if (query.covers(name.session()) && at.isPresent()) {
          lines.add(json -> {
            json.writeStartObject();
            json.writeStringProperty("date", name.session().toString());
            json.writeStringProperty("kind", TruthQuery.SORTED_FILE);
            json.writeStringProperty("file", name.key());
            json.writeStringProperty("at", at.get().toString());
            json.writeEndObject();
          });
        }
      }
    }
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A named array with a line a row.
  private static final class Lines {
    private final OutputStream out;
    private boolean empty = true;

    Lines(OutputStream out, String name) throws IOException {
      this.out = out;
      text(out, "\n\"" + name + "\":[");
    }

    void add(Consumer<JsonGenerator> row) throws IOException {
      text(out, empty ? "\n" : ",\n");
      Json.bytes(row).writeTo(out);
      empty = false;
    }

    void end(String following) throws IOException {
      text(out, "]" + following);
    }
  }
}
