package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.access.Role;
import ai.tickstock.market.Mic;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.PlainNotice;
import ai.tickstock.notify.Severity;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pages and the API over HTTP.
class ConsoleTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static TestConsole console;
  private static Visit admin;

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
    admin = console.person("admin", Role.ADMIN);
  }

  @AfterAll
  static void close() {
    console.close();
  }

  private static JsonNode json(String path) {
    return admin.json(path);
  }

  private static HttpResponse<String> post(String path, String body) {
    return admin.tell(path, body);
  }

  @Test
  void everyPageOfTheMenuAnswersWithItsFilesAndWithoutInlineScript() {
    var menu = new TreeSet<String>();
    var links = Pattern.compile("<li><a href=\"(/[a-z]+)\"").matcher(admin.get("/tonight").body());
    while (links.find()) {
      menu.add(links.group(1));
    }
    assertThat(menu).contains("/tonight", "/loads", "/schedules", "/notices", "/audit", "/health");
    for (var path : menu) {
      var page = admin.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("cache-control")).contains("no-store");
      assertThat(page.body())
          .contains("<h1>", "aria-current=\"page\"", "curl ")
          .doesNotContain("style=", "onclick", "<script>")
          .doesNotContain(TestConsole.CANARY);
      var files = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(page.body());
      while (files.find()) {
        var file = admin.get(files.group(1));
        assertThat(file.statusCode()).as(files.group(1)).isEqualTo(200);
        assertThat(file.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
      }
    }
  }

  @Test
  void everyRouteStandsInTheDescriptionAndAnswersAsItSays() {
    var described = json("/api/openapi.json");
    assertThat(described.get("openapi").asString()).isEqualTo("3.1.0");
    var paths = new TreeSet<>(described.get("paths").propertyNames());

    assertThat(paths).isEqualTo(new TreeSet<>(served()));
    for (var path : paths) {
      if (described.get("paths").get(path).has("get") && !path.contains("{")) {
        var answer = json(path);
        var content =
            described.at(
                "/paths/"
                    + path.replace("/", "~1")
                    + "/get/responses/200/content/application~1json/schema");
        if (content.has("$ref")) {
          var name = content.get("$ref").asString().replace("#/components/schemas/", "");
          var required = new ArrayList<String>();
          described
              .at("/components/schemas/" + name + "/required")
              .forEach(one -> required.add(one.asString()));
          assertThat(answer.propertyNames()).as(path).containsExactlyInAnyOrderElementsOf(required);
        }
      }
    }
  }

  /// The paths of the API that the server really has.
  private static List<String> served() {
    return console.apiPaths();
  }

  @Test
  void startsALoadAfterItsCostAndShowsHowItWent() {
    var plan = admin.get("/loads/new?symbols=SPY,AAPL&months=1");
    assertThat(plan.body())
        .contains(
            "What it would cost",
            "Start the load",
            "tickstock load --symbols AAPL,SPY --months 1 --plan");
    assertThat(
            json("/api/v1/loads")
                .get("loads")
                .valueStream()
                .map(one -> one.get("asked").asString()))
        .doesNotContain("symbols AAPL,SPY");

    var started = admin.submit("/loads", Map.of("symbols", "SPY, AAPL", "months", "1"));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    var location = started.headers().firstValue("location").orElseThrow();
    var path =
        location.startsWith("/loads/starting/")
            ? "/loads/"
                + admin
                    .prepared(Integer.parseInt(location.substring("/loads/starting/".length())))
                    .get("load")
                    .asInt()
            : location;
    if (!path.equals(location)) {
      assertThat(admin.get(location).body()).contains("href=\"" + path + "\" data-go");
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> json("/api/v1" + path).get("is_over").asBoolean());

    var load = json("/api/v1" + path);
    assertThat(load.get("state").asString()).isEqualTo("complete");
    assertThat(load.get("rows").asInt()).isGreaterThan(30);
    assertThat(load.get("classes").size()).isGreaterThanOrEqualTo(2);
    assertThat(admin.get(path).body())
        .contains("Stocks", "ETFs", "complete")
        .doesNotContain("/cancel\" data-confirm");
    assertThat(admin.get("/audit?text=AAPL,SPY").body()).contains("admin at the console");

    var again = post("/api/v1/loads", "{\"symbols\": \"SPY,AAPL\", \"months\": 1}");
    assertThat(
            admin
                .prepared(JSON.readTree(again.body()).get("number").asInt())
                .get("message")
                .asString())
        .contains("every expected session is stored or explained");
  }

  @Test
  void tellsALoadsProgressByServerSentEvents() {
    int load = admin.load("{\"symbols\": \"QQQ\", \"months\": 1}");

    var events = events("/api/v1/loads/" + load + "/events");

    assertThat(events.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(events.body()).contains("event: progress", "\"id\":" + load, "event: end");
    assertThat(events("/loads/" + load + "/live").body())
        .contains("event: run", "data: <p class=\"lead\">");
  }

  /// All that comes until the load is over.
  private static HttpResponse<String> events(String path) {
    return admin.send(admin.request(path).header("Accept", "text/event-stream"));
  }

  @Test
  void pausesResumesAndCancelsALoad() {
    try (var slow = TestConsole.open(Duration.ofMillis(300))) {
      var operator = slow.person("operator", Role.OPERATOR);
      var started = operator.submit("/loads", Map.of("universe", "dev_etfs", "years", "5"));
      var location = started.headers().firstValue("location").orElseThrow();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !JSON.readTree(operator.get("/api/v1/loads").body()).get("loads").isEmpty());
      int load =
          JSON.readTree(operator.get("/api/v1/loads").body()).get("loads").get(0).get("id").asInt();
      assertThat(location).startsWith("/loads/");

      assertThat(operator.submit("/loads/" + load + "/pause", Map.of()).statusCode())
          .isEqualTo(303);
      assertThat(operator.get("/loads/" + load).body()).contains("paused by hand", "/resume");
      assertThat(operator.submit("/loads/" + load + "/resume", Map.of()).statusCode())
          .isEqualTo(303);
      assertThat(operator.submit("/loads/" + load + "/cancel", Map.of()).statusCode())
          .isEqualTo(303);
      assertThat(operator.get("/loads/" + load).body()).contains("cancelled by hand");
      var late = operator.submit("/loads/" + load + "/cancel", Map.of());
      assertThat(late.statusCode()).isEqualTo(409);
      assertThat(late.body()).contains("load " + load + " is cancelled: no cancel");
      assertThat(operator.get("/audit?text=runs").body()).contains("runs pause", "runs cancel");
    }
  }

  @Test
  void showsLoadsPageByPage() {
    console
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO load_run (asked, fingerprint, bar_interval, first_date, last_date, priority, source, everything, state, plan)
                SELECT 'old ' || n, 'old ' || n, 'day', '2026-01-02', '2026-01-05', 'normal', 'simulator', false, 'cancelled', '{}'
                FROM generate_series(1, 7) AS n
                """));

    var first = json("/api/v1/loads?limit=3");
    assertThat(first.get("loads").size()).isEqualTo(3);
    var second = json("/api/v1/loads?limit=3&before=" + first.get("next_before").asInt());
    assertThat(second.get("loads").get(0).get("id").asInt())
        .isLessThan(first.get("loads").get(2).get("id").asInt());
    assertThat(admin.get("/loads?limit=3").body()).contains("Older loads");
  }

  @Test
  void escapesWhateverComesFromElsewhere() {
    var evil = "<script>alert(1)</script>\" onload='x'";
    console
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO load_run (asked, fingerprint, bar_interval, first_date, last_date, priority, source, everything, state, message, plan)
                VALUES (?, 'evil', 'day', '2026-01-02', '2026-01-05', 'normal', 'simulator', false, 'cancelled', ?, '{}')
                """,
                evil,
                evil));
    int id = json("/api/v1/loads?limit=1").get("loads").get(0).get("id").asInt();

    for (var path :
        List.of(
            "/loads",
            "/loads/" + id,
            "/loads/new?symbols=" + Visit.coded(evil),
            "/audit?text=" + Visit.coded(evil),
            "/tonight?session=" + Visit.coded(evil),
            "/settings",
            "/schedules/" + Visit.coded(evil))) {
      assertThat(admin.get(path).body()).as(path).doesNotContain("<script>alert", "<b>home");
    }
    assertThat(admin.get("/loads/" + id).body()).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void answersOddParametersWithAProblemAndNothingElse() {
    for (var odd :
        List.of("'", "1; DROP TABLE load_run", "-1", "999999999999", "\u0000", "%", "../../etc")) {
      for (var path :
          List.of(
              "/api/v1/loads?before=",
              "/api/v1/loads?limit=",
              "/api/v1/tonight?session=",
              "/api/v1/audit?before=")) {
        var answer = admin.get(path + Visit.coded(odd));
        assertThat(answer.statusCode()).as(path + odd).isIn(400, 404);
        assertThat(answer.headers().firstValue("content-type").orElseThrow())
            .startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + answer.statusCode());
      }
      // Of some the server ends the connection before anybody is asked who it is.
      assertThat(console.stranger().get("/api/v1/loads/" + Visit.coded(odd)).statusCode())
          .isIn(400, 401, 404);
      assertThat(admin.get("/api/v1/audit?text=" + Visit.coded(odd)).statusCode()).isIn(200, 400);
    }
    assertThat(admin.get("/api/v1/loads?no=such").body()).contains("unknown: no");
    assertThat(post("/api/v1/loads", "[1]").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/loads", "{\"symbols\":{}}").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/loads", "{\"universe\":\"half \\ud800\"}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/v1/loads", "{\"symbols\":\"SPY\"}").body()).contains("which dates");
    assertThat(post("/api/v1/loads", "{\"universe\":\"no_such\",\"months\":1}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void tellsTonightFromTheRealClose() {
    var tonight = json("/api/v1/tonight");
    assertThat(tonight.get("session").asString()).isEqualTo("2026-06-15");
    assertThat(tonight.get("close").asString()).isEqualTo("2026-06-15T20:00:00Z");
    assertThat(tonight.get("possible_from").asString()).isEqualTo("2026-06-15T20:45:00Z");
    assertThat(tonight.get("state").asString()).isEqualTo("not begun");
    assertThat(admin.get("/tonight").body())
        .contains("until the close", "8 h 00 min", "Mon 2026-06-15 16:00 ET", "to do")
        .doesNotContain("No schedule runs");
    assertThat(admin.get("/tonight?session=2026-06-11").body())
        .contains(
            "No schedule runs the end of day of this session: end-of-day begins with 2026-06-15.",
            "tickstock eod run --session 2026-06-11");

    var half = json("/api/v1/tonight?session=2025-11-28");
    assertThat(half.get("early").asBoolean()).isTrue();
    assertThat(half.get("close").asString()).isEqualTo("2025-11-28T18:00:00Z");
    assertThat(half.get("possible_from").asString()).isEqualTo("2025-11-28T19:00:00Z");
    assertThat(admin.get("/tonight?session=2025-11-27").body()).contains("Thanksgiving");
  }

  @Test
  void tellsHowAnEndOfDayWentAndWhatBlocks() {
    console
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO eod_step (exchange, session, step, attempt, state, started, finished, started_by, facts, message) VALUES
                ('XNYS', '2026-06-12', 'bars', 1, 'done', '2026-06-12T20:45:00Z', '2026-06-12T20:46:00Z', 'test', '{"calls": 3, "rows": 11000, "symbols_percent": 97.5}', ''),
                ('XNYS', '2026-06-12', 'actions', 1, 'failed', '2026-06-12T20:46:00Z', '2026-06-12T20:47:00Z', 'test', '{}', 'the vendor is away'),
                ('XNYS', '2026-06-12', 'report', 1, 'done', '2026-06-12T20:48:00Z', '2026-06-12T20:48:10Z', 'test',
                 '{"symbols_percent": 98.25, "dollar_volume_percent": 99.5, "missing_count": 3, "missing": ["AAA", "BBB"],
                   "reached_95_percent_at": "2026-06-12T20:46:00Z", "reached_by_18_00": true,
                   "classes": {"ETFs": {"expected": 100, "complete": 99, "percent": 99.0}, "Stocks": {"expected": 200, "complete": 190, "percent": 95.0}}}', '')
                """));

    var page = admin.get("/tonight?session=2026-06-12").body();

    assertThat(page)
        .contains(
            "98.25 %",
            "99.50 %",
            "What blocks",
            "the vendor is away",
            "ETFs",
            "95.00 % · 190 of 200",
            "AAA, BBB, and 1 more",
            "at 2026-06-12 16:46:00 ET");
    assertThat(json("/api/v1/tonight").get("past").get(0).get("symbols_percent").asDouble())
        .isEqualTo(98.25);
    assertThat(console.calendars().of(Mic.XNYS).isSession(LocalDate.parse("2026-06-12"))).isTrue();
  }

  @Test
  void answersANotice() {
    console
        .database()
        .useTransaction(h ->
            Notices.post(
                h,
                new PlainNotice(
                    Severity.NORMAL, "disk", "the disk is nearly full", "90 % used", Map.of()),
                TestConsole.MONDAY));
    var open = json("/api/v1/notices?open=yes").get("notices").get(0);
    int id = open.get("id").asInt();

    var answer = admin.submit("/notices/" + id + "/ack", Map.of("because", "a new disk comes"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(admin.get("/notices").body()).contains("admin at the console", "a new disk comes");
    assertThat(admin.submit("/notices/" + id + "/ack", Map.of()).statusCode()).isEqualTo(409);
  }

  @Test
  void aFindingIsShownAsTextAcceptedWithAReasonOnlyAndOpenedAgain() {
    var day = LocalDate.parse("2026-06-12");
    long id =
        console
            .database()
            .inTransaction(h ->
                h.createQuery(
                        "INSERT INTO quality_finding (rule, subject, first_session, last_session,"
                            + " sessions, severity, summary) VALUES ('price-move', '<b>SPY</b>',"
                            + " :day, :day, 1, 'critical', 'it''s \"odd\" <script>alert(1)</script>')"
                            + " RETURNING id")
                    .bind("day", day)
                    .mapTo(Long.class)
                    .one());
    var page = admin.get("/quality/" + id).body();

    assertThat(page).contains("&lt;b&gt;SPY", "Why it may stay").doesNotContain("<script>alert");
    assertThat(admin.get("/quality?severity=critical").body())
        .contains("/quality/" + id)
        .doesNotContain("<script>alert");
    assertThat(admin.get("/api/v1/quality?state=wrong").statusCode()).isEqualTo(400);
    assertThat(admin.get("/api/v1/quality/999999").statusCode()).isEqualTo(404);
    var accept = "/api/v1/quality/" + id + "/accept";
    assertThat(post(accept, "{}").statusCode()).isEqualTo(400);
    assertThat(post(accept, "{\"reason\": \"true\", \"until\": \"2020-01-01\"}").statusCode())
        .isEqualTo(422);

    assertThat(post(accept, "{\"reason\": \"the exchange says so\"}").statusCode()).isEqualTo(200);

    assertThat(json("/api/v1/quality/" + id).at("/finding/state").asString()).isEqualTo("accepted");
    assertThat(admin.get("/audit").body()).contains("quality accept", "the exchange says so");
    assertThat(admin.submit("/quality/" + id + "/reopen", Map.of("reason", "no")).statusCode())
        .isEqualTo(303);
    assertThat(json("/api/v1/quality/" + id).at("/finding/state").asString()).isEqualTo("open");
  }

  @Test
  void showsTheEvidenceOfAFindingInWordsAndGivesItAsJsonToPrograms() {
    long id =
        console
            .database()
            .inTransaction(h ->
                h.createQuery(
                        """
                        INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions, severity, summary, evidence)
                        VALUES ('second-source', 'SPY', '2026-06-11', '2026-06-12', 2, 'high', 'differs',
                          '{"move": 0.384, "usual_volume": 1234567.0, "sessions": ["2026-06-11", "2026-06-12"], "names": ["SPY", "<b>"],
                            "bars": [{"session": "2026-06-11", "source": "other", "close": 12.5, "there_close": 12.75},
                                     {"session": "2026-06-12", "source": "other", "close": 13}]}')
                        RETURNING id
                        """)
                    .mapTo(Long.class)
                    .one());
    var page = admin.get("/quality/" + id).body();

    assertThat(page)
        .contains(
            "<dt>move of the price</dt><dd>+38.4 %</dd>",
            "<dt>usual volume, shares</dt><dd>1,234,567</dd>",
            "2026-06-11, 2026-06-12",
            "<a href=\"/symbols/SPY\">SPY</a>",
            "&lt;b&gt;",
            "close there</th>",
            "<td class=\"number\">12.75</td>",
            "Nothing happened to it since it was found.",
            "What its rule looks for")
        .doesNotContain("{&#34;", "&quot;move", "[&#34;");
    assertThat(json("/api/v1/quality/" + id).get("evidence").asString())
        .contains("\"move\": 0.384", "\"there_close\": 12.75");
  }

  @Test
  void saysOnAPageThatThereIsNothing() {
    var page = admin.get("/nothing/of/that/name");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body())
        .contains("there is nothing at /nothing/of/that/name", "aria-label=\"Pages\"");
    var call = admin.get("/api/v1/nothing");
    assertThat(call.statusCode()).isEqualTo(404);
    assertThat(call.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(console.stranger().get("/nothing").headers().firstValue("location").orElseThrow())
        .startsWith("/login");
  }

  @Test
  void showsAFindingOfARuleThatIsNoMore() {
    long id =
        console
            .database()
            .inTransaction(h ->
                h.createQuery(
                        "INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions, severity,"
                            + " summary) VALUES ('of-old', 'SPY', '2026-06-12', '2026-06-12', 1, 'low', 'odd') RETURNING id")
                    .mapTo(Long.class)
                    .one());
    assertThat(admin.get("/quality/" + id).statusCode()).isEqualTo(200);
    assertThat(admin.get("/quality/" + id).body()).contains("of-old");
  }

  @Test
  void showsWhichSessionsOfAUniverseAreThere() {
    admin.load("{\"universe\": \"dev_etfs\", \"months\": 3}");

    var coverage = json("/api/v1/coverage?universe=dev_etfs&months=3");

    int sessions = coverage.get("sessions").size();
    assertThat(sessions).isBetween(60, 66);
    assertThat(coverage.get("lines")).isNotEmpty();
    for (var line : coverage.get("lines")) {
      int holes = 0;
      for (var hole : line.get("holes")) {
        holes += hole.get("last").asInt() - hole.get("first").asInt() + 1;
      }
      assertThat(line.get("stored").asInt() + holes)
          .as(line.toString())
          .isEqualTo(line.get("expected").asInt());
    }
    assertThat(admin.get("/coverage?universe=dev_etfs&months=3").body())
        .contains("<canvas id=\"heat\"", "sessions expected");
    assertThat(admin.get("/coverage?universe=no_such").statusCode()).isEqualTo(404);
  }

  @Test
  void saysAtOnceThatAMapIsStillBeingMeasured() {
    admin.load("{\"symbols\": \"MSFT\", \"months\": 1}");
    var path = "/coverage?universe=dev_top_10&months=7&wait=no";
    console
        .database()
        .useTransaction(h -> {
          h.execute("LOCK TABLE bar_daily IN ACCESS EXCLUSIVE MODE");
          assertThat(admin.get(path).body())
              .contains("is being prepared, 0 %", "hx-trigger=\"every 1s\"")
              .doesNotContain("<canvas");
          assertThat(json("/api/v1" + path).get("measuring").asBoolean()).isTrue();
        });
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !json("/api/v1" + path).get("measuring").asBoolean());
    assertThat(admin.get(path).body()).doesNotContain("is being prepared");
  }

  @Test
  void showsAMapAsOfBeforeWhileItIsMeasuredAgain() {
    admin.load("{\"symbols\": \"NVDA\", \"months\": 1}");
    var path = "/coverage?universe=dev_top_10&months=8";
    var before = json("/api/v1" + path);
    assertThat(before.get("measuring").asBoolean()).isFalse();
    long updates = updates();
    console.database().useTransaction(h -> h.execute("UPDATE instrument SET name = name"));
    await().atMost(Duration.ofMinutes(1)).until(() -> updates() > updates);
    console
        .database()
        .useTransaction(h -> {
          h.execute("LOCK TABLE bar_daily IN ACCESS EXCLUSIVE MODE");
          assertThat(json("/api/v1" + path + "&wait=no").get("measuring").asBoolean()).isTrue();

          var shown = json("/api/v1" + path + "&wait=no");
          assertThat(shown.get("measured_at")).isEqualTo(before.get("measured_at"));
          assertThat(shown.get("lines")).isEqualTo(before.get("lines"));
          assertThat(admin.get(path + "&wait=no").body())
              .contains(
                  "As of ",
                  "is being measured again",
                  "hx-trigger=\"load\"",
                  "wait=no\"></canvas>");
        });
    assertThat(json("/api/v1" + path).get("measuring").asBoolean()).isFalse();
    assertThat(admin.get(path).body())
        .contains("As of ")
        .doesNotContain("is being measured", "wait=no\"></canvas>");
  }

  /// As the server counts them, a moment after their commit.
  private static long updates() {
    return console
        .database()
        .read(h ->
            h.createQuery(
                    """
                    SELECT n_tup_upd FROM pg_stat_user_tables
                    WHERE schemaname = 'tickstock' AND relname = 'instrument'
                    """)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void tellsMembersInPartsAndThoseOfATicker() {
    var path = "/api/v1/universes/dev_etfs";
    var tickers = new ArrayList<String>();
    var after = "";
    do {
      var part = json(path + "?limit=3" + after);
      part.get("members").forEach(one -> tickers.add(one.get("symbol").asString()));
      after = part.get("next_after").isNull() ? "" : "&after=" + part.get("next_after").asString();
    } while (!after.isEmpty());
    assertThat(tickers)
        .hasSize(json(path).get("total").asInt())
        .hasSizeGreaterThan(3)
        .doesNotHaveDuplicates()
        .isSorted()
        .contains("SPY");

    var found = json(path + "?q=sp");
    assertThat(found.get("matching").asInt()).isEqualTo(found.get("members").size());
    assertThat(found.get("members"))
        .isNotEmpty()
        .allMatch(one -> one.get("symbol").asString().startsWith("SP"));
    assertThat(admin.get("/universes/dev_etfs?limit=3").body())
        .contains("The next members, after " + tickers.get(2));
    assertThat(admin.get("/universes/dev_etfs?q=nobody").body())
        .contains("No ticker of a member begins so.");
  }

  @Test
  void showsWhoBelongsToAUniverseAndWhoCameSince() {
    assertThat(admin.get("/universes").body()).contains("/universes/dev_etfs");
    int members = json("/api/v1/universes/dev_etfs").get("total").asInt();
    assertThat(members).isPositive();

    var since = json("/api/v1/universes/dev_etfs?since=1990-01-02");
    assertThat(since.get("joined").size()).isEqualTo(members);
    assertThat(admin.get("/universes/dev_etfs?as_of=1990-01-02").body())
        .contains("Nobody belonged");
    assertThat(admin.get("/universes/dev_etfs?as_of=2999-01-01").statusCode()).isEqualTo(400);
    assertThat(admin.get("/universes/no_such").statusCode()).isEqualTo(404);
  }

  @Test
  void showsTheClosedAndShortDaysOfAYear() {
    var year = json("/api/v1/calendar?year=2025");
    assertThat(year.get("sessions").asInt()).isEqualTo(250);
    assertThat(admin.get("/calendar?year=2025").body())
        .contains("National Day of Mourning", "2025-11-28", "early close", "09:30-13:00");
    assertThat(admin.get("/calendar?exchange=XLON&year=2024").body()).contains("Europe/London");
    assertThat(admin.get("/calendar?exchange=NONE").statusCode()).isEqualTo(400);
    assertThat(admin.get("/calendar?year=1700").statusCode()).isEqualTo(400);
  }
}
