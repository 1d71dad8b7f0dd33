package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Data of ETFs, which a partner of the vendor makes and which are bought apart: a row a fund and
/// session, of the last 250 sessions. A session's rows are there on the next morning.
final class EtfEndpoint {
  private static final Set<String> FUNDS = Set.of("ETF", "ETN", "ETV", "ETS");
  private static final int SESSIONS = 250;

  /// A tenth of the funds reports two weeks late.
  private static final int LATE = 10;

  /// Baskets are large; those of so many sessions are kept.
  private static final int BASKET_SESSIONS = 5;

  private static final Columns<FundDay> ORDERS = orders();
  private static final Columns<FundDay> ANALYTICS_ORDERS = analyticsOrders();

  private final Market market;
  private final TradingCalendar calendar;
  private final Holdable holdable;
  private final RecentLists<FundDay> lists = new RecentLists<>();
  private final RecentLists<Holding> holdings = new RecentLists<>();

  EtfEndpoint(Market market, TradingCalendar calendar) {
    this.market = market;
    this.calendar = calendar;
    holdable = new Holdable(market);
  }

  private static Columns<FundDay> orders() {
    return Columns.of(Comparator.comparing(FundDay::ticker).thenComparing(FundDay::processed))
        .with("composite_ticker", FundDay::ticker)
        .with("processed_date", FundDay::processed)
        .with("effective_date", FundDay::effective);
  }

  private static Columns<FundDay> analyticsOrders() {
    var orders = orders().with("quant_grade", (FundDay d) -> new EtfAnalytics(d).grade());
    EtfAnalytics.SCORES.forEach(s -> orders.with(s, d -> new EtfAnalytics(d).score(s)));
    return orders;
  }

  /// `/etf-global/v1/profiles`.
  Reply profiles(Call call, Faults faults) {
    boolean asMap = faults.has(FaultKind.EXPOSURE_MAP);
    return page(
        call, faults, ORDERS, _ -> true, d -> json -> new EtfProfile(d, market).write(json, asMap));
  }

  /// `/etf-global/v1/taxonomies`.
  Reply taxonomies(Call call, Faults faults) {
    return page(call, faults, ORDERS, _ -> true, d -> new EtfTaxonomy(d)::write);
  }

  /// `/etf-global/v1/fund-flows`.
  Reply flows(Call call, Faults faults) {
    return page(
        call,
        faults,
        ORDERS,
        _ -> true,
        d -> new EtfFlow(d, calendar.previous(d.effective()).date(), market)::write);
  }

  /// `/etf-global/v1/analytics`.
  Reply analytics(Call call, Faults faults) {
    return page(
        call, faults, ANALYTICS_ORDERS, EtfAnalytics.filter(call), d -> new EtfAnalytics(d)::write);
  }

  private Reply page(
      Call call,
      Faults faults,
      Columns<FundDay> orders,
      Predicate<FundDay> filter,
      Function<FundDay, Consumer<JsonGenerator>> row) {
    admit(call);
    int limit = call.limit(100, 5000);
    var order = orders.sorted(call, "composite_ticker.asc");
    var days = lists.of(call, () -> days(call, SESSIONS).filter(filter).sorted(order).toList());
    return Pages.page(call, faults, days, limit, row);
  }

  private static void admit(Call call) {
    if (!call.plan().etfProfiles()) {
      throw new Refusal(Reply.notEntitled(call.requestId()));
    }
  }

  /// One place in a basket.
  private record Holding(FundDay day, int rank) {}

  /// `/etf-global/v1/constituents`: within a fund and day by rank.
  Reply constituents(Call call, Faults faults) {
    admit(call);
    int limit = call.limit(100, 5000);
    var order = ORDERS.sorted(call, "composite_ticker.asc");
    var rows =
        holdings.of(
            call,
            () -> {
              var days = days(call, BASKET_SESSIONS).sorted(order).toList();
              var parts = new EtfBasket.PartFilter(call, holdable);
              return parts.isEmpty() ? new Holdings(days) : held(days, parts);
            });
    var baskets = new HashMap<FundDay, EtfBasket>();
    return Pages.page(
        call,
        faults,
        rows,
        limit,
        h ->
            json ->
                baskets
                    .computeIfAbsent(h.day(), d -> EtfBasket.of(d, holdable).priced(market))
                    .write(json, market, h.rank()));
  }

  private List<Holding> held(List<FundDay> days, EtfBasket.PartFilter parts) {
    var baskets = new HashMap<Integer, EtfBasket>();
    return days.stream()
        .flatMap(d -> {
          var basket =
              baskets.compute(
                  d.fund().index(),
                  (_, known) -> known == null ? EtfBasket.of(d, holdable) : known.on(d));
          return basket.ranks(parts).mapToObj(rank -> new Holding(d, rank));
        })
        .toList();
  }

  /// The places in the baskets of many days, which would not fit into memory together.
  private static final class Holdings extends AbstractList<Holding> {
    private final List<FundDay> days;
    private final int[] ends;

    Holdings(List<FundDay> days) {
      this.days = days;
      ends = days.stream().mapToInt(FundDay::holdings).toArray();
      Arrays.parallelPrefix(ends, Integer::sum);
    }

    @Override
    public Holding get(int index) {
      int found = Arrays.binarySearch(ends, index);
      int day = found < 0 ? -found - 1 : found + 1;
      return new Holding(days.get(day), index - (day == 0 ? 0 : ends[day - 1]) + 1);
    }

    @Override
    public int size() {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }
  }

  private Stream<FundDay> days(Call call, int count) {
    var today = call.today();
    var sessions =
        calendar.sessions(new DateRange(today.minusDays(2 * SESSIONS), today.minusDays(1)));
    int first = Math.max(LATE, sessions.size() - count);
    var processed = Filter.ofDate(call, "processed_date");
    var effective = Filter.ofDate(call, "effective_date");
    var ticker = Filter.ofText(call, "composite_ticker");
    var places =
        IntStream.range(first, sessions.size())
            .filter(i -> processed.test(sessions.get(i).date()))
            .toArray();
    return market.listed(today).stream()
        .filter(i -> FUNDS.contains(i.type()) && i.referenced() && !i.otc())
        .flatMap(i -> days(i, sessions, places))
        .filter(d -> ticker.test(d.ticker()) && effective.test(d.effective()));
  }

  private static Stream<FundDay> days(Instrument fund, List<Session> sessions, int[] places) {
    int behind = Dice.roll(5, fund.name(), 0) < 0.1 ? LATE : 0;
    var kind = FundDay.kindOf(fund);
    return Arrays.stream(places)
        .boxed()
        .flatMap(i -> {
          var effective = sessions.get(i - behind).date();
          return fund
              .tickerOn(effective)
              .map(t -> new FundDay(fund, t, sessions.get(i).date(), effective, kind))
              .stream();
        });
  }
}
