package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.access.Role;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.VendorEndpoint;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
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
  void repairsAFindingAfterItsCostWasShown() {
    console
        .database()
        .useTransaction(h ->
            h.execute(
                """
                DELETE FROM bar_daily b USING instrument_symbol s
                WHERE s.instrument_id = b.instrument_id AND s.ticker = 'SPY' AND b.session = '2026-06-03'
                """));
    int id =
        id(
            """
            INSERT INTO quality_finding (rule, instrument_id, subject, first_session, last_session, sessions, severity, summary, evidence)
            SELECT 'missing-session', instrument_id, ticker, '2026-06-03', '2026-06-03', 1, 'medium', 'a session is missing',
                   '{"sessions": ["2026-06-03"]}'
            FROM instrument_symbol WHERE ticker = 'SPY' RETURNING id
            """);
    var path = "/quality/" + id + "/repair";
    assertThat(viewer.get("/quality/" + id).body()).doesNotContain("Repair, cost first");
    assertThat(viewer.get(path).statusCode()).isEqualTo(403);
    assertThat(operator.get("/quality/" + id).body()).contains("Repair, cost first");

    var cost = operator.json("/api/v1" + path);

    assertThat(cost.get("way").asString()).isEqualTo("fetch");
    assertThat(cost.at("/cost/calls").asInt()).isPositive();
    assertThat(operator.get(path).body())
        .contains("time, about", "tickstock quality repair --plan " + id)
        .contains("<code>tickstock quality repair " + id + "</code>", "curl -X POST");
    assertThat(viewer.submit(path, Map.of()).statusCode()).isEqualTo(403);
    assertThat(operator.post(path, Map.of()).statusCode()).as("no token").isEqualTo(403);

    var repaired = operator.submit(path, Map.of());

    assertThat(repaired.statusCode()).as(repaired.body()).isEqualTo(303);
    assertThat(repaired.headers().firstValue("location")).contains("/quality/" + id);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !viewer.json("/api/v1/quality/" + id).get("is_in_repair").asBoolean());
    var after = viewer.json("/api/v1/quality/" + id);
    assertThat(after.at("/finding/state").asString()).as(after.toString()).isEqualTo("repaired");
    assertThat(after.get("history").toString()).contains("bars before 0, after 1");
    assertThat(admin.get("/audit").body()).contains("quality repair", "finding " + id);
    assertThat(operator.submit(path, Map.of()).body()).contains("is repaired, not open");
  }

  @Test
  void acceptsSessionsThatNothingExplainsAndOpensThemAgain() {
    operator.submit("/universes", Map.of("key", "one", "symbols", "META", "reason", "to look"));
    var dates = Map.of("from", "2026-01-05", "to", "2026-01-09");
    var page = "/symbols/META/sessions?from=2026-01-05&to=2026-01-09&interval=day";
    assertThat(operator.get("/coverage?universe=one&months=6").body())
        .contains("/symbols/META/sessions?from=2025-12-15&amp;to=", "data-operate=\"yes\"");
    assertThat(viewer.get("/coverage?universe=one&months=6").body())
        .doesNotContain("/sessions?from=");
    assertThat(viewer.get(page).body())
        .contains("never asked for", "tickstock coverage --symbols META --from 2026-01-05")
        .doesNotContain("/sessions/accept\"", "/sessions/reopen\"");
    assertThat(operator.get(page).body())
        .contains("/sessions/accept\"")
        .doesNotContain("/sessions/reopen\"");
    var accept = "/symbols/META/sessions/accept";
    assertThat(viewer.submit(accept, and(dates, "a halt")).statusCode()).isEqualTo(403);
    assertThat(operator.submit(accept, dates).body()).contains("reason is missing");
    assertThat(operator.submit(accept, and(dates, " ")).statusCode()).isEqualTo(400);
    assertThat(operator.post(accept, and(dates, "no token of a form")).statusCode()).isEqualTo(403);
    assertThat(
            operator
                .submit(accept, Map.of("from", "2026-01-09", "to", "2026-01-05", "reason", "x"))
                .body())
        .contains("--to 2026-01-05 lies before --from 2026-01-09");
    var ahead =
        operator.submit(accept, Map.of("from", "2026-06-15", "to", "2026-09-30", "reason", "x"));
    assertThat(ahead.statusCode()).isEqualTo(422);
    assertThat(ahead.body())
        .contains("META has bars: its sessions after today, 2026-06-15, cannot");
    assertThat(admin.get("/audit?text=META%20day").body()).doesNotContain("coverage accept");

    var accepted = operator.submit(accept, and(dates, "a <b>halt</b>"));

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(303);
    assertThat(accepted.headers().firstValue("location")).contains(page);
    var hole = viewer.json("/api/v1" + page).get("holes").get(0);
    assertThat(hole.get("state").asString()).isEqualTo("accepted");
    assertThat(hole.get("count").asInt()).isEqualTo(5);
    assertThat(hole.get("evidence").asString())
        .isEqualTo("by hand: a <b>halt</b> (operator at the console)");
    assertThat(operator.get(page).body())
        .contains("a &lt;b&gt;halt&lt;/b&gt; (operator at the console)", "/sessions/reopen\"")
        .doesNotContain("/sessions/accept\"");
    assertThat(admin.get("/audit").body())
        .contains("coverage accept", "META day", "2026-01-05..2026-01-09: a &lt;b&gt;halt");
    var again = operator.submit(accept, and(dates, "twice"));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body())
        .contains("nothing to accept: no session of META in 2026-01-05..2026-01-09 is unexplained");
    var reopen = "/symbols/META/sessions/reopen";
    var one = Map.of("from", "2026-01-07", "to", "2026-01-07");
    assertThat(viewer.submit(reopen, and(one, "it traded")).statusCode()).isEqualTo(403);
    assertThat(operator.submit(reopen, one).statusCode()).isEqualTo(400);

    var reopened = operator.submit(reopen, and(one, "it traded"));

    assertThat(reopened.statusCode()).as(reopened.body()).isEqualTo(303);
    assertThat(viewer.json("/api/v1" + page).get("unexplained").asInt()).isEqualTo(5);
    assertThat(admin.get("/audit").body()).contains("coverage reopen", "it traded");
    assertThat(admin.get("/audit?text=META%20day&limit=1").body())
        .contains("value=\"META day\"", "/audit?text=META%20day&amp;before=");
    assertThat(operator.submit(reopen, and(one, "twice")).body())
        .contains("nothing to take back: nothing of META in 2026-01-07");
  }

  @Test
  void aProgramAcceptsSessionsByAToken() {
    var token =
        console
            .access()
            .tokens()
            .create("ci", "operator", Role.OPERATOR, Optional.of(Duration.ofDays(1)), "test");
    var body = "{\"from\": \"2026-01-12\", \"to\": \"2026-01-16\", \"interval\": \"minute\"%s}";
    var path = "/api/v1/symbols/AAPL/sessions/";

    assertThat(tell(path + "accept", body.formatted(""), token).body())
        .contains("reason is missing");
    var accepted = tell(path + "accept", body.formatted(", \"reason\": \"no minutes\""), token);

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
    assertThat(accepted.body())
        .isEqualTo(
            "{\"symbol\":\"AAPL\",\"interval\":\"minute\",\"sessions\":[{\"first\":\"2026-01-12\","
                + "\"last\":\"2026-01-16\"}]}\n");
    var page = "/api/v1/symbols/AAPL/sessions?from=2026-01-12&to=2026-01-16&interval=minute";
    assertThat(viewer.json(page).at("/holes/0/evidence").asString())
        .endsWith("no minutes (operator by token ci)");
    assertThat(operator.get("/symbols/AAPL/minutes?session=2026-01-12").body())
        .contains("Open it again, with a reason");
    assertThat(tell(path + "reopen", body.formatted(", \"reason\": \"they came\""), token).body())
        .isEqualTo(accepted.body());
    assertThat(
            tell(
                    "/api/v1/symbols/NOBODY/sessions/accept",
                    body.formatted(", \"reason\": \"x\""),
                    token)
                .statusCode())
        .isEqualTo(404);
  }

  private static Map<String, String> and(Map<String, String> dates, String reason) {
    var all = new HashMap<>(dates);
    all.put("reason", reason);
    return all;
  }

  private static HttpResponse<String> tell(String path, String body, String token) {
    var program = console.stranger();
    return program.send(
        program
            .request(path)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void saysWhatToDoWhenTheDatabaseIsFull() {
    console
        .database()
        .useTransaction(h -> {
          h.execute(
              """
              CREATE FUNCTION tickstock.full_disk() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE SQLSTATE '53100' USING MESSAGE = 'No space left on device'; END $$
              """);
          h.execute(
              """
              CREATE TRIGGER full_disk BEFORE INSERT ON tickstock.audit FOR EACH ROW
              WHEN (NEW.action = 'schedules pause') EXECUTE FUNCTION tickstock.full_disk()
              """);
        });

    var call = operator.tell("/api/v1/schedules/end-of-day/pause", "");
    var page = operator.submit("/schedules/end-of-day/pause", Map.of());

    assertThat(call.statusCode()).as(call.body()).isEqualTo(507);
    assertThat(call.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(call.body()).contains("is full", "Make room there");
    assertThat(page.statusCode()).isEqualTo(507);
    assertThat(page.body()).contains("is full", "Make room there");
    console.database().useTransaction(h -> h.execute("DROP FUNCTION tickstock.full_disk CASCADE"));
    assertThat(operator.submit("/schedules/end-of-day/pause", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(operator.submit("/schedules/end-of-day/resume", Map.of()).statusCode())
        .isEqualTo(303);
  }

  @Test
  void repairsNothingThatOnlyAPersonCanJudge() {
    int id =
        id(
            """
            INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions, severity, summary)
            VALUES ('price-move', 'META', '2026-06-09', '2026-06-09', 1, 'high', 'a jump') RETURNING id
            """);
    assertThat(operator.get("/quality/" + id).body()).doesNotContain("Repair, cost first");
    assertThat(operator.get("/quality/" + id + "/repair").body())
        .contains("somebody must look")
        .doesNotContain("time, about");
    assertThat(operator.submit("/quality/" + id + "/repair", Map.of()).statusCode()).isEqualTo(409);
    assertThat(operator.get("/quality/999999/repair").statusCode()).isEqualTo(404);
  }

  @Test
  void joinsTwoInstrumentsAfterWhatWouldChangeAndTakesItBack() {
    twoCompanies("OLDC", "NEWC");
    assertThat(operator.get("/listings/join").statusCode()).isEqualTo(403);
    assertThat(admin.get("/listings").body()).contains("href=\"/listings/join\"");
    assertThat(admin.get("/listings/join?earlier=NEWC&later=OLDC").body())
        .contains("role=\"alert\"")
        .doesNotContain("Join them");
    int later = admin.json("/api/v1/symbols/NEWC").get("instrument").asInt();

    var plan = admin.json("/api/v1/listings/join?earlier=OLDC&later=NEWC");

    assertThat(plan.at("/outcome/bars").asInt()).isEqualTo(1);
    assertThat(
            plan.at("/outcome/kept/tickers").valueStream().map(one -> one.get("symbol").asString()))
        .containsExactly("OLDC", "NEWC");
    assertThat(plan.at("/outcome/other/tickers")).isEmpty();
    assertThat(admin.json("/api/v1/symbols/NEWC").get("instrument").asInt())
        .as("nothing was changed")
        .isEqualTo(later);
    assertThat(admin.get("/listings/join?earlier=OLDC&later=NEWC").body())
        .contains("Join them", "tickstock symbols join OLDC NEWC --plan")
        .contains("tickstock symbols join OLDC NEWC --reason TEXT");
    var both = Map.of("earlier", "OLDC", "later", "NEWC", "reason", "a rename nobody listed");
    assertThat(operator.submit("/listings/join", both).statusCode()).isEqualTo(403);

    var joined = admin.submit("/listings/join", both);

    assertThat(joined.statusCode()).as(joined.body()).isEqualTo(303);
    assertThat(joined.headers().firstValue("location")).contains("/listings?kind=joined");
    var change = admin.json("/api/v1/listings?kind=joined").get("changes").get(0);
    var undo = "/listings/" + change.get("id").asInt() + "/undo";
    assertThat(admin.get("/listings?kind=joined").body()).contains(undo + "\"");
    assertThat(admin.json("/api/v1/symbols/NEWC").get("instrument").asInt()).isNotEqualTo(later);
    assertThat(admin.get("/audit").body()).contains("symbols join", "a rename nobody listed");
    assertThat(admin.submit(undo, Map.of("reason", "two after all")).statusCode()).isEqualTo(303);
    assertThat(admin.json("/api/v1/symbols/NEWC").get("instrument").asInt()).isEqualTo(later);
  }

  @Test
  void partsOneInstrumentAfterWhatWouldChange() {
    twoCompanies("ONEC", "TWOC");
    assertThat(admin.get("/listings/part?symbol=TWOC&from=2020-01-02").body())
        .contains("there is nothing to part");
    assertThat(admin.get("/listings/part?symbol=NOBODY&from=2020-01-02").body())
        .contains("NOBODY is not known");
    var plan = admin.json("/api/v1/listings/part?symbol=ONEC&from=2026-03-02");
    assertThat(plan.at("/outcome/other/tickers/0/from").asString()).isEqualTo("2026-03-02");
    assertThat(plan.at("/outcome/other/who").asString()).isEqualTo("a new instrument");

    var parted =
        admin.tell(
            "/api/v1/listings/part",
            "{\"symbol\": \"ONEC\", \"from\": \"2026-03-02\", \"reason\": \"a fund before\"}");

    assertThat(parted.statusCode()).as(parted.body()).isEqualTo(200);
    assertThat(admin.json("/api/v1/symbols/ONEC").get("instrument").asInt())
        .isNotEqualTo(admin.json("/api/v1/symbols/ONEC@2026-02-02").get("instrument").asInt());
  }

  /// One with a bar of May 2026, the other from June on with another.
  private static void twoCompanies(String earlier, String later) {
    console
        .database()
        .useTransaction(h ->
            h.createScript(
                    """
                    WITH made AS (
                      INSERT INTO instrument (name, type, mic, active, source) VALUES
                      ('EARLIER Company', 'CS', 'XNYS', true, 'test'), ('LATER Company', 'CS', 'XNYS', true, 'test') RETURNING id, name),
                    named AS (
                      INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, reason, source)
                      SELECT id, split_part(name, ' ', 1), CASE name WHEN 'LATER Company' THEN CAST('2026-06-01' AS date) END, 'listed', 'test'
                      FROM made)
                    INSERT INTO bar_daily (instrument_id, session, open, high, low, close, known_from, run_id, source, provisional)
                    SELECT id, CASE name WHEN 'LATER Company' THEN CAST('2026-06-02' AS date) ELSE CAST('2026-01-05' AS date) END,
                           10, 11, 9, 10, now(), 1, 1, false
                    FROM made
                    """
                        .replace("EARLIER", earlier)
                        .replace("LATER", later))
                .execute());
  }

  @Test
  void editsARuleAfterWhoWouldJoinAndLeaveWasShown() {
    operator.submit("/universes", Map.of("key", "picked", "symbols", "SPY", "reason", "to try"));
    var path = "/universes/picked/rule";
    assertThat(viewer.get(path).statusCode()).isEqualTo(403);
    assertThat(operator.get(path).body()).contains("a list so far", "market_cap &gt;= 10e9");
    var wrong = operator.json("/api/v1" + path + "?rule=" + Visit.coded("stocks; sectr = Energy"));
    assertThat(wrong.get("problem").asString())
        .startsWith("rule part 2 'sectr = Energy': is no part of a rule");
    assertThat(
            operator
                .json("/api/v1" + path + "?rule=" + Visit.coded("in picked; stocks"))
                .get("problem")
                .asString())
        .contains("in a circle");

    var preview =
        operator.json("/api/v1" + path + "?rule=" + Visit.coded("type in CS")).get("preview");

    assertThat(preview.get("members").asInt()).isEqualTo(1);
    assertThat(preview.get("joining").valueStream().map(one -> one.get("symbol").asString()))
        .contains("AAPL", "META")
        .doesNotContain("SPY");
    assertThat(preview.get("leaves").asInt()).as("who was put in by hand stays").isZero();
    assertThat(viewer.json("/api/v1/universes/picked").get("members").size()).isEqualTo(1);
    var rule = Map.of("rule", "type in CS", "reason", "all of them");
    assertThat(viewer.submit(path, rule).statusCode()).isEqualTo(403);
    assertThat(operator.submit(path, Map.of("rule", "nonsense", "reason", "x")).body())
        .contains("rule part 1");

    var saved = operator.submit(path, rule);

    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(viewer.json("/api/v1/universes/picked").get("rule").asString())
        .isEqualTo("type in CS");
    assertThat(operator.get(path + "?rule=" + Visit.coded("type in CS")).body())
        .contains("That is its rule already");
    assertThat(viewer.json("/api/v1/universes/picked").get("members").size()).isEqualTo(1);
    assertThat(operator.submit("/universes/picked/refresh", Map.of()).statusCode()).isEqualTo(303);
    assertThat(
            viewer
                .json("/api/v1/universes/picked")
                .get("members")
                .valueStream()
                .map(one -> one.get("symbol").asString()))
        .contains("AAPL", "META", "SPY");
    assertThat(admin.get("/audit").body())
        .contains("universe rule", "all of them", "universe refresh");
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
