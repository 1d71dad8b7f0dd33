package ai.tickstock.bench;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.MarketCaps;
import ai.tickstock.universe.Rebalance;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.UniverseDecisions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A night's market caps and all universes that rules fill, in one transaction, from stored bars
/// and facts; and the same night again, which must change nothing.
final class RebalanceNight implements Benchmark {
  private static final String DATABASE = "bench_rebalance";
  private static final int INSTRUMENTS = 12_000;
  private static final int SESSIONS = 60;
  private static final LocalDate FIRST_NIGHT = LocalDate.of(2025, 12, 30);
  private static final LocalDate SECOND_NIGHT = LocalDate.of(2025, 12, 31);
  private static final double GOAL_SECONDS = 120;

  /// Of ten instruments five are companies, four are funds and one is a warrant; market caps go
  /// from 10 million to 3 trillion dollars.
  private static final String INSTRUMENT =
      """
      INSERT INTO instrument (name, type, mic, active, list_date, weighted_shares, shares_as_of, sic_code, sector, source)
      SELECT CASE WHEN id %% 10 < 5 THEN 'Company ' ELSE 'Fund ' END || id,
             CASE WHEN id %% 10 < 5 THEN CASE id %% 50 WHEN 4 THEN 'PFD' WHEN 14 THEN 'ADRC' ELSE 'CS' END
                  WHEN id %% 10 < 9 THEN 'ETF' ELSE 'WARRANT' END,
             'XNYS', true, DATE '2020-01-02',
             CASE WHEN id %% 10 < 5 AND id %% 97 <> 0 THEN (exp(16 + 8 * (id * 7919 %% 10007) / 10007.0) / 50)::bigint END,
             DATE '2025-10-01',
             CASE WHEN id %% 10 < 5 THEN (ARRAY['6022', '7372', '2834', '1311', '3721', '4911', '5331', '6311', '3674', '6798'])[1 + id / 10 %% 10] END,
             CASE WHEN id %% 10 < 5 THEN (ARRAY['Financial Services', 'Technology', 'Healthcare', 'Energy', 'Industrials', 'Utilities',
               'Consumer Staples', 'Financial Services', 'Technology', 'Real Estate'])[1 + id / 10 %% 10] END,
             'bench'
      FROM generate_series(1, %d) AS id ORDER BY id;
      INSERT INTO instrument_symbol (instrument_id, ticker, reason, source)
      SELECT id, 'T' || lpad(id::text, 5, '0'), 'listed', 'bench' FROM instrument;
      INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
      SELECT id, 'split', DATE '2025-11-17', 1, 2, 'bench' FROM instrument WHERE id %% 100 = 0;
      INSERT INTO etf_fact (instrument_id, fact, source, value, number, unit, as_of)
      SELECT id, fact, 'bench', value, CASE unit WHEN 'text' THEN NULL ELSE value::numeric END, unit, DATE '2025-12-29'
      FROM instrument CROSS JOIN LATERAL (VALUES
        ('aum', round(exp(15 + 12 * (id * 7919 %% 10007) / 10007.0))::bigint::text, 'dollars'),
        ('expense_ratio', round((id %% 90) / 10000.0, 4)::text, 'fraction'),
        ('shares_outstanding', (1000000 + id)::text, 'count'), ('nav', '25.5', 'dollars'),
        ('issuer', 'Issuer ' || id %% 40, 'text'),
        ('category', (ARRAY['Large Growth', 'Corporate Bond', 'Technology', 'Large Value', 'Foreign Large Blend', 'Health', 'Trading--Leveraged Equity',
          'Commodities Broad Basket'])[1 + id / 10 %% 8], 'text')) AS told (fact, value, unit)
      WHERE type = 'ETF';
      INSERT INTO listing_list (source, as_of, all_exchanges, trading, digest, verdict)
      SELECT 'bench', DATE '2025-12-30', true, count(*), '', 'taken' FROM instrument;
      INSERT INTO public.cache_entries (type, name, key, value, environment)
      SELECT 'app_settings', 'app_settings', 'SETTING_' || n, to_jsonb(n), 'DEFAULT' FROM generate_series(1, 200) AS n
      """;

  /// What is not ours, with the transaction that wrote it last.
  private static final String FOREIGN =
      """
      SELECT md5(string_agg(t::text || t.xmin::text || t.ctid::text, ',' ORDER BY t.id))
      FROM public.cache_entries t WHERE type = 'app_settings'\
      """;

