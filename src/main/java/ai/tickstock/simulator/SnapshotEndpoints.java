package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Where tickers stand now, in the vendor's second and third version.
final class SnapshotEndpoints {
  private static final int MOVERS = 20;
  private static final int MOST = 250;

  private final Market market;
  private final TradingCalendar calendar;

  SnapshotEndpoints(Market market, TradingCalendar calendar) {
    this.market = market;
    this.calendar = calendar;
  }

  private Snapshots snapshots(Call call) {
    if (!call.plan().snapshots()) {
      throw new Refusal(Reply.notEntitled(call.requestId()));
    }
    return new Snapshots(market, calendar, call);
  }

  /// `/v2/snapshot/locale/us/markets/stocks/tickers`: of some tickers, or of all in one answer.
  Reply all(Call call, Faults faults) {
    var snapshots = snapshots(call);
    boolean otc = call.flag("include_otc", false);
    var asked = call.list("tickers");
    var tickers = asked.isPresent() ? asked.get().stream().distinct() : snapshots.tickers(otc);
    return list(call, faults, tickers.flatMap(t -> snapshots.of(t).stream()).toList());
  }

  /// `/v2/snapshot/locale/us/markets/stocks/{gainers|losers}`.
  Reply movers(Call call, Faults faults) {
    var direction = call.segments().get(6);
    if (!direction.equals("gainers") && !direction.equals("losers")) {
      throw call.bad("the direction must be gainers or losers");
    }
    var snapshots = snapshots(call);
    var order = Comparator.comparingDouble(Snapshot::changePercent);
    return list(
        call,
        faults,
        snapshots
            .tickers(call.flag("include_otc", false))
            .flatMap(t -> snapshots.of(t).stream())
            .sorted(direction.equals("losers") ? order : order.reversed())
            .limit(MOVERS)
            .toList());
  }

  private static Reply list(Call call, Faults faults, List<Snapshot> found) {
    var shown = faults.has(FaultKind.WRONG_EMPTY) ? List.<Snapshot>of() : found;
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          head(json, call, faults);
          json.writeNumberProperty("count", shown.size());
          json.writeName("tickers");
          json.writeStartArray();
          shown.forEach(s -> s.writeOld(json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void head(JsonGenerator json, Call call, Faults faults) {
    boolean late = call.plan().saysDelayed() || faults.has(FaultKind.DELAYED_STATUS);
    json.writeStringProperty("status", late ? "DELAYED" : "OK");
    json.writeStringProperty("request_id", call.requestId());
  }

  /// `/v2/snapshot/locale/us/markets/stocks/tickers/{t}`.
  Reply one(Call call, Faults faults) {
    var snapshot =
        snapshots(call)
            .of(call.segments().get(7))
            .orElseThrow(() -> call.notFound("Ticker not found."));
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          head(json, call, faults);
          json.writeName("ticker");
          snapshot.writeOld(json);
          json.writeEndObject();
        });
  }

  /// `/v1/summaries`: of at most 250 tickers; unknown ones are items too.
  Reply summaries(Call call) {
    var snapshots = snapshots(call);
    var asked = asked(call).orElseGet(() -> snapshots.tickers(false).sorted().limit(MOST).toList());
    var status = MarketStatusEndpoints.phase(calendar, call);
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("request_id", call.requestId());
          json.writeName("results");
          json.writeStartArray();
          for (var ticker : asked) {
            snapshots
                .of(ticker)
                .ifPresentOrElse(
                    s -> s.writeSummary(json, status), () -> writeUnknown(json, ticker));
          }
          json.writeEndArray();
          json.writeStringProperty("status", "OK");
          json.writeEndObject();
        });
  }

  private static Optional<List<String>> asked(Call call) {
    var asked = call.list("ticker.any_of").or(() -> call.list("ticker"));
    if (asked.isPresent() && asked.get().size() > MOST) {
      throw call.bad("'ticker.any_of' must not have more than " + MOST + " tickers");
    }
    return asked.map(tickers -> tickers.stream().distinct().toList());
  }

  /// `/v3/snapshot`: unknown tickers are items too.
  Reply universal(Call call, Faults faults) {
    var snapshots = snapshots(call);
    int limit = call.limit(10, MOST);
    boolean stocks = call.parameter("type").map("stocks"::equals).orElse(true);
    var tickers = asked(call).map(List::stream).orElseGet(() -> listed(call, snapshots));
    var order = Comparator.<String>naturalOrder();
    var sorted =
        tickers
            .filter(_ -> stocks)
            .sorted(BarEndpoints.isDescending(call, "order") ? order.reversed() : order)
            .toList();
    var status = MarketStatusEndpoints.phase(calendar, call);
    return Pages.page(call, faults, sorted, limit, t -> row(call, snapshots, t, status));
  }

  private static Stream<String> listed(Call call, Snapshots snapshots) {
    var seen = new HashSet<String>();
    var asked = Filter.ofText(call, "ticker");
    return snapshots.tickers(false).filter(t -> asked.test(t) && seen.add(t));
  }

  private static Consumer<JsonGenerator> row(
      Call call, Snapshots snapshots, String ticker, String status) {
    boolean delayed = !call.plan().delay().isZero();
    return json ->
        snapshots
            .of(ticker)
            .ifPresentOrElse(
                s -> s.writeNew(json, status, delayed), () -> writeUnknown(json, ticker));
  }

  private static void writeUnknown(JsonGenerator json, String ticker) {
    json.writeStartObject();
    json.writeStringProperty("ticker", ticker);
    json.writeStringProperty("error", "NOT_FOUND");
    json.writeStringProperty("message", "Ticker not found.");
    json.writeEndObject();
  }
}
