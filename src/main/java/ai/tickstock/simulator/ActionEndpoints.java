package ai.tickstock.simulator;

import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Splits and dividends, in both generations of addresses with the same facts.
final class ActionEndpoints {
  /// Splits and dividends are announced this many days ahead.
  private static final int ANNOUNCED_DAYS = 14;

  private record DividendFact(Instrument instrument, Payout payout, int place) {
    String ticker() {
      return instrument.lastTicker();
    }

    LocalDate exDate() {
      return payout.dividend().exDate();
    }

    String id() {
      return "D" + instrument.index() + "-" + exDate().toEpochDay() + (payout.special() ? "s" : "");
    }

    double cash() {
      return payout.dividend().cashAmount().doubleValue();
    }

    /// Empty where it is not known yet.
    Optional<LocalDate> recorded() {
      return payout.payable().map(_ -> exDate());
    }

    String oldKind() {
      return payout.special() ? "SC" : "CD";
    }

    String newKind() {
      return payout.special() ? "special" : payout.frequency() == 0 ? "unknown" : "recurring";
    }
  }

  private static final Columns<SplitFact> OLD_SPLIT_ORDERS = splitOrders();
  private static final Columns<SplitFact> SPLIT_ORDERS =
      splitOrders()
          .with("id", SplitFact::id)
          .with("adjustment_type", SplitFact::adjustmentType)
          .with("split_from", (SplitFact f) -> f.split().from())
          .with("split_to", f -> f.split().to())
          .with("historical_adjustment_factor", SplitFact::factor);
  private static final Columns<DividendFact> OLD_DIVIDEND_ORDERS = dividendOrders();
  private static final Columns<DividendFact> DIVIDEND_ORDERS =
      dividendOrders()
          .with("id", DividendFact::id)
          .with("currency", (DividendFact f) -> f.payout().dividend().currency())
          .with("frequency", f -> f.payout().frequency())
          .with("distribution_type", DividendFact::newKind);

  private static Columns<SplitFact> splitOrders() {
    return Columns.of(Comparator.comparing(SplitFact::ticker).thenComparing(SplitFact::date))
        .with("ticker", SplitFact::ticker)
        .with("execution_date", SplitFact::date);
  }

  private static Columns<DividendFact> dividendOrders() {
    return Columns.of(
            Comparator.comparing(DividendFact::ticker).thenComparing(DividendFact::exDate))
        .with("ticker", DividendFact::ticker)
        .with("ex_dividend_date", DividendFact::exDate)
        .withOptional("declaration_date", f -> f.payout().declared())
        .withOptional("record_date", DividendFact::recorded)
        .withOptional("pay_date", f -> f.payout().payable())
        .with("cash_amount", DividendFact::cash);
  }

  private final Market market;
  private final DividendFactors factors;
  private final RecentLists<SplitFact> splitLists = new RecentLists<>();
  private final RecentLists<DividendFact> dividendLists = new RecentLists<>();

  ActionEndpoints(Market market) {
    this.market = market;
    factors = new DividendFactors(market);
  }

  /// `/stocks/v1/splits`: cumulative factors, newest first.
  Reply splits(Call call, Faults faults) {
    int limit = call.limit(100, 5000);
    var facts =
        splitLists.of(
            call,
            () ->
                splits(call).stream()
                    .filter(f -> Pages.passes(call, "adjustment_type", f.adjustmentType()))
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
    var facts = new ArrayList<SplitFact>();
    for (var instrument : market.instruments()) {
      if (instrument.splits().isEmpty() || !Pages.passes(call, "ticker", instrument.lastTicker())) {
        continue;
      }
      double factor = 1;
      for (var split : instrument.splits().reversed()) {
        if (split.executionDate().isAfter(announced)) {
          continue;
        }
        factor *= split.from().doubleValue() / split.to().doubleValue();
        if (Pages.passes(call, "execution_date", split.executionDate().toString())) {
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
    var facts =
        dividendLists.of(
            call,
            () ->
                dividends(call).stream()
                    .filter(f -> Pages.passes(call, "distribution_type", f.newKind()))
                    .sorted(DIVIDEND_ORDERS.sorted(call, "ticker.asc"))
                    .toList());
    return Pages.page(call, faults, facts, limit, f -> json -> writeNew(json, f, call.today()));
  }

  /// `/v3/reference/dividends`: newest first, ten to a page unless asked for more.
  Reply oldDividends(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var facts =
        dividendLists.of(
            call,
            () ->
                dividends(call).stream()
                    .filter(f -> Pages.passes(call, "dividend_type", f.oldKind()))
                    .sorted(OLD_DIVIDEND_ORDERS.sorted(call, "ex_dividend_date", newestFirst(call)))
                    .toList());
    return Pages.page(call, faults, facts, limit, f -> json -> writeOld(json, f));
  }

  private List<DividendFact> dividends(Call call) {
    var facts = new ArrayList<DividendFact>();
    for (var instrument : market.instruments()) {
      if (!Pages.passes(call, "ticker", instrument.lastTicker())) {
        continue;
      }
      int place = 0;
      for (var payout : market.payouts(instrument)) {
        var exDate = payout.dividend().exDate();
        if (!payout.declared().orElse(exDate).isAfter(call.today())
            && Pages.passes(call, "ex_dividend_date", exDate.toString())
            && passes(call, "declaration_date", payout.declared())
            && passes(call, "pay_date", payout.payable())
            && passes(call, "record_date", payout.payable().map(_ -> exDate))
            && Pages.passes(call, "cash_amount", payout.dividend().cashAmount().doubleValue())
            && Pages.passes(call, "frequency", payout.frequency())) {
          facts.add(new DividendFact(instrument, payout, place));
        }
        place++;
      }
    }
    return facts;
  }

  /// A date that is not known passes only where nobody filters by it.
  private static boolean passes(Call call, String name, Optional<LocalDate> date) {
    return Pages.passes(call, name, date.map(LocalDate::toString).orElse(""));
  }

  private void writeNew(JsonGenerator json, DividendFact fact, LocalDate today) {
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
    Json.number(
        json,
        "split_adjusted_cash_amount",
        Math.rint(fact.payout().dividend().cashAmount().doubleValue() * later * 1e6) / 1e6);
    json.writeEndObject();
  }

  private static void writeOld(JsonGenerator json, DividendFact fact) {
    json.writeStartObject();
    writeDividend(json, fact);
    json.writeStringProperty("dividend_type", fact.oldKind());
    json.writeEndObject();
  }

  private static void writeDividend(JsonGenerator json, DividendFact fact) {
    var payout = fact.payout();
    json.writeStringProperty("id", fact.id());
    json.writeStringProperty("ticker", fact.ticker());
    json.writeStringProperty("ex_dividend_date", fact.exDate().toString());
    payout.declared().ifPresent(d -> json.writeStringProperty("declaration_date", d.toString()));
    payout
        .payable()
        .ifPresent(d -> {
          json.writeStringProperty("record_date", fact.exDate().toString());
          json.writeStringProperty("pay_date", d.toString());
        });
    Json.number(json, "cash_amount", payout.dividend().cashAmount().doubleValue());
    json.writeStringProperty("currency", payout.dividend().currency());
    json.writeNumberProperty("frequency", payout.frequency());
  }

  /// The older lists come newest first, but by ticker from A on.
  private static boolean newestFirst(Call call) {
    return call.parameter("sort").filter("ticker"::equals).isEmpty();
  }
}
