package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import ai.tickstock.simulator.PayoutTable.Row;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Splits and dividends, in both generations of addresses with the same facts.
final class ActionEndpoints {
  /// Splits and dividends are announced this many days ahead.
  private static final int ANNOUNCED_DAYS = 14;

  private static final Columns<SplitFact> OLD_SPLIT_ORDERS = splitOrders();
  private static final Columns<SplitFact> SPLIT_ORDERS =
      splitOrders()
          .with("id", SplitFact::id)
          .with("adjustment_type", SplitFact::adjustmentType)
          .with("split_from", (SplitFact f) -> f.split().from())
          .with("split_to", f -> f.split().to())
          .with("historical_adjustment_factor", SplitFact::factor);
  private static final Columns<Row> OLD_DIVIDEND_ORDERS = dividendOrders();
  private static final Columns<Row> DIVIDEND_ORDERS =
      dividendOrders()
          .with("id", Row::id)
          .with("currency", (Row f) -> f.currency())
          .with("frequency", f -> f.frequency())
          .with("distribution_type", Row::newKind);

  private static Columns<SplitFact> splitOrders() {
    return Columns.of(Comparator.comparing(SplitFact::ticker).thenComparing(SplitFact::date))
        .with("ticker", SplitFact::ticker)
        .with("execution_date", SplitFact::date);
  }

  private static Columns<Row> dividendOrders() {
    return Columns.of(Comparator.comparing(Row::ticker).thenComparing(Row::exDate))
        .with("ticker", Row::ticker)
        .with("ex_dividend_date", Row::exDate)
        .withOptional("declaration_date", Row::declared)
        .withOptional("record_date", Row::recorded)
        .withOptional("pay_date", Row::payable)
        .with("cash_amount", Row::cash);
  }

  private final Market market;
  private final DividendFactors factors;
  private @Nullable PayoutTable payouts;
  private final RecentLists<SplitFact> splitLists = new RecentLists<>();
  private final RecentLists<Row> dividendLists = new RecentLists<>();

  ActionEndpoints(Market market) {
    this.market = market;
    factors = new DividendFactors(market);
  }

  /// `/stocks/v1/splits`: cumulative factors, newest first.
  Reply splits(Call call, Faults faults) {
    int limit = call.limit(100, 5000);
    var kind = Filter.ofText(call, "adjustment_type");
    var facts =
        splitLists.of(
            call,
            () ->
                splits(call).stream()
                    .filter(f -> kind.test(f.adjustmentType()))
                    .sorted(SPLIT_ORDERS.sorted(call, "execution_date.desc"))
                    .toList());
    return Pages.page(call, faults, faults.splits(facts), limit, f -> json -> writeNew(json, f));
  }

  /// `/v3/reference/splits`: newest first, ten to a page unless asked for more.
  Reply oldSplits(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var reverse = call.parameter("reverse_split").map(Boolean::parseBoolean);
    var facts =
        splitLists.of(
            call,
            () ->
                splits(call).stream()
                    .filter(f -> reverse.isEmpty() || reverse.get() == f.isReverse())
                    .sorted(OLD_SPLIT_ORDERS.sorted(call, "execution_date", newestFirst(call)))
                    .toList());
    return Pages.page(call, faults, faults.splits(facts), limit, f -> json -> writeOld(json, f));
  }

  private List<SplitFact> splits(Call call) {
    var announced = call.today().plusDays(ANNOUNCED_DAYS);
    var ticker = Filter.ofText(call, "ticker");
    var date = Filter.ofDate(call, "execution_date");
    var facts = new ArrayList<SplitFact>();
    for (var instrument : market.instruments()) {
      if (instrument.splits().isEmpty() || !ticker.test(instrument.lastTicker())) {
        continue;
      }
      double factor = 1;
      for (var split : instrument.splits().reversed()) {
        if (split.executionDate().isAfter(announced)) {
          continue;
        }
        factor *= split.from().doubleValue() / split.to().doubleValue();
        if (date.test(split.executionDate())) {
          facts.add(new SplitFact(instrument, split, factor));
        }
      }
    }
    return facts;
  }

  private static void writeNew(JsonGenerator json, SplitFact fact) {
    json.writeStartObject();
    fact.writeFields(json);
    json.writeStringProperty("adjustment_type", fact.adjustmentType());
    Json.number(json, "historical_adjustment_factor", rounded(fact.factor()));
    json.writeEndObject();
  }

  private static double rounded(double factor) {
    return Math.rint(factor * 1e9) / 1e9;
  }

  private static void writeOld(JsonGenerator json, SplitFact fact) {
    json.writeStartObject();
    fact.writeFields(json);
    json.writeEndObject();
  }

