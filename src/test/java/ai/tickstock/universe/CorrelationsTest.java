package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.SharedData;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.EmptyTables;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrelationsTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();

  /// One session more than the long window needs.
  private static final List<LocalDate> SESSIONS =
      CALENDAR
          .sessions(new DateRange(LocalDate.of(2023, 6, 28), LocalDate.of(2024, 6, 28)))
          .stream()
          .map(Session::date)
          .toList();

  private static final int N = SESSIONS.size();
  private static final LocalDate AS_OF = SESSIONS.getLast();

  private final Database database = TestPostgres.migrated();
  private final Correlations correlations = new Correlations(database, CALENDAR);
  private final Random random = new Random(11);
  private final Map<String, Integer> ids = new HashMap<>();

  /// Closes of SPY on the sessions.
  private double[] market = {};

  @BeforeEach
  void knowTheBenchmarks() {
    EmptyTables.in(database);
    database.useTransaction(h -> {
      h.execute("TRUNCATE bar_daily, bar_daily_adjusted");
      h.execute("DELETE FROM etf_correlation");
    });
    ids.clear();
    market = walk(470, 0.01);
    fund("SPY", market);
    fund("QQQ", walk(380, 0.013));
    fund("IWM", walk(200, 0.012));
    fund("DIA", walk(340, 0.009));
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void equalsAnIndependentComputation() {
    // As traded: a 1-for-4 split, a reverse one and cash in between.
    var prices = follower(market, 1.2, 0.004);
    for (int i = 0; i < N; i++) {
      prices[i] *= i < 100 ? 4 : i >= 180 ? 5 : 1;
    }
    fund("FUND", prices);
    split("FUND", 100, 1, 4);
    split("FUND", 180, 5, 1);
    cash("FUND", 60, "1.75");
    cash("FUND", 100, "0.44");
    cash("FUND", 240, "2.1");
    cash("SPY", 55, "1.59");
    cash("SPY", 118, "1.64");

    var done = correlations.refresh(AS_OF);

    var adjusted = prices.clone();
    multiply(adjusted, 240, 1 - 2.1 / prices[239]);
    multiply(adjusted, 180, 5);
    multiply(adjusted, 100, 1 - 0.44 / (prices[99] / 4));
    multiply(adjusted, 100, 0.25);
    multiply(adjusted, 60, 1 - 1.75 / prices[59]);
    var benchmark = market.clone();
    multiply(benchmark, 118, 1 - 1.64 / market[117]);
    multiply(benchmark, 55, 1 - 1.59 / market[54]);
    for (var window : CorrelationWindow.values()) {
      var stored = stored("FUND", "SPY", window);
      var expected = textbook(adjusted, benchmark, window.sessions());
      assertThat(stored.correlation().orElseThrow()).isCloseTo(expected[0], within(1e-9));
      assertThat(stored.beta().orElseThrow()).isCloseTo(expected[1], within(1e-9));
      assertThat(stored.overlap()).isEqualTo(window.sessions());
    }
    assertThat(done.instruments()).isEqualTo(5);
    assertThat(done.pairs()).isEqualTo(new CorrelationRefresh.Pairs(16 * 2, 0, 0));
    assertThat(done.rows()).isEqualTo(new CorrelationRefresh.Rows(32, 0, 0));
    assertThat(done.withoutActions()).isEqualTo(5);
  }

  @Test
  void pricesThatTheirSourceAdjustedForSplitsAreNotAdjustedForThemAgain() {
    // Total return of the benchmark; 0.50 are paid, and two shares are made of one later.
    var prices = market.clone();
    multiply(prices, 150, 1 / (1 - 0.25 / (market[149] + 0.25)));
    prices[149] = market[149] + 0.25;
    for (int i = 0; i < 149; i++) {
      prices[i] = market[i] * (market[149] + 0.25) / market[149];
    }
    insert("bar_daily_adjusted", instrument("FILE", "ETF"), prices);
    split("FILE", 200, 1, 2);
    cash("FILE", 150, "0.5");

    correlations.refresh(AS_OF);

    var one = stored("FILE", "SPY", CorrelationWindow.LONG);
    assertThat(one.correlation().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(one.beta().orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void lessThanNinetyPercentOfTheWindowIsNoNumberButTheCount() {
    var prices = market.clone();
    Arrays.fill(prices, N - 253, N - 253 + 26, Double.NaN);
    fund("YOUNG", prices);

    var done = correlations.refresh(AS_OF);

    var overLong = stored("YOUNG", "SPY", CorrelationWindow.LONG);
    assertThat(overLong.correlation()).isEmpty();
    assertThat(overLong.beta()).isEmpty();
    assertThat(overLong.overlap()).isEqualTo(226);
    assertThat(overLong.missingReason()).contains("too_few_sessions");
    assertThat(stored("YOUNG", "SPY", CorrelationWindow.SHORT).correlation().orElseThrow())
        .isCloseTo(1, within(1e-12));
    assertThat(done.pairs().tooFew()).isEqualTo(4);
    assertThat(reference("YOUNG")).isEmpty();
  }

  @Test
  void aPriceThatNeverChangesIsNoNumber() {
    var prices = new double[N];
    Arrays.fill(prices, 25.01);
    fund("STILL", prices);

    assertThat(correlations.refresh(AS_OF).pairs().unmoved()).isEqualTo(8);

    assertThat(stored("STILL", "SPY", CorrelationWindow.SHORT).missingReason())
        .contains("does_not_move");
  }

  @Test
  void tellsWhatFollowsFromWhatIsLeveragedOrInverse() {
    fund("VOO", follower(market, 1, 0.0005));
    fund("SSO", follower(market, 2, 0.0005));
    fund("SH", follower(market, -1, 0.0005));
    fund("GLD", walk(180, 0.01));

    var done = correlations.refresh(AS_OF);

    var relations = new HashMap<String, Relation>();
    listed("SPY", CorrelationWindow.LONG)
        .forEach(one -> relations.put(one.instrument().symbol().ticker(), one.relation()));
    assertThat(relations)
        .containsEntry("VOO", Relation.FOLLOWS)
        .containsEntry("SSO", Relation.LEVERAGED)
        .containsEntry("SH", Relation.INVERSE)
        .containsEntry("GLD", Relation.NONE);
    assertThat(reference("VOO")).contains("SPY");
    assertThat(reference("SSO")).isEmpty();
    assertThat(reference("SH")).isEmpty();
    assertThat(reference("GLD")).isEmpty();
    assertThat(reference("IWM")).contains("IWM");
    assertThat(done.references()).contains(new CorrelationRefresh.References(5, 5, 5, 0));
    assertThat(members("correlates_spy", AS_OF)).containsExactly("SPY", "VOO");
    assertThat(listed("SPY", CorrelationWindow.LONG))
        .extracting(one -> one.instrument().symbol().ticker())
        .startsWith("SSO", "VOO")
        .endsWith("SH");
  }

  @Test
  void theSameAgainChangesNothing() {
    fund("VOO", follower(market, 1, 0.0005));
    correlations.refresh(AS_OF);
    var before = rows();

    var again = correlations.refresh(AS_OF);

    assertThat(again.rows()).isEqualTo(new CorrelationRefresh.Rows(0, 0, 0));
    assertThat(again.references()).contains(new CorrelationRefresh.References(5, 0, 0, 0));
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void whatChangedOrLeftIsBroughtUpToDate() {
    fund("VOO", follower(market, 1, 0.0005));
    int gone = fund("GONE", follower(market, 1, 0.0005));
    correlations.refresh(AS_OF);
    database.useTransaction(h -> {
      h.execute(
          "UPDATE bar_daily SET close = close * 1.01 WHERE instrument_id = ? AND session = ?",
          ids.get("VOO"),
          AS_OF);
      h.execute("DELETE FROM bar_daily WHERE instrument_id = ?", gone);
    });

    var done = correlations.refresh(AS_OF);

    assertThat(done.rows()).isEqualTo(new CorrelationRefresh.Rows(0, 8, 8));
    assertThat(reference("GONE")).isEmpty();
    assertThat(members("correlates_spy", AS_OF)).containsExactly("SPY", "VOO");
  }

  @Test
  void membershipsBeginAndEndWithTheSessions() {
    var prices = follower(market, 1, 0.0005);
    fund("VOO", prices);
    var before = SESSIONS.get(N - 2);
    correlations.refresh(before);
    assertThat(members("correlates_spy", before)).containsExactly("SPY", "VOO");
    database.useTransaction(h ->
        h.execute(
            "UPDATE bar_daily SET close = close * 2 WHERE instrument_id = ? AND session = ?",
            ids.get("VOO"),
            AS_OF));

    var done = correlations.refresh(AS_OF);

    assertThat(done.references()).contains(new CorrelationRefresh.References(4, 1, 0, 1));
    assertThat(members("correlates_spy", before)).containsExactly("SPY", "VOO");
    assertThat(members("correlates_spy", AS_OF)).containsExactly("SPY");
    assertThat(reference("VOO")).isEmpty();
    assertThat(correlations.newest(LocalDate.of(2026, 1, 1))).contains(AS_OF);
    assertThat(correlations.newest(before)).contains(before);

    assertThat(correlations.refresh(before).references()).isEmpty();
    assertThat(reference("VOO")).isEmpty();
  }

  @Test
  void whoFollowedABenchmarkStaysWithItWhileItNearlyDoes() {
    fund("VOO", follower(market, 1, 0.0005));
    fund("NEW", follower(market, 1, 0.0005));
    var before = SESSIONS.get(N - 2);
    correlations.refresh(before);
    database.useTransaction(h ->
        h.execute(
            "DELETE FROM universe_member WHERE instrument_id = ? AND source = 'correlations'",
            ids.get("NEW")));
    double correlation = 1;
    boolean stayed = false;
    while (correlation >= 0.88) {
      shake("VOO", N - 100);
      shake("NEW", N - 100);
      correlations.refresh(AS_OF);
      correlation = correlation("VOO");
      assertThat(reference("VOO").isPresent())
          .as("at %s", correlation)
          .isEqualTo(correlation >= 0.88);
      assertThat(reference("NEW").isPresent())
          .as("at %s", correlation("NEW"))
          .isEqualTo(correlation("NEW") >= 0.9);
      stayed |= correlation >= 0.88 && correlation < 0.9;
    }
    assertThat(stayed).isTrue();
  }

  private void shake(String ticker, int session) {
    database.useTransaction(h ->
        h.execute(
            "UPDATE bar_daily SET close = close * 1.003 WHERE instrument_id = ? AND session = ?",
            ids.get(ticker),
            SESSIONS.get(session)));
  }

  private double correlation(String ticker) {
    return listed("SPY", CorrelationWindow.LONG).stream()
        .filter(one -> one.instrument().symbol().ticker().equals(ticker))
        .findFirst()
        .orElseThrow()
        .correlation()
        .orElseThrow();
  }

  @Test
  void aMembershipThatEndedByAMistakeOfTheSameSessionGoesOn() {
    fund("VOO", follower(market, 1, 0.0005));
    correlations.refresh(SESSIONS.get(N - 2));
    var change = "UPDATE bar_daily SET close = close * ? WHERE instrument_id = ? AND session = ?";
    database.useTransaction(h -> h.execute(change, 2.0, ids.get("VOO"), AS_OF));
    correlations.refresh(AS_OF);
    database.useTransaction(h -> h.execute(change, 0.5, ids.get("VOO"), AS_OF));

    correlations.refresh(AS_OF);

    assertThat(members("correlates_spy", AS_OF)).containsExactly("SPY", "VOO");
    assertThat(number("SELECT count(*) FROM universe_member WHERE ticker = 'VOO'")).isEqualTo(1);
  }

  @Test
  void fundsAreWhatTheTypesSayAndTheUnknown() {
    insert("bar_daily", instrument("STOCK", "CS"), market);
    insert("bar_daily", instrument("NOTE", "ETN"), market);
    insert("bar_daily", instrument("RAW", ""), market);

    var done = correlations.refresh(AS_OF);

    assertThat(tickers("SPY")).contains("NOTE", "RAW").doesNotContain("STOCK");
    assertThat(done.withoutType()).isEqualTo(1);
    assertThat(reference("NOTE")).contains("SPY");
    assertThat(reference("RAW")).isEmpty();

    EquityTypes.postgres(database).set("CS", Map.of("category", "ETFs"), "a test", "tester");
    correlations.refresh(AS_OF);
    assertThat(tickers("SPY")).contains("STOCK");
  }

  @Test
  void aBenchmarkThatIsMissingIsToldAndOneThatIsShortStopsTheReferences() {
    database.useTransaction(h -> {
      h.execute(
          "UPDATE instrument SET type = 'CS', name = 'Iowa Wheat Mills' WHERE id = ?",
          ids.get("IWM"));
      h.execute("UPDATE instrument_symbol SET ticker = 'DIAX' WHERE ticker = 'DIA'");
    });

    var missing = correlations.refresh(AS_OF);

    assertThat(missing.missing())
        .hasToString(
            "{IWM=is Iowa Wheat Mills of type CS here, no ETF, DIA=is not known in this database}");
    assertThat(missing.benchmarks()).extracting(Symbol::ticker).containsExactly("SPY", "QQQ");
    assertThat(missing.references()).isPresent();

    database.useTransaction(h ->
        h.execute(
            "DELETE FROM bar_daily WHERE instrument_id = ? AND session < ?",
            ids.get("QQQ"),
            SESSIONS.get(N - 60)));
    var tooShort = correlations.refresh(AS_OF);
    assertThat(tooShort.missing().get(new Symbol("QQQ")))
        .isEqualTo("has closes of 60 of the 253 sessions up to 2024-06-28");
    assertThat(tooShort.references()).isEmpty();
  }

  @Test
  void theLastSessionIsOneOnWhichAllBenchmarksHaveAClose() {
    database.useTransaction(h ->
        h.execute(
            "DELETE FROM bar_daily WHERE instrument_id = ? AND session > ?",
            ids.get("DIA"),
            SESSIONS.get(N - 4)));
    assertThat(correlations.lastSession(AS_OF)).contains(SESSIONS.get(N - 4));
    assertThat(correlations.lastSession(SESSIONS.get(10))).contains(SESSIONS.get(10));
    assertThat(correlations.lastSession(LocalDate.of(2001, 1, 2))).isEmpty();
  }

  @Test
  void aDayWithoutASessionMeansTheOneBefore() {
    assertThat(correlations.refresh(LocalDate.of(2024, 6, 30)).asOf()).isEqualTo(AS_OF);
    assertThatThrownBy(() -> correlations.refresh(LocalDate.of(1990, 6, 29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need 253 sessions");
  }

  @Test
  void readersSeeTheNewest() {
    correlations.refresh(SESSIONS.get(N - 2));
    correlations.refresh(AS_OF);

    List<String> seen =
        database.read(h ->
            h.createQuery(
                    """
                    SELECT symbol, benchmark, window_sessions, as_of, overlap
                    FROM etf_correlation_latest
                    WHERE symbol = 'DIA' AND benchmark = 'SPY' ORDER BY window_sessions
                    """)
                .map((row, context) ->
                    row.getString(1)
                        + " "
                        + row.getString(2)
                        + " "
                        + row.getInt(3)
                        + " "
                        + row.getString(4)
                        + " "
                        + row.getInt(5))
                .list());
    assertThat(seen).containsExactly("DIA SPY 60 2024-06-28 60", "DIA SPY 252 2024-06-28 252");
  }

  @Test
  void realBondsAndCommoditiesAreNotTheMarketAndRealIndexFundsAre() throws IOException {
    var unchecked = "correlations of real funds";
    EmptyTables.in(database);
    ids.clear();
    var range = new DateRange(LocalDate.of(2019, 12, 1), LocalDate.of(2021, 1, 27));
    for (var ticker : List.of("SPY", "QQQ", "IWM", "EEM")) {
      real("raw", "bar_daily", ticker, range, unchecked);
    }
    for (var ticker : List.of("DIA", "AGG", "BND", "DBC", "CORN", "XLK", "XLU", "EFA")) {
      real("split_adjusted", "bar_daily_adjusted", ticker, range, unchecked);
    }
    realDividends(SharedData.fileOrSkip("actions/etf_dividends.csv", unchecked), range);

    var done = correlations.refresh(range.last());

    assertThat(done.missing()).isEmpty();
    assertThat(done.pairs().tooFew()).isZero();
    var toSpy = new HashMap<String, Double>();
    listed("SPY", CorrelationWindow.LONG, range.last())
        .forEach(
            one -> toSpy.put(one.instrument().symbol().ticker(), one.correlation().orElseThrow()));
    assertThat(toSpy.get("DIA")).isGreaterThan(0.9);
    assertThat(Math.abs(toSpy.get("AGG"))).isLessThan(0.3);
    assertThat(Math.abs(toSpy.get("BND"))).isLessThan(0.3);
    for (var ticker : List.of("AGG", "BND", "DBC", "CORN")) {
      assertThat(reference(ticker)).as(ticker).isEmpty();
    }
    assertThat(reference("DIA")).contains("DIA");
    assertThat(reference("XLK")).contains("QQQ");
  }

  // ---- the market of a test

  private int fund(String ticker, double[] closes) {
    int id = instrument(ticker, "ETF");
    insert("bar_daily", id, closes);
    return id;
  }

  private int instrument(String ticker, String type) {
    int id =
        database.inTransaction(h -> {
          int made =
              h.createQuery(
                      """
                      INSERT INTO instrument (active, type, source)
                      VALUES (true, nullif(:type, ''), 'test') RETURNING id
                      """)
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

  /// @param closes by session; NaN for none
  private void insert(String table, int id, double[] closes) {
    var present = IntStream.range(0, N).filter(i -> !Double.isNaN(closes[i])).boxed().toList();
    insert(
        table,
        id,
        present.stream().map(SESSIONS::get).toList(),
        present.stream().map(i -> closes[i]).toList());
  }

  private void insert(String table, int id, List<LocalDate> sessions, List<Double> closes) {
    boolean raw = table.equals("bar_daily");
    database.useTransaction(h ->
        h.createUpdate(
                """
                INSERT INTO %s (instrument_id, session, open, high, low, close, known_from, run_id,
                                source, suspicions%s)
                SELECT :id, session, close, close, close, close, now(), 1, 4, 0%s
                FROM unnest(CAST(:sessions AS date[]), :closes) AS bar (session, close)
                """
                    .formatted(table, raw ? ", provisional" : "", raw ? ", false" : ""))
            .bind("id", id)
            .bindArray(
                "sessions", String.class, sessions.stream().map(LocalDate::toString).toList())
            .bindArray("closes", Double.class, closes)
            .execute());
  }

  private void split(String ticker, int session, int from, int to) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
            VALUES (?, 'split', ?, ?, ?, 'test')
            """,
            ids.get(ticker),
            SESSIONS.get(session),
            from,
            to));
  }

  private void cash(String ticker, int session, String amount) {
    cash(ticker, SESSIONS.get(session), amount);
  }

  private void cash(String ticker, LocalDate exDate, String amount) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO corporate_action (instrument_id, kind, ex_date, cash_amount, currency, source)
            VALUES (?, 'dividend', ?, ?, 'USD', 'test')
            """,
            ids.get(ticker),
            exDate,
            new BigDecimal(amount)));
  }

  private void real(String folder, String table, String ticker, DateRange range, String unchecked)
      throws IOException {
    var file = SharedData.fileOrSkip("daily/" + folder + "/" + ticker + ".csv.gz", unchecked);
    var closes = new TreeMap<LocalDate, Double>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(cells -> {
            var session =
                Bar.dateOf(Instant.ofEpochSecond(Long.parseLong(cells[6]) / 1_000_000_000L));
            if (range.contains(session)) {
              closes.put(session, Double.parseDouble(cells[3]));
            }
          });
    }
    insert(
        table,
        instrument(ticker, "ETF"),
        List.copyOf(closes.keySet()),
        List.copyOf(closes.values()));
  }

  private void realDividends(Path file, DateRange range) throws IOException {
    for (var line : Files.readAllLines(file).stream().skip(1).toList()) {
      var cells = line.split(",", -1);
      var exDate = LocalDate.parse(cells[1]);
      if (ids.containsKey(cells[0]) && range.contains(exDate)) {
        cash(cells[0], exDate, cells[2]);
      }
    }
  }

  private double[] walk(double first, double step) {
    var walk = new double[N];
    walk[0] = first;
    for (int i = 1; i < N; i++) {
      walk[i] = walk[i - 1] * Math.exp(step * random.nextGaussian());
    }
    return walk;
  }

  private double[] follower(double[] leader, double beta, double noise) {
    var follower = new double[N];
    follower[0] = 50;
    for (int i = 1; i < N; i++) {
      follower[i] =
          follower[i - 1]
              * Math.exp(
                  beta * Math.log(leader[i] / leader[i - 1]) + noise * random.nextGaussian());
    }
    return follower;
  }

  private static void multiply(double[] prices, int before, double factor) {
    for (int i = 0; i < before; i++) {
      prices[i] *= factor;
    }
  }

  /// Correlation and beta of the last returns by their definitions.
  private static double[] textbook(double[] fund, double[] benchmark, int window) {
    var x = new ArrayList<Double>();
    var y = new ArrayList<Double>();
    for (int i = N - window; i < N; i++) {
      x.add(Math.log(fund[i] / fund[i - 1]));
      y.add(Math.log(benchmark[i] / benchmark[i - 1]));
    }
    double meanX = x.stream().mapToDouble(v -> v).average().orElseThrow();
    double meanY = y.stream().mapToDouble(v -> v).average().orElseThrow();
    double covariance = 0;
    double varianceX = 0;
    double varianceY = 0;
    for (int i = 0; i < window; i++) {
      covariance += (x.get(i) - meanX) * (y.get(i) - meanY) / (window - 1);
      varianceX += Math.pow(x.get(i) - meanX, 2) / (window - 1);
      varianceY += Math.pow(y.get(i) - meanY, 2) / (window - 1);
    }
    return new double[] {covariance / Math.sqrt(varianceX * varianceY), covariance / varianceY};
  }

  // ---- what is stored

  private List<Correlation> listed(String benchmark, CorrelationWindow window) {
    return listed(benchmark, window, AS_OF);
  }

  private List<Correlation> listed(String benchmark, CorrelationWindow window, LocalDate asOf) {
    return correlations.of(known(benchmark), window, asOf);
  }

  private Instrument known(String ticker) {
    return Instruments.postgres(database)
        .current(List.of(new Symbol(ticker)))
        .values()
        .iterator()
        .next();
  }

  private Correlation stored(String ticker, String benchmark, CorrelationWindow window) {
    return listed(benchmark, window).stream()
        .filter(one -> one.instrument().symbol().ticker().equals(ticker))
        .findFirst()
        .orElseThrow();
  }

  private List<String> tickers(String benchmark) {
    return listed(benchmark, CorrelationWindow.LONG).stream()
        .map(one -> one.instrument().symbol().ticker())
        .toList();
  }

  private Optional<String> reference(String ticker) {
    var id = known(ticker).id();
    return Optional.ofNullable(Instruments.postgres(database).references(List.of(id)).get(id))
        .map(Symbol::ticker);
  }

  private List<String> members(String key, LocalDate asOf) {
    return Universes.postgres(database).members(key, asOf).stream()
        .map(member -> member.symbol().ticker())
        .toList();
  }

  private long number(String query) {
    return database.read(h -> h.createQuery(query).mapTo(Long.class).one());
  }

  private List<String> rows() {
    return database.read(h ->
        h.createQuery(
                """
                SELECT c.xmin || ' ' || c FROM etf_correlation c
                UNION ALL SELECT m.xmin || ' ' || m FROM universe_member m
                UNION ALL SELECT i.xmin || ' ' || i FROM instrument i ORDER BY 1
                """)
            .mapTo(String.class)
            .list());
  }
}
