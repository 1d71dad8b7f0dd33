package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.VendorEndpoint;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What people do from pages: listings, universes, the calendar, jobs, loads that failed.
class ConsoleDeedsTest {
  private static TestConsole console;
  private static Visit admin;
  private static Visit operator;
  private static Visit viewer;

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
    admin = console.person("admin", Role.ADMIN);
    operator = console.person("operator", Role.OPERATOR);
    viewer = console.person("viewer", Role.VIEWER);
    operator.load("{\"symbols\": \"AAPL,META,SPY\", \"months\": 1}");
  }

  @AfterAll
  static void close() {
    console.close();
  }

  private static int id(String sql) {
    return console.database().inTransaction(h -> h.createQuery(sql).mapTo(Integer.class).one());
  }

  @Test
  void decidesADoubtfulCaseOnceAndWithAReason() {
    int id =
        id(
            """
            INSERT INTO listing_question (kind, instrument_id, other_id, ticker, on_date, confidence, evidence)
            SELECT 'renamed', a.instrument_id, b.instrument_id, 'META', '2026-06-10', 0.4, '<i>names</i> are alike'
            FROM instrument_symbol a, instrument_symbol b WHERE a.ticker = 'AAPL' AND b.ticker = 'META' AND b.valid_to IS NULL
            RETURNING id
            """);
    assertThat(viewer.get("/listings").body())
        .contains("under another ticker?", "&lt;i&gt;names", "AAPL, ")
        .doesNotContain("/answer\"");
    var path = "/listings/questions/" + id + "/answer";
    assertThat(viewer.submit(path, Map.of("answer", "no", "reason", "x")).statusCode())
        .isEqualTo(403);
    assertThat(operator.submit(path, Map.of("answer", "no")).statusCode()).isEqualTo(400);
    assertThat(operator.submit(path, Map.of("answer", "maybe", "reason", "x")).statusCode())
        .isEqualTo(400);

    var answer = operator.submit(path, Map.of("answer", "no", "reason", "two companies"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    assertThat(admin.json("/api/v1/listings").get("questions")).isEmpty();
    assertThat(admin.get("/audit").body()).contains("symbols review no", "two companies");
    assertThat(operator.submit(path, Map.of("answer", "no", "reason", "again")).statusCode())
        .isEqualTo(422);
  }

  @Test
  void showsWhatListsChangedAndTakesItBack() {
    int id =
        id(
            """
            INSERT INTO listing_change (kind, instrument_id, ticker, on_date, confidence, evidence, source, list_date)
            SELECT 'delisted', instrument_id, 'AAPL', '2026-06-12', 1, 'the list says so', 'simulator', '2026-06-12'
            FROM instrument_symbol WHERE ticker = 'AAPL' RETURNING id
            """);
    var body = operator.get("/listings?kind=delistings").body();
    assertThat(body).contains("the list says so", "/symbols/AAPL").doesNotContain("/undo\"");
    assertThat(admin.get("/listings").body()).contains("/listings/" + id + "/undo\"");
    assertThat(viewer.json("/api/v1/listings?kind=ipos").get("changes").valueStream())
        .noneMatch(one -> one.get("id").asInt() == id);
    assertThat(viewer.get("/api/v1/listings?kind=nothing").statusCode()).isEqualTo(400);
    var undo = "/listings/" + id + "/undo";
    assertThat(operator.submit(undo, Map.of("reason", "it trades")).statusCode()).isEqualTo(403);

    assertThat(admin.submit(undo, Map.of("reason", "it trades")).statusCode()).isEqualTo(303);

    var change =
        viewer
            .json("/api/v1/listings?kind=delisted")
            .get("changes")
            .valueStream()
            .filter(one -> one.get("id").asInt() == id)
            .findFirst()
            .orElseThrow();
    assertThat(change.get("undone_because").asString()).isEqualTo("it trades");
    assertThat(admin.submit(undo, Map.of("reason", "twice")).statusCode()).isEqualTo(422);
  }

  @Test
  void makesAListAndChangesIt() {
    var made =
        operator.submit(
            "/universes",
            Map.of("key", "my_list", "symbols", "SPY, AAPL", "name", "Mine", "reason", "to try"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    assertThat(made.headers().firstValue("location")).contains("/universes/my_list");
    assertThat(operator.get("/universes/my_list").body())
        .contains("Change the list", "SPY, AAPL".split(",")[0]);

    var answer =
        operator.tell(
            "/api/v1/universes",
            "{\"key\": \"my_list\", \"symbols\": \"META\", \"reason\": \"one\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(
            viewer
                .json("/api/v1/universes/my_list")
                .get("members")
                .valueStream()
                .map(one -> one.get("symbol").asString()))
        .containsExactly("META");
    assertThat(admin.get("/audit?text=my_list").body()).contains("universe set", "operator at the");
    assertThat(
            operator
                .submit("/universes", Map.of("key", "my_list", "symbols", "a b/c", "reason", "x"))
                .body())
        .contains("not a ticker");
    var byRule =
        operator.submit("/universes", Map.of("key", "all_stocks", "symbols", "SPY", "reason", "x"));
    assertThat(byRule.statusCode()).isEqualTo(422);
    assertThat(byRule.body()).contains("a rule fills all_stocks");
  }

  @Test
  void approvesAChangeThatWasHeld() {
    int _ =
        id(
            """
            INSERT INTO universe_change (universe_id, effective, state, members, joined, joined_why, left_it, left_why, message)
            SELECT id, '2026-06-12', 'held', 10, '{AAPL}', '{"it is large"}', '{META,SPY}', '{"too small","no stock"}',
                   'more than 30 % would leave'
            FROM universe WHERE key = 'all_stocks' RETURNING universe_id
            """);
    assertThat(viewer.get("/universes").body()).contains("<span class=\"state warn\">held</span>");
    assertThat(viewer.get("/universes/all_stocks").body())
        .contains("more than 30 % would leave", "title=\"too small\"")
        .doesNotContain("/approve\"");
    var path = "/universes/all_stocks/approve";
    assertThat(viewer.submit(path, Map.of("reason", "right")).statusCode()).isEqualTo(403);

    var approved = operator.submit(path, Map.of("reason", "the index changed"));

    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(303);
    assertThat(viewer.json("/api/v1/universes/all_stocks").get("held").isNull()).isTrue();
    assertThat(viewer.get("/universes/all_stocks").body()).contains("AAPL");
    assertThat(admin.get("/audit").body()).contains("--approve", "the index changed");
  }

  @Test
  void decidesAboutADayAndTakesItBack() {
    var day = LocalDate.parse("2026-07-15");
    var close =
        Map.of("exchange", "XNYS", "date", day.toString(), "kind", "close", "reason", "a storm");
    assertThat(operator.get("/calendar").body()).doesNotContain("Decide about a day");
    assertThat(operator.submit("/calendar", close).statusCode()).isEqualTo(403);
    int told = console.decisions();

    assertThat(admin.submit("/calendar", close).statusCode()).isEqualTo(303);

    assertThat(console.calendars().of(Mic.XNYS).isSession(day)).isFalse();
    assertThat(console.decisions()).isEqualTo(told + 1);
    assertThat(admin.get("/calendar?year=2026").body()).contains("a storm", "admin at the console");
    assertThat(admin.submit("/calendar", close).statusCode()).as("the same again").isEqualTo(303);
    var odd =
        admin.tell(
            "/api/v1/calendar",
            "{\"exchange\":\"XNYS\",\"date\":\"2026-07-16\",\"kind\":\"early-close\",\"reason\":\"x\"}");
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(odd.body()).contains("closing time");
    var undo =
        Map.of("exchange", "XNYS", "date", day.toString(), "kind", "undo", "reason", "it passed");
    assertThat(admin.submit("/calendar", undo).statusCode()).isEqualTo(303);
    assertThat(console.calendars().of(Mic.XNYS).isSession(day)).isTrue();
    assertThat(admin.submit("/calendar", undo).statusCode()).isEqualTo(422);
  }

  @Test
  void runsAJobAtOnce() {
    assertThat(viewer.submit("/schedules/etf-facts/run", Map.of()).statusCode()).isEqualTo(403);

    assertThat(operator.submit("/schedules/etf-facts/run", Map.of()).statusCode()).isEqualTo(303);

    var schedule =
        viewer
            .json("/api/v1/schedules")
            .get("schedules")
            .valueStream()
            .filter(one -> one.get("name").asString().equals("etf-facts"))
            .findFirst()
            .orElseThrow();
    assertThat(schedule.at("/last/state").asString()).isEqualTo("done");
    assertThat(schedule.at("/last/session").asString()).isEqualTo("2026-06-12");
    assertThat(admin.get("/audit").body()).contains("schedules run-now");
    var holiday = operator.tell("/api/v1/schedules/etf-facts/run", "{\"session\": \"2026-05-25\"}");
    assertThat(holiday.statusCode()).isEqualTo(422);
    assertThat(holiday.body()).contains("Memorial Day");
    assertThat(operator.submit("/schedules/no-such/run", Map.of()).statusCode()).isEqualTo(422);
  }

  @Test
  void asksAgainForWhatFailedOnly() {
    int run =
        id(
            """
            WITH run AS (
              INSERT INTO load_run (asked, fingerprint, bar_interval, first_date, last_date, priority, source, everything, state, plan)
              VALUES ('symbols AAPL,SPY', 'failed in part', 'day', '2025-06-02', '2025-06-30', 'normal', 'simulator', false, 'partial', '{}')
              RETURNING id),
            whom AS (
              INSERT INTO load_run_instrument (run_id, instrument_id, ticker)
              SELECT run.id, instrument_id, ticker FROM run, instrument_symbol WHERE ticker IN ('AAPL', 'SPY')),
            task AS (
              INSERT INTO load_task (run_id, kind, instrument_id, address, first_date, last_date, state, failure, failure_detail, calls, failed_calls,
                                     finished_at)
              SELECT run.id, 'aggregates', instrument_id, ticker, '2025-06-02', '2025-06-13',
                     CASE ticker WHEN 'SPY' THEN 'failed' ELSE 'done' END,
                     CASE ticker WHEN 'SPY' THEN 'UNREACHABLE' END, CASE ticker WHEN 'SPY' THEN '<b>gone</b>' END, 4, 3, now()
              FROM run, instrument_symbol WHERE ticker IN ('AAPL', 'SPY'))
            SELECT id FROM run
            """);
    assertThat(operator.get("/loads/" + run).body()).contains("/loads/" + run + "/retry\"");

    var again = operator.tell("/api/v1/loads/" + run + "/retry", "{}");

    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(again.body()).contains("\"asked\":\"symbols SPY\"");
    assertThat(admin.get("/audit?text=SPY").body())
        .contains("--symbols SPY --from 2025-06-02 --to 2025-06-13 --queue");
    int whole =
        operator.load("{\"symbols\": \"SPY\", \"from\": \"2025-05-01\", \"to\": \"2025-05-30\"}");
    assertThat(operator.submit("/loads/" + whole + "/retry", Map.of()).statusCode()).isEqualTo(409);

    var vendor = viewer.json("/api/v1/vendor");
    var failure =
        vendor
            .get("failures")
            .valueStream()
            .filter(one -> one.get("kind").asString().equals("UNREACHABLE"))
            .findFirst()
            .orElseThrow();
    assertThat(failure.get("unresolved").asInt()).isEqualTo(1);
    assertThat(viewer.get("/vendor").body()).contains("unreachable", "&lt;b&gt;gone");
  }

  @Test
  void showsHowTheVendorIsAskedAndWhatThePlanIncludes() {
    console
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO rate_limit (vendor, configured_calls, configured_per, current_calls, paused_until, recent, background, day, day_calls)
                VALUES ('simulator', 300, interval '1 minute', 150, now() + interval '1 hour',
                        ARRAY[now() - interval '50 seconds', now() - interval '20 seconds', now()], ARRAY[now()],
                        (now() AT TIME ZONE 'America/New_York')::date, 77)
                """));
    VendorPlans.postgres(console.database())
        .probed(
            "simulator",
            new PlanFacts(
                Optional.of(TestConsole.MONDAY),
                List.of(
                    new PlanFacts.EndpointFact(
                        VendorEndpoint.ETF_PROFILES, PlanFacts.Verdict.REFUSED, "<not> entitled")),
                Optional.of(Duration.ofMinutes(15)),
                "of a snapshot",
                List.of(),
                Optional.of(false),
                true,
                18));

    var vendor = viewer.json("/api/v1/vendor");

    assertThat(vendor.at("/pace/in_last_window").asInt()).isEqualTo(3);
    assertThat(vendor.at("/pace/today").asInt()).isEqualTo(77);
    assertThat(vendor.at("/pace/lowered").asBoolean()).isTrue();
    assertThat(vendor.get("reserved_percent").asInt()).isEqualTo(50);
    assertThat(viewer.get("/vendor").body())
        .contains("nobody calls before", "ETF Global profiles", "&lt;not&gt; entitled", "15 min");
  }

  @Test
  void tellsTheCommandOfEachButtonThatMayBePressed() {
    assertThat(operator.get("/schedules").body())
        .contains("tickstock schedules run-now NAME", "/api/v1/schedules/NAME/run");
    assertThat(viewer.get("/schedules").body()).doesNotContain("tickstock schedules run-now NAME");
    assertThat(operator.get("/universes/dev_etfs").body())
        .contains("tickstock universe refresh dev_etfs --approve", "curl -X POST")
        .contains("/api/v1/universes/dev_etfs/approve");
  }
}