  /// `/stocks/v1/dividends`: by ticker.
  Reply dividends(Call call, Faults faults) {
    int limit = call.limit(100, 5000);
    var order = DIVIDEND_ORDERS.order(call, "ticker.asc");
    var kind = Filter.ofText(call, "distribution_type");
    var rows = dividendLists.of(call, () -> dividends(call, order, kind, Row::newKind));
    return Pages.page(call, faults, rows, limit, f -> json -> writeNew(json, f, call.today()));
  }

  /// `/v3/reference/dividends`: newest first, ten to a page unless asked for more.
  Reply oldDividends(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var order = OLD_DIVIDEND_ORDERS.order(call, "ex_dividend_date", newestFirst(call));
    var kind = Filter.ofText(call, "dividend_type");
    var rows = dividendLists.of(call, () -> dividends(call, order, kind, Row::oldKind));
    return Pages.page(call, faults, rows, limit, f -> json -> writeOld(json, f));
  }

  /// Made when first asked for, since half a million dividends take a moment.
  private synchronized PayoutTable payouts() {
    if (payouts == null) {
      payouts = new PayoutTable(market);
    }
    return payouts;
  }

  private List<Row> dividends(
      Call call, Columns.Order<Row> order, Filter<String> kind, Function<Row, String> kindOf) {
    var table = payouts();
    var ticker = Filter.ofText(call, "ticker");
    var exDate = Filter.ofDate(call, "ex_dividend_date");
    var declared = Filter.ofDate(call, "declaration_date");
    var payable = Filter.ofDate(call, "pay_date");
    var recorded = Filter.ofDate(call, "record_date");
    var cash = Filter.ofNumber(call, "cash_amount");
    var frequency = Filter.ofNumber(call, "frequency");
    Predicate<Row> filter =
        row ->
            row.isKnownOn(call.today())
                && (ticker.isEmpty() || ticker.test(row.ticker()))
                && (exDate.isEmpty() || exDate.test(row.exDate()))
                && (declared.isEmpty() || declared.test(row.declared()))
                && (payable.isEmpty() || payable.test(row.payable()))
                && (recorded.isEmpty() || recorded.test(row.recorded()))
                && (cash.isEmpty() || cash.test(row.cash()))
                && (frequency.isEmpty() || frequency.test((double) row.frequency()))
                && (kind.isEmpty() || kind.test(kindOf.apply(row)));
    var rows = table.rows(order).filter(number -> filter.test(table.row(number)));
    if (!PayoutTable.isInOrder(order)) {
      return rows.mapToObj(table::row).sorted(order.comparator()).toList();
    }
    var numbers = rows.toArray();
    return new AbstractList<>() {
      @Override
      public Row get(int index) {
        return table.row(numbers[index]);
      }

      @Override
      public int size() {
        return numbers.length;
      }
    };
  }

  private void writeNew(JsonGenerator json, Row fact, LocalDate today) {
    json.writeStartObject();
    writeDividend(json, fact);
    json.writeStringProperty("distribution_type", fact.newKind());
    factors
        .factor(fact.instrument(), fact.place(), today)
        .ifPresent(f -> Json.number(json, "historical_adjustment_factor", rounded(f)));
    double later = 1;
    for (var split : fact.instrument().splits()) {
      if (split.executionDate().isAfter(fact.exDate())) {
        later *= split.from().doubleValue() / split.to().doubleValue();
      }
    }
    Json.number(json, "split_adjusted_cash_amount", Math.rint(fact.cash() * later * 1e6) / 1e6);
    json.writeEndObject();
  }

  private static void writeOld(JsonGenerator json, Row fact) {
    json.writeStartObject();
    writeDividend(json, fact);
    json.writeStringProperty("dividend_type", fact.oldKind());
    json.writeEndObject();
  }

  private static void writeDividend(JsonGenerator json, Row fact) {
    json.writeStringProperty("id", fact.id());
    json.writeStringProperty("ticker", fact.ticker());
    json.writeStringProperty("ex_dividend_date", fact.exDate().toString());
    fact.declared().ifPresent(d -> json.writeStringProperty("declaration_date", d.toString()));
    fact.recorded().ifPresent(d -> json.writeStringProperty("record_date", d.toString()));
    fact.payable().ifPresent(d -> json.writeStringProperty("pay_date", d.toString()));
    Json.number(json, "cash_amount", fact.cash());
    json.writeStringProperty("currency", fact.currency());
    json.writeNumberProperty("frequency", fact.frequency());
  }

  /// The older lists come newest first, but by ticker from A on.
  private static boolean newestFirst(Call call) {
    return call.parameter("sort").filter("ticker"::equals).isEmpty();
  }
}
