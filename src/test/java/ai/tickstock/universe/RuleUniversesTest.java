package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.EmptyTables;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleUniversesTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  private static final List<LocalDate> SESSIONS =
      CALENDAR.sessions(new DateRange(LocalDate.of(2024, 1, 2), LocalDate.of(2024, 4, 30))).stream()
          .map(Session::date)
          .toList();
  private static final LocalDate FIRST = SESSIONS.get(40);
  private static final LocalDate SECOND = SESSIONS.get(41);
  private static final LocalDate THIRD = SESSIONS.get(42);
  private static final int SHARES = 1_000_000;

  private final Database database = TestPostgres.migrated();
  private final Rebalance rebalance = new Rebalance(database, CALENDAR);
  private final RuleUniverses rules = RuleUniverses.postgres(database, CALENDAR);
  private final UniverseDecisions decisions = new UniverseDecisions(database);
  private final Map<String, Integer> ids = new HashMap<>();

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
    database.useTransaction(h -> {
      h.execute("TRUNCATE bar_daily, bar_daily_adjusted, audit");
    });
    ids.clear();
  }

  @AfterAll
  void close() {
    database.close();
  }

  // ---- the market of a test

  private int instrument(String ticker, String type) {
    int id =
        database.inTransaction(h -> {
          int made =
              h.createQuery(
                      """
                      INSERT INTO instrument (name, type, active, source)
                      VALUES (:name, :type, true, 'test') RETURNING id
                      """)
                  .bind("name", ticker + " Inc")
                  .bind("type", type)
                  .mapTo(Integer.class)
                  .one();
          h.execute(
              """
              INSERT INTO instrument_symbol (instrument_id, ticker, reason, source)
              VALUES (?, ?, 'listed', 'test')
              """,
              made,
              ticker);
          return made;
        });
    ids.put(ticker, id);
    return id;
  }

  /// A company of a million shares, with the market cap that a close makes of them.
  private void company(String ticker, double marketCap) {
    instrument(ticker, "CS");
    set(ticker, "weighted_shares = " + SHARES + ", shares_as_of = DATE '2024-01-02'");
    set(ticker, "sic_code = '7372', sector = 'Technology'");
    close(ticker, FIRST, marketCap / SHARES);
  }

  private void fund(String ticker, double aum, LocalDate asOf) {
    instrument(ticker, "ETF");
    fact(ticker, "aum", aum, "dollars", asOf);
  }

  private void fact(String ticker, String fact, double value, String unit, LocalDate asOf) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO etf_fact (instrument_id, fact, source, value, number, unit, as_of)
            VALUES (?, ?, 'test', ?, ?, ?, ?)
            ON CONFLICT (instrument_id, fact, source) DO UPDATE SET
              value = EXCLUDED.value, number = EXCLUDED.number, as_of = EXCLUDED.as_of
            """,
            ids.get(ticker),
            fact,
            String.valueOf(value),
            value,
            unit,
            asOf));
  }

  private void set(String ticker, String assignments) {
    database.useTransaction(
        h -> h.execute("UPDATE instrument SET " + assignments + " WHERE id = ?", ids.get(ticker)));
  }

  private void close(String ticker, LocalDate session, double close) {
    bar(ticker, session, close, 1000);
  }

  private void bar(String ticker, LocalDate session, double close, double volume) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume,
                                   known_from, run_id, source, provisional)
            VALUES (?, ?, ?, ?, ?, ?, ?, now(), 1, 1, false)
            ON CONFLICT (instrument_id, session) DO UPDATE SET close = EXCLUDED.close
            """,
            ids.get(ticker),
            session,
            close,
            close,
            close,
            close,
            volume));
  }

  private void split(String ticker, LocalDate on, int from, int to) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
            VALUES (?, 'split', ?, ?, ?, 'test')
            """,
            ids.get(ticker),
            on,
            from,
            to));
  }

  private void rule(String key, String text) {
    decisions.define(key, text, NO_WORDS, DECISION);
  }

  private static final UniverseDecisions.Words NO_WORDS =
      new UniverseDecisions.Words(Optional.empty(), Optional.empty(), Optional.empty());
  private static final UniverseDecisions.Decision DECISION =
      new UniverseDecisions.Decision("tester@host", FIRST, "a test");

  private RuleRefresh.OfUniverse refresh(String key, LocalDate day) {
    return refresh(key, day, false);
  }

  private RuleRefresh.OfUniverse refresh(String key, LocalDate day, boolean approve) {
    return database
        .inTransaction(h -> rebalance.run(h, Optional.of(key), day, approve))
        .rules()
        .universes()
        .getFirst();
  }

  private List<String> members(String key, LocalDate asOf) {
    return Universes.postgres(database).members(key, asOf).stream()
        .map(member -> member.symbol().ticker())
        .toList();
  }

  private MarketCaps.Count recompute(LocalDate session) {
    return database.inTransaction(
        h -> MarketCaps.postgres(database, CALENDAR).recompute(h, session));
  }

  private Optional<Double> cap(String ticker) {
    return database.read(h ->
        h.createQuery("SELECT market_cap FROM instrument WHERE id = :id AND market_cap IS NOT NULL")
            .bind("id", ids.get(ticker))
            .mapTo(Double.class)
            .findOne());
  }

  private String text(String column, String ticker) {
    return database.read(h ->
        h.createQuery("SELECT coalesce(" + column + "::text, '') FROM instrument WHERE id = :id")
            .bind("id", ids.get(ticker))
            .mapTo(String.class)
            .one());
  }

  // ---- market caps

  @Test
  void aMarketCapIsSharesTimesTheRawCloseOfTheSessionOrOneOfTheFiveBefore() {
    company("NOW", 5e9);
    company("OLD", 5e9);
    company("STALE", 5e9);
    instrument("NONE", "CS");
    instrument("WAR", "WARRANT");
    var fifth = SESSIONS.get(SESSIONS.indexOf(FIRST) + 5);
    var sixth = SESSIONS.get(SESSIONS.indexOf(FIRST) + 6);
    close("NOW", fifth, 6000);

    var count = recompute(fifth);

    assertThat(count).isEqualTo(new MarketCaps.Count(3, 1, 0, 0, 0, 0, 4));
    assertThat(cap("NOW")).contains(6e9);
    assertThat(text("market_cap_as_of", "NOW")).isEqualTo(fifth.toString());
    assertThat(cap("OLD")).contains(5e9);
    assertThat(text("market_cap_as_of", "OLD")).isEqualTo(FIRST.toString());
    assertThat(cap("NONE")).isEmpty();
    assertThat(text("market_cap_missing", "NONE")).isEqualTo("no shares outstanding are known");
    assertThat(recompute(fifth).written()).isZero();

    close("NOW", sixth, 7000);
    var later = recompute(sixth);
    assertThat(later.noClose()).isEqualTo(2);
    assertThat(later.changedMuch()).isEqualTo(1);
    assertThat(cap("OLD")).as("keeps its value with its date").contains(5e9);
    assertThat(text("market_cap_missing", "OLD")).startsWith("no close from ");
    assertThat(text("market_cap_before", "NOW")).isEqualTo("6000000000");
  }

  @Test
  void sharesAreCarriedOverSplitsBetweenTheirDayAndTheClose() {
    company("UP", 4e9);
    company("DOWN", 4e9);
    company("AHEAD", 4e9);
    split("UP", FIRST, 1, 4);
    split("DOWN", SESSIONS.get(1), 10, 1);
    // These shares were told after a split that the close is from before of.
    set("AHEAD", "weighted_shares = 4000000, shares_as_of = DATE '2024-04-01'");
    split("AHEAD", THIRD, 1, 4);

    recompute(FIRST);

    assertThat(cap("UP")).contains(16e9);
    assertThat(cap("DOWN")).contains(4e8);
    assertThat(cap("AHEAD")).contains(4e9);
  }

  @Test
  void aFundHasSharesTimesNavOfOneDayOrSaysWhyNot() {
    fund("BOTH", 1e9, FIRST);
    fact("BOTH", "shares_outstanding", 1e6, "count", FIRST);
    fact("BOTH", "nav", 25, "dollars", FIRST);
    fund("APART", 1e9, FIRST);
    fact("APART", "shares_outstanding", 1e6, "count", FIRST);
    fact("APART", "nav", 25, "dollars", SESSIONS.get(3));
    fund("NEITHER", 1e9, FIRST);
    set("NEITHER", "market_cap = 5");

    assertThat(recompute(FIRST).noFundFacts()).isEqualTo(2);

    assertThat(cap("BOTH")).contains(25e6);
    assertThat(cap("APART")).isEmpty();
    assertThat(text("market_cap_missing", "APART"))
        .isEqualTo("shares outstanding and NAV are not of one day and source");
    assertThat(cap("NEITHER")).isEmpty();
    assertThat(text("market_cap_missing", "NEITHER"))
        .isEqualTo("no source told shares outstanding and NAV");
  }

  @Test
  void aLaterMarketCapIsNotReplacedByAnEarlierOne() {
    company("ABC", 5e9);
    close("ABC", SECOND, 9000);
    recompute(SECOND);

    var count = recompute(FIRST);

    assertThat(count.later()).isEqualTo(1);
    assertThat(cap("ABC")).contains(9e9);
    assertThat(rules.refresh(Optional.empty(), FIRST, false).ignored())
        .containsEntry("market_cap", 1);
  }

  // ---- bands, thresholds, ranks over several nights

  @Test
  void bandsChangeOnlyBeyondTheirBoundaryAndAreLoggedWithBothMarketCaps() {
    for (int i = 0; i < 20; i++) {
      company("M" + i, 5e9);
    }
    company("TINY", 1e8);
    company("EDGE", 9.8e9);
    refreshAll(FIRST);
    assertThat(members("mid_cap", FIRST)).hasSize(21).contains("EDGE");

    close("EDGE", SECOND, 10_400);
    refreshAll(SECOND);
    assertThat(members("mid_cap", SECOND)).contains("EDGE");
    assertThat(members("large_cap", SECOND)).isEmpty();

    close("EDGE", THIRD, 10_600);
    refreshAll(THIRD);
    assertThat(members("mid_cap", THIRD)).doesNotContain("EDGE");
    assertThat(members("large_cap", THIRD)).containsExactly("EDGE");
    assertThat(members("mid_cap", SECOND)).as("as of the night before").contains("EDGE");
    var joined = rules.history("large_cap").getFirst();
    assertThat(joined.joined())
        .containsExactly(
            new RuleRefresh.Move(
                new Symbol("EDGE"),
                "band large, market_cap 10.6B as of " + THIRD + ", before 10.4B"));
    assertThat(rules.history("mid_cap").getFirst().left())
        .extracting(RuleRefresh.Move::reason)
        .containsExactly("band large, market_cap 10.6B as of " + THIRD + ", before 10.4B");

    close("EDGE", SESSIONS.get(43), 9600);
    refreshAll(SESSIONS.get(43));
    assertThat(members("large_cap", SESSIONS.get(43))).containsExactly("EDGE");
  }

  private RuleRefresh refreshAll(LocalDate day) {
    return database.inTransaction(h -> rebalance.run(h, Optional.empty(), day, false)).rules();
  }

  @Test
  void aMemberStaysUntilFivePercentBeyondAThresholdAndANewcomerHasToReachIt() {
    for (int i = 0; i < 10; i++) {
      fund("F" + i, 2e9, FIRST);
    }
    fund("IN", 1.0e9, FIRST);
    fund("OUT", 0.96e9, FIRST);
    rule("etf:big", "etfs; aum >= 1e9");
    refresh("big", FIRST);
    assertThat(members("big", FIRST)).hasSize(11).contains("IN").doesNotContain("OUT");

    fact("IN", "aum", 0.96e9, "dollars", SECOND);
    assertThat(refresh("big", SECOND).left()).isEmpty();
    assertThat(explain("IN", "big", SECOND))
        .isEqualTo("aum 960M as of " + SECOND + ", stays: nearly >= 1B");

    fact("IN", "aum", 0.94e9, "dollars", THIRD);
    assertThat(refresh("big", THIRD).left())
        .containsExactly(
            new RuleRefresh.Move(new Symbol("IN"), "aum 940M as of " + THIRD + ", not >= 1B"));
  }

  private String explain(String ticker, String universe, LocalDate day) {
    var instrument =
        Instruments.postgres(database).current(List.of(new Symbol(ticker))).get(new Symbol(ticker));
    return rules.explain(Objects.requireNonNull(instrument), day).stream()
        .filter(one -> one.universe().equals(universe))
        .flatMap(one -> one.verdict().stream())
        .map(RuleUniverses.Verdict::evidence)
        .findFirst()
        .orElse("");
  }

  @Test
  void aMemberOfTheTopStaysUntilItsRankIsTenPercentWorse() {
    for (int i = 1; i <= 30; i++) {
      fund("F%02d".formatted(i), 1e9 * (100 - i), FIRST);
    }
    rule("etf:top", "etfs; top 20 by aum");
    refresh("top", FIRST);
    assertThat(members("top", FIRST)).hasSize(20).contains("F20").doesNotContain("F21");

    // F20 falls to rank 22, which is not worse than 20 by more than 10 %.
    fact("F20", "aum", 77.5e9, "dollars", SECOND);
    assertThat(refresh("top", SECOND).isChanged()).isFalse();
    assertThat(rank("top", "F20")).isEqualTo(22);

    fact("F20", "aum", 76.5e9, "dollars", THIRD);
    var done = refresh("top", THIRD);
    assertThat(done.joined()).extracting(move -> move.symbol().ticker()).containsExactly("F21");
    assertThat(done.left()).extracting(move -> move.symbol().ticker()).containsExactly("F20");
    assertThat(done.left().getFirst().reason())
        .isEqualTo("rank 23 of 30 by aum 76.5B as of " + THIRD);
    assertThat(members("top", THIRD)).hasSize(20);
  }

  private int rank(String universe, String ticker) {
    return rules.ranks().getOrDefault(universe, Map.of()).entrySet().stream()
        .filter(one -> one.getKey().value() == ids.get(ticker))
        .mapToInt(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }

  @Test
  void equalsAreRankedByTickerSoThatTheTopIsAlwaysTheSame() {
    for (var ticker : List.of("ZZ", "MM", "AA", "KK", "BB")) {
      fund(ticker, 1e9, FIRST);
    }
    rule("etf:three", "etfs; top 3 by aum");
    refresh("three", FIRST);
    assertThat(members("three", FIRST)).containsExactly("AA", "BB", "KK");
  }

  // ---- volumes

  @Test
  void averageVolumeIsOfThirtySessionsOnTheFootingOfTheLastSplit() {
    for (var ticker : List.of("EVEN", "SPLIT", "YOUNG")) {
      instrument(ticker, "ETF");
    }
    for (int i = 0; i <= 40; i++) {
      boolean isInWindow = i > 10;
      bar("EVEN", SESSIONS.get(i), 10, isInWindow ? 1000 : 1e9);
      bar("SPLIT", SESSIONS.get(i), 10, i <= 25 ? 1000 : 2000);
    }
    for (int i = 22; i <= 40; i++) {
      bar("YOUNG", SESSIONS.get(i), 10, 1e9);
    }
    split("SPLIT", SESSIONS.get(26), 1, 2);
    rule("etf:traded", "etfs; volume >= 1500 over 30 sessions");

    var done = refresh("traded", FIRST);

    assertThat(done.joined())
        .containsExactly(new RuleRefresh.Move(new Symbol("SPLIT"), "volume 2000 as of " + FIRST));
    assertThat(done.notJudged()).containsExactly(Map.entry("volume", 1));
    assertThat(explain("EVEN", "traded", FIRST))
        .isEqualTo("volume 1000 as of " + FIRST + ", not >= 1500");
    assertThat(explain("YOUNG", "traded", FIRST))
        .isEqualTo("no volume: 19 of the last 30 sessions have one, at least 20 should");
  }

  // ---- what is not known

  @Test
  void nobodyIsJudgedByWhatIsNotKnownOrDatedLater() {
    fund("OLD", 2e9, FIRST);
    fund("LATER", 5e9, SECOND);
    instrument("NULL", "ETF");
    rule("etf:big", "etfs; aum >= 1e9");

    var done =
        database.inTransaction(h -> rebalance.run(h, Optional.of("big"), FIRST, false)).rules();

    assertThat(done.ignored()).containsExactly(Map.entry("aum", 1));
    assertThat(done.universes().getFirst().notJudged()).containsExactly(Map.entry("aum", 2));
    assertThat(members("big", FIRST)).containsExactly("OLD");
    assertThat(refresh("big", SECOND).joined())
        .extracting(move -> move.symbol().ticker())
        .containsExactly("LATER");
  }

  // ---- holding

  @Test
  void whatTakesOutTooManyWaitsAndWhoIsDelistedLeavesAnyway() {
    for (int i = 0; i < 12; i++) {
      fund("F%02d".formatted(i), i < 9 ? 2e9 : 1e6, FIRST);
    }
    rule("etf:big", "etfs; aum >= 1e9");
    refresh("big", FIRST);
    for (int i = 0; i < 4; i++) {
      fact("F%02d".formatted(i), "aum", 1e6, "dollars", SECOND);
    }
    set("F08", "active = false, delist_date = DATE '" + SECOND + "'");

    var held = refresh("big", SECOND);

    assertThat(held.held()).contains("4 of 8 would leave, more than 30 %");
    assertThat(held.gone())
        .containsExactly(new RuleRefresh.Move(new Symbol("F08"), "delisted on " + SECOND));
    assertThat(members("big", SECOND)).hasSize(8).contains("F00").doesNotContain("F08");
    assertThat(rules.history("big"))
        .extracting(RuleUniverses.Change::state)
        .containsExactly("held", "applied", "applied");
    refresh("big", SECOND);
    assertThat(rules.history("big")).as("the same held again is one line").hasSize(4);
    refresh("big", SECOND);
    assertThat(rules.history("big")).hasSize(4);
    assertThat(rules.held()).containsOnlyKeys("big");
    assertThat(rules.held().get("big").left()).hasSize(4);
    assertThat(refresh("big", SECOND, true).held()).isEmpty();
    assertThat(rules.held()).isEmpty();
    assertThat(members("big", SECOND)).containsExactly("F04", "F05", "F06", "F07");
  }

  @Test
  void aRuleThatSelectsNobodyAnyMoreOrEverybodyWaits() {
    for (int i = 0; i < 12; i++) {
      fund("F%02d".formatted(i), 2e9, FIRST);
    }
    fund("SMALL", 1e6, FIRST);
    rule("etf:big", "etfs; aum >= 1e9");
    refresh("big", FIRST);
    rule("etf:big", "etfs; aum >= 1e12");
    assertThat(refresh("big", SECOND).held())
        .contains("the rule selects nobody any more, and 12 are in");
    assertThat(members("big", SECOND)).hasSize(12);

    rule("etf:every", "etfs; aum >= 1");
    var every = refresh("every", SECOND);
    assertThat(every.held())
        .contains("the rule selects all 13 of its kind: its conditions leave nobody out");
    assertThat(members("every", SECOND)).isEmpty();
    assertThat(refresh("all_etfs", SECOND).held()).as("no conditions, no mistake").isEmpty();
  }

  // ---- universes made of others

  @Test
  void aRuleCanUniteAndCutOtherUniverses() {
    fund("AAA", 3e9, FIRST);
    fund("BBB", 2e9, FIRST);
    fund("CCC", 1e9, FIRST);
    list("one", "AAA", "BBB");
    list("two", "BBB", "CCC");
    rule("etf:either", "in one, two");
    rule("etf:both", "in one; in two");
    rule("etf:of_rules", "in etf:both, either; top 2 by aum");

    refreshAll(FIRST);

    assertThat(members("either", FIRST)).containsExactly("AAA", "BBB", "CCC");
    assertThat(members("both", FIRST)).containsExactly("BBB");
    assertThat(members("of_rules", FIRST))
        .as("made of what the same refresh has filled")
        .containsExactly("AAA", "BBB");
  }

  private UniverseDecisions.Listed list(String key, String... tickers) {
    return list(key, FIRST, false, tickers);
  }

  private UniverseDecisions.Listed list(
      String key, LocalDate on, boolean insteadOfRule, String... tickers) {
    return database.inTransaction(h ->
        decisions.set(
            h,
            key,
            Arrays.stream(tickers).map(Symbol::new).toList(),
            NO_WORDS,
            insteadOfRule,
            new UniverseDecisions.Decision("tester@host", on, "")));
  }

  @Test
  void aUniverseIsNotMadeOfItself() {
    rule("a", "stocks; in dev_top_10_or_so", "dev_top_10_or_so");
    rule("b", "in a");
    assertThatThrownBy(() -> rule("a", "in b"))
        .isInstanceOf(UniverseRefused.class)
        .hasMessage("the rules go in a circle: a -> b -> a (nothing was changed)");
    assertThat(decisions.rule("a")).contains("stocks; in dev_top_10_or_so");
    database.useTransaction(h -> h.execute("UPDATE universe SET rule = 'in b' WHERE key = 'a'"));
    assertThat(refreshAll(FIRST).universes())
        .filteredOn(one -> one.held().isPresent())
        .extracting(one -> one.universe() + ": " + one.held().orElse(""))
        .containsExactlyInAnyOrder(
            "a: the rules go in a circle: a -> b -> a", "b: the rules go in a circle: a -> b -> a");
    assertThatThrownBy(() -> rule("c", "in nowhere"))
        .hasMessageContaining("there is no universe 'nowhere'");
    assertThatThrownBy(() -> rule("c", "type = CSS"))
        .hasMessageContaining("there is no equity type 'CSS'");
  }

  private void rule(String key, String text, String list) {
    list(list, "AAA");
    rule(key, text);
  }

  @Test
  void aKeyOfTwoKindsIsRefusedNamingBoth() {
    fund("AAA", 3e9, FIRST);
    Universes.postgres(database).seed();
    assertThatThrownBy(() -> refresh("top_100", FIRST))
        .isInstanceOf(UniverseRefused.class)
        .hasMessageContaining("can be etf:top_100 or stock:top_100");
    assertThat(refresh("etf:top_100", FIRST).joined()).hasSize(1);
    assertThatThrownBy(() -> refresh("dev_etfs", FIRST))
        .hasMessageContaining("no rule fills dev_etfs: it is a list");
  }

  // ---- the whole of it

  @Test
  void aNewListingJoinsWithTheNextRefreshAndSaysSo() {
    company("OLD", 50e9);
    refreshAll(FIRST);
    company("IPO", 40e9);
    close("IPO", SECOND, 41_000);
    set("IPO", "list_date = DATE '" + SECOND + "'");

    refreshAll(SECOND);

    assertThat(rules.history("large_cap").getFirst().joined())
        .containsExactly(
            new RuleRefresh.Move(
                new Symbol("IPO"),
                "new listing of " + SECOND + "; band large, market_cap 41B as of " + SECOND));
    assertThat(members("type_cs", SECOND)).containsExactly("IPO", "OLD");
    assertThat(members("top_10_technology", SECOND)).containsExactly("IPO", "OLD");
    assertThat(members("software", SECOND)).containsExactly("IPO", "OLD");
    assertThat(members("all_stocks", FIRST)).containsExactly("OLD");
  }

  @Test
  void theSameDayAgainChangesNothingAndAnEarlierOneIsRefused() {
    for (int i = 0; i < 300; i++) {
      company("C%03d".formatted(i), 1e8 * Math.pow(1.03, i));
      if (i % 2 == 0) {
        set("C%03d".formatted(i), "sic_code = '6022', sector = 'Financial Services'");
      }
      if (i % 3 == 0) {
        fund("F%03d".formatted(i), 1e7 * i, FIRST);
      }
    }
    assertThat(refreshAll(FIRST).universes()).filteredOn(one -> one.held().isPresent()).isEmpty();
    assertThat(members("top_50", FIRST)).hasSize(50);
    assertThat(members("top_etf_50", FIRST)).hasSize(50);
    var before = rows();

    var again = database.inTransaction(h -> rebalance.run(h, Optional.empty(), FIRST, false));

    assertThat(again.caps().written()).isZero();
    assertThat(again.rules().universes()).filteredOn(RuleRefresh.OfUniverse::isChanged).isEmpty();
    assertThat(rows()).isEqualTo(before);
    assertThatThrownBy(() -> refreshAll(SESSIONS.get(39)))
        .isInstanceOf(UniverseRefused.class)
        .hasMessageContaining("was applied as of " + FIRST + " already");
  }

  private List<String> rows() {
    var rows = new ArrayList<String>();
    for (var table : List.of("universe", "universe_member", "universe_change", "instrument")) {
      rows.addAll(
          database.read(h ->
              h.createQuery("SELECT t::text || t.xmin::text FROM " + table + " t ORDER BY 1")
                  .mapTo(String.class)
                  .list()));
    }
    return rows;
  }

  @Test
  void aPlanSaysAllAndChangesNothing() {
    company("ABC", 5e9);
    Universes.postgres(database).seed();
    var before = rows();

    var plan = rebalance.plan(Optional.empty(), FIRST, false);

    assertThat(plan.caps().computed()).isEqualTo(1);
    assertThat(plan.rules().universes())
        .filteredOn(one -> one.universe().equals("mid_cap"))
        .flatExtracting(RuleRefresh.OfUniverse::joined)
        .hasSize(1);
    assertThat(rows()).isEqualTo(before);
  }

  // ---- by hand

  @Test
  void aListOpensAndClosesMembershipsAndIsAudited() {
    instrument("AAA", "CS");
    instrument("BBB", "CS");
    var first = list("mine", "AAA", "BBB", "NEW");
    assertThat(first.isNew()).isTrue();
    assertThat(first.unknown()).containsExactly(new Symbol("NEW"));
    assertThat(list("mine", SECOND, false, "BBB", "NEW").left()).containsExactly(new Symbol("AAA"));
    assertThat(members("mine", FIRST)).containsExactly("AAA", "BBB", "NEW");
    assertThat(members("mine", SECOND)).containsExactly("BBB", "NEW");
    assertThat(list("mine", SECOND, false, "BBB", "NEW").left()).isEmpty();
    assertThat(rules.history("mine")).hasSize(2);
    List<String> audited =
        database.read(h ->
            h.createQuery("SELECT action || ' ' || subject || ' by ' || actor FROM audit")
                .mapTo(String.class)
                .list());
    assertThat(audited)
        .containsExactly("universe set mine by tester@host", "universe set mine by tester@host");
  }

  @Test
  void aListTakesTheMembersOfARuleOnlyWhenThatIsSaid() {
    for (int i = 0; i < 3; i++) {
      fund("F" + i, 2e9, FIRST);
    }
    rule("etf:big", "etfs; aum >= 1e9");
    refresh("big", FIRST);
    assertThatThrownBy(() -> list("big", SECOND, false, "F0"))
        .isInstanceOf(UniverseRefused.class)
        .hasMessage("a rule fills big (etfs; aum >= 1e9); --instead-of-rule makes a list of it");

    var listed = list("big", SECOND, true, "F0");

    assertThat(listed.left()).containsExactly(new Symbol("F1"), new Symbol("F2"));
    assertThat(decisions.rule("big")).isEmpty();
    assertThat(members("big", SECOND)).containsExactly("F0");
  }

  @Test
  void membersOfListsStayInAUniverseThatARuleFills() {
    fund("SMALL", 1e6, FIRST);
    fund("BIG", 1e10, FIRST);
    list("etf:mixed", "SMALL");
    rule("etf:mixed", "etfs; aum >= 1e9");
    refresh("mixed", FIRST);
    assertThat(members("mixed", FIRST)).containsExactly("BIG", "SMALL");
    assertThat(liquidityFilter("mixed")).isEqualTo("{\"min_aum\": 1000000000}");
  }

  private String liquidityFilter(String key) {
    return database.read(h ->
        h.createQuery("SELECT liquidity_filter::text FROM universe WHERE key = :key")
            .bind("key", key)
            .mapTo(String.class)
            .one());
  }
}