  private static final String BARS =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
      SELECT id, session, close, close, close, close, 1000 * (id % 9000), now(), 1, 1, false
      FROM (SELECT id, session, round((50 * (1 + 0.05 * sin(id + age)))::numeric, 2)::double precision AS close
            FROM instrument, bench_session WHERE type <> 'WARRANT') AS walk
      ORDER BY id, session
      """;

  private static final String ROWS =
      """
      SELECT md5(string_agg(digest, ',' ORDER BY digest)) FROM (
        SELECT md5(string_agg(t.id::text || t.xmin::text, ',' ORDER BY t.id)) AS digest FROM tickstock.instrument t
        UNION ALL SELECT md5(string_agg(t::text || t.xmin::text, ',' ORDER BY t::text)) FROM tickstock.universe_member t
        UNION ALL SELECT md5(string_agg(t::text || t.xmin::text, ',' ORDER BY t.id)) FROM tickstock.universe_change t
        UNION ALL SELECT md5(string_agg(t::text || t.xmin::text, ',' ORDER BY t.id)) FROM tickstock.universe t
        UNION ALL SELECT md5(string_agg(t::text || t.xmin::text, ',' ORDER BY t::text)) FROM tickstock.etf_fact t
        UNION ALL SELECT md5(string_agg(t::text || t.xmin::text, ',' ORDER BY t.id)) FROM public.cache_entries t) digests\
      """;

  @Override
  public String name() {
    return "rebalance";
  }

  @Override
  public String claim() {
    return "market caps, all universes by rules and the rows of older applications of 12,000 instruments with 60 sessions"
        + " in one transaction; the same again changes nothing, rows of others stay";
  }

  /// Seconds of each part of a night.
  private record Night(
      double caps,
      double rules,
      double entries,
      double commit,
      MarketCaps.Count count,
      RuleRefresh done) {
    double all() {
      return caps + rules + entries + commit;
    }

    @Override
    public String toString() {
      long changed = done.universes().stream().filter(RuleRefresh.OfUniverse::isChanged).count();
      long joined = done.universes().stream().mapToLong(one -> one.joined().size()).sum();
      long left = done.universes().stream().mapToLong(one -> one.left().size()).sum();
      long held = done.universes().stream().filter(one -> one.held().isPresent()).count();
      return String.format(
          Locale.ROOT,
          "market caps %.2f s (%,d computed, %,d rows written), rules %.2f s (%d universes, %d changed,"
              + " %d held, %,d joined, %,d left), rows for older applications %.2f s, commit %.2f s",
          caps,
          count.computed(),
          count.written(),
          rules,
          done.universes().size(),
          changed,
          held,
          joined,
          left,
          entries,
          commit);
    }
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    int instruments = size.of(INSTRUMENTS, 400);
    var first = new ArrayList<Night>();
    var second = new ArrayList<Night>();
    var again = new ArrayList<Night>();
    var commands = new ArrayList<Double>();
    var server = home.server();
    for (int run = 0; run < size.runs(); run++) {
      var variables = home.migrated(DATABASE);
      try (var connection = server.connect(DATABASE)) {
        home.say("filling " + instruments + " instruments of " + SESSIONS + " sessions");
        fill(connection, instruments);
        server.checkpoint();
        try (var database = Database.connect(server.address(DATABASE), 4)) {
          defineByVolume(database);
          var foreign = BenchServer.text(connection, FOREIGN);
          first.add(night(database, FIRST_NIGHT));
          second.add(night(database, SECOND_NIGHT));
          requireSame(foreign, BenchServer.text(connection, FOREIGN), "two nights");
          var before = BenchServer.text(connection, ROWS);
          again.add(night(database, SECOND_NIGHT));
          requireSame(before, BenchServer.text(connection, ROWS), "the same night again");
          var command =
              home.tickstock(
                  variables, List.of("universe", "refresh", "--session", SECOND_NIGHT.toString()));
          commands.add(command.seconds());
          requireSame(before, BenchServer.text(connection, ROWS), "the command");
        }
      } finally {
        server.drop(DATABASE);
      }
    }
    double worst =
        Math.max(
            Race.median(first.stream().map(Night::all).toList()),
            Race.median(second.stream().map(Night::all).toList()));
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds(
                "the slower of two nights", worst, GOAL_SECONDS, "nothing beside it: a limit")),
        List.of(
            "first night, everything is filled: " + first.getLast(),
            "second night: " + second.getLast(),
            "the second night again: " + again.getLast(),
            String.format(
                Locale.ROOT,
                "universe refresh of that night by the command, with the JVM's start: %.2f s",
                Race.median(commands))),
        List.of());
  }

  /// No universe of the program needs average volumes; operators may.
  private static void defineByVolume(Database database) {
    new UniverseDecisions(database)
        .define(
            "etf:liquid",
            "etfs; aum >= 1e9; volume >= 5e6",
            new UniverseDecisions.Words(Optional.empty(), Optional.empty(), Optional.empty()),
            new UniverseDecisions.Decision("bench", FIRST_NIGHT, ""));
  }

  private static Night night(Database database, LocalDate day) {
    var calendar = TradingCalendar.nyse();
    var caps = MarketCaps.postgres(database, calendar);
    var rules = RuleUniverses.postgres(database, calendar);
    var entries = CacheEntries.postgres(database, "DEFAULT");
    var at = new long[4];
    var done =
        database.inTransaction(h -> {
          at[0] = System.nanoTime();
          var count = caps.recompute(h, day);
          at[1] = System.nanoTime();
          var refreshed = rules.refresh(h, Optional.empty(), day, false);
          at[2] = System.nanoTime();
          entries.write(h, day, Bar.startOfSession(day));
          at[3] = System.nanoTime();
          return new Rebalance.Done(count, refreshed);
        });
    return new Night(
        (at[1] - at[0]) / 1e9,
        (at[2] - at[1]) / 1e9,
        (at[3] - at[2]) / 1e9,
        (System.nanoTime() - at[3]) / 1e9,
        done.caps(),
        done.rules());
  }

  private static void requireSame(String before, String after, String what) {
    if (!before.equals(after)) {
      throw new BenchmarkFailed(what + " changed rows, and nothing was to change");
    }
  }

  private static void fill(Connection connection, int instruments) throws SQLException {
    BenchServer.sessions(connection, SECOND_NIGHT, SESSIONS);
    BenchServer.execute(
        connection, List.of(INSTRUMENT.formatted(instruments), BARS, "VACUUM (ANALYZE)"));
  }
}
