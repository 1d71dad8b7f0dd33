package ai.tickstock.simulator;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// An answer with rows: status, request id, rows and the way to the next page.
final class Envelope {
  /// Stands in the cursor of a page that comes a second time, and of those behind it.
  private static final String AGAIN = "page_again";

  private final Call call;
  private final Faults faults;
  private final Consumer<JsonGenerator> head;
  private final int baseBars;
  private final Rows rows;
  private final Optional<String> next;

  private Envelope(
      Call call,
      Faults faults,
      Consumer<JsonGenerator> head,
      int baseBars,
      Rows rows,
      Optional<String> next) {
    this.call = call;
    this.faults = faults;
    this.head = head;
    this.baseBars = baseBars;
    this.rows = rows;
    this.next = next;
  }

  /// An answer with bars: counted three times over, and without `results` when there are none.
  static Reply ofBars(
      Call call,
      Faults faults,
      Consumer<JsonGenerator> head,
      int baseBars,
      Rows rows,
      Optional<String> next) {
    return new Envelope(call, faults, head, baseBars, rows, next).reply();
  }

  /// A list.
  static Reply ofRows(
      Call call, Faults faults, List<Consumer<JsonGenerator>> rows, Optional<String> next) {
    return new Envelope(call, faults, _ -> {}, -1, Rows.of(rows), next).reply();
  }

  private Reply reply() {
    boolean bars = baseBars >= 0;
    boolean empty = faults.has(FaultKind.WRONG_EMPTY);
    int shown = empty ? 0 : shown();
    var status =
        faults.has(FaultKind.DELAYED_STATUS) || bars && call.plan().saysDelayed()
            ? "DELAYED"
            : "OK";
    return Reply.json(
            200,
            1024 + shown * rows.bytes(),
            (json, body) -> {
              json.writeStartObject();
              head.accept(json);
              if (bars) {
                json.writeNumberProperty("queryCount", empty ? 0 : baseBars);
                json.writeNumberProperty("resultsCount", shown);
              }
              if (faults.has(FaultKind.RESULTS_NULL)) {
                json.writeNullProperty("results");
              } else if (shown > 0 || !bars && !empty) {
                json.writeName("results");
                writeRows(json, body, shown);
              }
              json.writeStringProperty("status", status);
              json.writeStringProperty("request_id", call.requestId());
              json.writeNumberProperty("count", shown);
              if (!empty) {
                Json.text(json, "next_url", nextUrl());
              }
              json.writeEndObject();
            })
        .withHeader("X-Item-Count", String.valueOf(shown));
  }

  private int shown() {
    boolean twice = faults.has(FaultKind.DUPLICATE_ROWS) && rows.size() > 0;
    return rows.size() + (twice ? 1 : 0);
  }

  private void writeRows(JsonGenerator json, Bytes body, int shown) {
    boolean backwards = faults.has(FaultKind.REORDERED_ROWS);
    rows.write(
        json,
        body,
        shown,
        place -> Math.min(backwards ? shown - 1 - place : place, rows.size() - 1));
  }

  private Optional<String> nextUrl() {
    if (faults.has(FaultKind.LOOPING_NEXT_URL)) {
      return Optional.of(call.next(call.path(), Map.of()));
    }
    if (faults.has(FaultKind.REPEATED_PAGE) && call.parameter(AGAIN).isEmpty()) {
      return next.map(n -> call.next(call.path(), Map.of(AGAIN, "1")));
    }
    if (faults.has(FaultKind.FOREIGN_NEXT_URL)) {
      return next.map(n -> "https://elsewhere.example:443" + pathOf(n));
    }
    if (faults.has(FaultKind.PORT_NEXT_URL)) {
      return next.map(n -> "https://" + host() + ":443" + pathOf(n));
    }
    return faults.has(FaultKind.MALFORMED_NEXT_URL)
        ? next.map(n -> "https://" + host() + ":443:443" + pathOf(n))
        : next;
  }

  private String pathOf(String address) {
    return address.substring(call.base().length());
  }

  private String host() {
    return String.valueOf(URI.create(call.base()).getHost());
  }
}
