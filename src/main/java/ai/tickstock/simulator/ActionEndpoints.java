package ai.tickstock.simulator;

import ai.tickstock.market.Split;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// Splits and dividends, in both generations of addresses with the same facts.
final class ActionEndpoints {
  /// Splits and dividends are announced this many days ahead.
  private static final int ANNOUNCED_DAYS = 14;

  private record SplitFact(Instrument instrument, Split split, double factor) {
    String ticker() {
      return instrument.lastTicker();
    }

    String id() {
      return "E" + instrument.index() + "-" + split.executionDate().toEpochDay();
    }

    boolean isReverse() {
      return split.from().compareTo(split.to()) > 0;
    }
  }

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
  }

  private final Market market;
  private final RecentLists<SplitFact> splitLists = new RecentLists<>();
  private final RecentLists<DividendFact> dividendLists = new RecentLists<>();

  ActionEndpoints(Market market) {
    this.market = market;
  }

  /// `/stocks/v1/splits`: cumulative factors, newest first.
  Reply splits(Call call, Faults faults) {
    int limit = call.limit(100, 5000);
    var facts =
        splitLists.of(
            call,
            () ->
                splits(call).stream()
                    .filter(f -> Pages.passes(call, "adjustment_type", adjustmentType(f)))
                    .sorted(
                        newOrder(
                            call,
                            "execution_date.desc",
                            SplitFact::ticker,
                            f -> f.split().executionDate(),
                            "execution_date"))
                    .toList());
    return Pages.page(call, faults, facts, limit, f -> json -> writeNew(json, f));
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
                    .sorted(
                        oldOrder(
                            call,
                            SplitFact::ticker,
                            f -> f.split().executionDate(),
                            "execution_date"))
                    .toList());
    return Pages.page(call, faults, facts, limit, f -> json -> writeOld(json, f));
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

  private static String adjustmentType(SplitFact fact) {
    return fact.isReverse() ? "reverse_split" : "forward_split";
  }

  private static void writeNew(JsonGenerator json, SplitFact fact) {
    json.writeStartObject();
    writeSplit(json, fact);
    json.writeStringProperty("adjustment_type", adjustmentType(fact));
    Json.number(json, "historical_adjustment_factor", Math.rint(fact.factor() * 1e9) / 1e9);
    json.writeEndObject();
  }

  private static void writeOld(JsonGenerator json, SplitFact fact) {
    json.writeStartObject();
    writeSplit(json, fact);
    json.writeEndObject();
  }

  private static void writeSplit(JsonGenerator json, SplitFact fact) {
    json.writeStringProperty("id", fact.id());
    json.writeStringProperty("ticker", fact.ticker());
    json.writeStringProperty("execution_date", fact.split().executionDate().toString());
    Json.number(json, "split_from", fact.split().from().doubleValue());
    Json.number(json, "split_to", fact.split().to().doubleValue());
  }

  /// `/stocks/v1/dividends`: by ticker.
  Reply dividends(Call call, Faults faults) {
    int limit = call.limit(100, 5000);
    var facts =
        dividendLists.of(
            call,
            () ->
                dividends(call).stream()
                    .filter(f -> Pages.passes(call, "distribution_type", distributionType(f)))
                    .sorted(
                        newOrder(
                            call,
                            "ticker.asc",
                            DividendFact::ticker,
                            DividendFact::exDate,
                            "ex_dividend_date"))
                    .toList());
    return Pages.page(call, faults, facts, limit, f -> json -> writeNew(json, f));
  }

  /// `/v3/reference/dividends`: newest first, ten to a page unless asked for more.
  Reply oldDividends(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var facts =
        dividendLists.of(
            call,
            () ->
                dividends(call).stream()
                    .filter(f ->
                        Pages.passes(call, "dividend_type", f.payout().special() ? "SC" : "CD"))
                    .sorted(
                        oldOrder(
                            call, DividendFact::ticker, DividendFact::exDate, "ex_dividend_date"))
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
            && Pages.passes(call, "frequency", String.valueOf(payout.frequency()))) {
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

  private static String distributionType(DividendFact fact) {
    return fact.payout().special()
        ? "special"
        : fact.payout().frequency() == 0 ? "unknown" : "recurring";
  }

  private static void writeNew(JsonGenerator json, DividendFact fact) {
    json.writeStartObject();
    writeDividend(json, fact);
    json.writeStringProperty("distribution_type", distributionType(fact));
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
    json.writeStringProperty("dividend_type", fact.payout().special() ? "SC" : "CD");
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

  /// `sort=colA.asc,colB.desc` of the newer addresses; ties by ticker, then by date.
  private static <T> Comparator<T> newOrder(
      Call call,
      String otherwise,
      Function<T, String> ticker,
      Function<T, LocalDate> date,
      String dateName) {
    Comparator<T> order = null;
    for (var part : call.parameter("sort").orElse(otherwise).split(",", -1)) {
      int dot = part.indexOf('.');
      var name = dot < 0 ? part : part.substring(0, dot);
      Comparator<T> next = by(call, name, ticker, date, dateName);
      next = part.toLowerCase(Locale.ROOT).endsWith(".desc") ? next.reversed() : next;
      order = order == null ? next : order.thenComparing(next);
    }
    return Objects.requireNonNull(order).thenComparing(ticker).thenComparing(date);
  }

  /// `sort` and `order` of the older addresses; newest first unless asked otherwise.
  private static <T> Comparator<T> oldOrder(
      Call call, Function<T, String> ticker, Function<T, LocalDate> date, String dateName) {
    var order = by(call, call.parameter("sort").orElse(dateName), ticker, date, dateName);
    boolean descending =
        call.parameter("order").isPresent()
            ? BarEndpoints.isDescending(call, "order")
            : call.parameter("sort").filter("ticker"::equals).isEmpty();
    return (descending ? order.reversed() : order).thenComparing(ticker).thenComparing(date);
  }

  private static <T> Comparator<T> by(
      Call call,
      String name,
      Function<T, String> ticker,
      Function<T, LocalDate> date,
      String dateName) {
    if (name.equals("ticker")) {
      return Comparator.comparing(ticker);
    }
    if (name.equals(dateName)) {
      return Comparator.comparing(date);
    }
    throw call.bad("'sort' must be ticker or " + dateName);
  }
}
