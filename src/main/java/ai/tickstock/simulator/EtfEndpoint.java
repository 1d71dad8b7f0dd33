package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Profiles of ETFs, which a partner of the vendor makes and which are bought apart: a row a fund
/// and session, of the last 250 sessions. A session's rows are there on the next morning.
final class EtfEndpoint {
  private static final Set<String> FUNDS = Set.of("ETF", "ETN", "ETV", "ETS");
  private static final int SESSIONS = 250;

  /// A tenth of the funds reports two weeks late.
  private static final int LATE = 10;

  private static final Map<String, Comparator<EtfProfile>> SORTS =
      Map.of(
          "composite_ticker",
          Comparator.comparing(EtfProfile::ticker),
          "processed_date",
          Comparator.comparing(EtfProfile::processed),
          "effective_date",
          Comparator.comparing(EtfProfile::effective));

  private final Market market;
  private final TradingCalendar calendar;
  private final RecentLists<EtfProfile> lists = new RecentLists<>();

  EtfEndpoint(Market market, TradingCalendar calendar) {
    this.market = market;
    this.calendar = calendar;
  }

  /// `/etf-global/v1/profiles`.
  Reply profiles(Call call, Faults faults) {
    if (!call.plan().etfProfiles()) {
      throw new Refusal(Reply.notEntitled(call.requestId()));
    }
    int limit = call.limit(100, 5000);
    var order = order(call);
    boolean asMap = faults.has(FaultKind.EXPOSURE_MAP);
    var rows = lists.of(call, () -> rows(call).sorted(order).toList());
    return Pages.page(call, faults, rows, limit, row -> json -> row.write(json, market, asMap));
  }

  private static Comparator<EtfProfile> order(Call call) {
    var parts = call.parameter("sort").orElse("composite_ticker.asc").split("\\.", -1);
    var field = SORTS.get(parts[0]);
    if (field == null || parts.length > 2) {
      throw call.bad("'sort' must be a column and .asc or .desc");
    }
    boolean descending = parts.length == 2 && parts[1].equals("desc");
    return (descending ? field.reversed() : field)
        .thenComparing(EtfProfile::ticker)
        .thenComparing(EtfProfile::processed);
  }

  private Stream<EtfProfile> rows(Call call) {
    var today = call.today();
    var sessions =
        calendar.sessions(new DateRange(today.minusDays(2 * SESSIONS), today.minusDays(1)));
    int first = Math.max(LATE, sessions.size() - SESSIONS);
    return market.instruments().stream()
        .filter(i -> FUNDS.contains(i.type()) && i.referenced() && !i.otc())
        .flatMap(i -> rows(i, sessions, first, call))
        .filter(p ->
            Pages.passes(call, "processed_date", p.processed().toString())
                && Pages.passes(call, "effective_date", p.effective().toString()));
  }

  private static Stream<EtfProfile> rows(
      Instrument fund, List<Session> sessions, int first, Call call) {
    int behind = Dice.roll(5, fund.name(), 0) < 0.1 ? LATE : 0;
    return IntStream.range(first, sessions.size())
        .boxed()
        .flatMap(i -> {
          var effective = sessions.get(i - behind).date();
          return fund
              .tickerOn(effective)
              .filter(t -> Pages.passes(call, "composite_ticker", t))
              .map(t -> new EtfProfile(fund, t, sessions.get(i).date(), effective))
              .stream();
        });
  }
}
