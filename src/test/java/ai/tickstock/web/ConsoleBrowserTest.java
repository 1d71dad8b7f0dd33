package ai.tickstock.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Role;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The console in a real browser.
class ConsoleBrowserTest {
  private static final double PATIENCE = 60_000;

  private static final List<String> DARK = List.of("tonight", "loads-new", "symbol", "schedules");

  /// Where pictures of all pages are left to be looked at, with `-Dtickstock.pictures=true`.
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final boolean PICTURES_WANTED = Boolean.getBoolean("tickstock.pictures");

  private static Playwright playwright;
  private static Browser browser;
  private static TestConsole console;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void open() {
    var chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        chromium.isPresent(), "no Chromium (apt-get install chromium), no page was opened in one");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    console = TestConsole.open(Duration.ofMillis(100));
    Scene.play(console, "olga");
    console.person("anna", Role.ADMIN);
  }

  @AfterAll
  static void close() {
    Optional.ofNullable(playwright).ifPresent(Playwright::close);
    Optional.ofNullable(console).ifPresent(TestConsole::close);
  }

  @BeforeEach
  void visit() {
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
    newPage();
    login("olga");
  }

  private void login(String account) {
    page.navigate(address("/"));
    page.getByLabel("Account").fill(account);
    page.getByLabel("Password").fill("a password of " + account);
    press("Log in");
    page.waitForURL("**/tonight");
  }

  @AfterEach
  void leave() {
    context.close();
  }

  private void newPage() {
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + console.port() + path;
  }

  private void press(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  @Test
  void logsInShowsTonightAndCountsDown() {
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Tonight")))
        .isVisible();
    var first = page.locator("[data-until]");
    page.waitForCondition(() -> !first.textContent().equals("8 h 00 min"));
    assertThat(complaints).as("nothing that the policy forbids").isEmpty();
  }

  /// Every page that the console has, by the name of its template, with what it needs to be told.
  private static Map<String, String> pages() {
    var places =
        Map.of(
            "{symbol}", "AAPL",
            "{key}", "all_stocks",
            "{name}", "crash_2020",
            "/loads/{id}", "/loads/1",
            "/quality/{id}", "/quality/3");
    var told =
        Map.of(
            "/loads/new", "?symbols=SPY&months=1",
            "/tonight", "?session=2026-06-12",
            "/coverage", "?universe=dev_top_10&months=12",
            "/listings/join", "?earlier=FB@2021-06-01&later=AAPL",
            "/listings/part", "?symbol=META&from=2022-06-09",
            "/universes/{key}/rule", "?rule=stocks; in dev_top_10",
            "/symbols/{symbol}/minutes", "?hours=extended",
            "/symbols/{symbol}/sessions", "?from=2025-09-01&to=2026-06-12",
            "/symbols", "?q=a");
    var pages = new LinkedHashMap<String, String>();
    for (var query : console.routes().queries()) {
      var path = query.path();
      for (var place : places.entrySet()) {
        path = path.replace(place.getKey(), place.getValue());
      }
      if (!path.contains("{")) { // a load in preparation is gone too soon
        pages.put(path.substring(1).replace('/', '-'), path + told.getOrDefault(query.path(), ""));
      }
    }
    return pages;
  }

  @Test
  void everyPageIsAccessibleAndFitsANarrowScreen() {
    assertThat(pages()).hasSizeGreaterThan(24);
    for (int width : new int[] {1440, 390}) {
      context.close();
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setViewportSize(width, 900)
                  .setColorScheme(width == 390 ? ColorScheme.DARK : ColorScheme.LIGHT));
      newPage();
      page.navigate(address("/login"));
      look("login", "/login", width);
      login("anna");
      pages()
          .forEach((name, path) -> {
            page.navigate(address(path));
            if (path.equals("/symbols/AAPL")) {
              page.waitForSelector("#chart[data-drawn]");
            }
            if (path.startsWith("/quality?")
                || path.equals("/quality")
                || path.endsWith("/trends")) {
              page.waitForSelector("[data-lines='whole agreed'][data-drawn]");
            }
            if (path.startsWith("/coverage")) {
              page.waitForSelector("#heat[data-painted]");
            }
            look(name, path, width);
          });
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void theListOfPagesIsBehindAButtonOnANarrowScreen() {
    page.setViewportSize(390, 844);
    var schedules = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Schedules"));
    assertThat(schedules).isHidden();
    press("Pages");
    assertThat(schedules).isVisible();
    if (PICTURES_WANTED) {
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("pages-390.png")));
    }
    page.keyboard().press("Escape");
    assertThat(schedules).isHidden();
    press("Pages");
    schedules.click();
    page.waitForURL("**/schedules");
    page.setViewportSize(1440, 900);
    assertThat(schedules).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pages")))
        .isHidden();
  }

  @Test
  void pricesAreAdjustedOnANarrowScreenToo() {
    page.setViewportSize(390, 844);
    page.navigate(address("/symbols/AAPL"));
    link("split-adjusted").click();
    page.waitForURL("**/symbols/AAPL?adjusted=splits");
    assertThat(link("split-adjusted")).hasAttribute("aria-current", "true");
  }

  @Test
  void aTableThatGoesOnBeyondItsEdgeSaysSo() {
    page.setViewportSize(390, 844);
    page.navigate(address("/schedules"));
    var table = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Schedules"));
    assertThat(table).hasCSS("background-attachment", "local, local, scroll, scroll, scroll");
    // What covers the sign at an end lies at the end of the table, not of what is seen of it.
    assertThat(((Number) table.evaluate("one => one.scrollWidth - one.clientWidth")).intValue())
        .isPositive();
  }

  private void look(String name, String path, int width) {
    if (PICTURES_WANTED) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(PICTURES.resolve(name + "-" + width + ".png"))
              .setFullPage(true));
    }
    // The check knows no colour behind a text where a gradient lies.
    page.evaluate(
        "document.querySelectorAll('.scroll').forEach(one => one.style.backgroundImage = 'none')");
    // The colours are those of one file: in the dark some pages tell.
    if (width == 1440 || DARK.stream().anyMatch(name::startsWith)) {
      assertThat(violations()).as(path + " at " + width).isEmpty();
    }
    var beyond =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) beyond).intValue()).as(path + " at " + width).isZero();
  }

  /// All rules, asked in one go: no page has a frame, and of what holds nothing need be told.
  private List<String> violations() {
    var options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return new AxeBuilder(page)
        .options(options).setLegacyMode(true).analyze().getViolations().stream()
            .filter(one -> !one.getImpact().equals("minor"))
            .map(one -> one.getId() + " " + one.getNodes().getFirst().getHtml())
            .toList();
  }

  @Test
  void theCheckOfAccessibilityCatchesAViolation() {
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input type=text>')");
    assertThat(violations()).singleElement().asString().startsWith("label ");
  }

  @Test
  void drawsCandlesWithVolumeAndTellsWhereABarComesFrom() {
    page.getByLabel("Ticker or name").first().fill("aapl");
    press("Find");
    page.waitForURL("**/symbols/AAPL");
    page.waitForSelector("#chart[data-drawn] canvas");
    assertThat(page.locator("#bar")).containsText("aggregates, feed eod, load 1");

    page.locator("#chart").hover();
    press("3 months");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("split-adjusted")).click();
    page.waitForSelector("#chart[data-drawn] canvas");

    assertThat(page.getByText("left out by").or(page.getByText("never asked for")).first())
        .isVisible();
    assertThat(complaints).as("the chart needs nothing that the policy forbids").isEmpty();
  }

  @Test
  void drawsTrendsWithGapsWhereNobodyCounted() {
    page.navigate(address("/quality"));
    for (var trend :
        List.of(
            "[data-lines='found gone'][data-drawn='4']",
            "[data-lines='open'][data-drawn='2']",
            "[data-lines='revised'][data-drawn='3']",
            "[data-lines='whole agreed'][data-drawn='6']")) {
      page.waitForSelector(trend + " canvas");
    }
    assertThat(page.locator("[data-lines='revised'] + .readout"))
        .containsText("2026-06-11: corrected");
    assertThat(complaints).as("the charts need nothing that the policy forbids").isEmpty();
  }

  @Test
  void offersTheLoginOfAProviderBesidePasswords() {
    var provider = new TestIdentityProvider();
    try (var other =
        TestConsole.open(
            new IdentityProvider(
                new IdentityProvider.Client(
                    provider.issuer(),
                    TestIdentityProvider.CLIENT,
                    Optional.of(TestIdentityProvider.SECRET),
                    List.of("openid", "profile"),
                    "realm_access.roles",
                    Map.of("staff", Role.VIEWER))))) {
      for (int width : new int[] {1440, 390}) {
        page.setViewportSize(width, 900);
        page.navigate("http://127.0.0.1:" + other.port() + "/login?next=/loads");
        assertThat(
                page.getByRole(
                    AriaRole.LINK, new Page.GetByRoleOptions().setName("Log in with 127.0.0.1")))
            .isVisible();
        look("login-provider", "/login", width);
      }
    } finally {
      provider.close();
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void approvesWhatWasHeldAndAcceptsAFinding() {
    page.navigate(address("/universes/all_stocks"));
    page.getByLabel("Why it is right").fill("the index changed");
    press("Approve");
    assertThat(page.getByText("Held since")).hasCount(0);

    page.navigate(address("/quality/2"));
    page.getByLabel("Why it may stay").fill("the exchange was closed to it");
    press("Accept");
    assertThat(page.locator(".state").filter(new Locator.FilterOptions().setHasText("accepted")))
        .isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void locksAnAccountOutAndSaysUntilWhen() {
    console.person("lars", Role.VIEWER);
    context.clearCookies();
    for (int i = 0; i < 6; i++) {
      page.navigate(address("/login"));
      page.getByLabel("Account").fill("lars");
      page.getByLabel("Password").fill("a wrong guess " + i);
      page.waitForResponse("**/login", () -> press("Log in"));
    }
    assertThat(page.getByText("this account is locked until")).isVisible();
  }

  @Test
  void refusesAFormOfAnotherLoginAndWhatTheRoleDoesNotAllow() {
    page.navigate(address("/schedules"));
    page.evaluate(
        "document.querySelectorAll('[name=csrf]').forEach(one => { one.value = 'stolen'; })");
    press("Run etf-facts now");
    assertThat(page.getByText("nothing was changed")).isVisible();

    page.navigate(address("/calendar"));
    assertThat(page.getByText("Decide about a day")).hasCount(0);
    page.navigate(address("/schedules"));
    page.evaluate(
        "() => { const form = document.querySelector('main form'); form.action = '/calendar';"
            + " for (const [name, value] of Object.entries({exchange: 'XNYS', date: '2026-07-15',"
            + " kind: 'close', reason: 'x'})) { const field = document.createElement('input');"
            + " field.name = name; field.value = value; form.append(field); } form.submit(); }");
    assertThat(page.getByText("this takes the role admin, and olga is operator")).isVisible();
    // The browser says of itself that both were refused.
    assertThat(complaints).allMatch(one -> one.contains("403"));
  }

  @Test
  void startsALoadAfterItsCostAndFollowsItToItsEnd() {
    page.navigate(address("/loads/new"));
    page.getByLabel("Universe").fill("dev_etfs");
    page.getByLabel("Months").fill("72");
    press("What would it cost?");
    assertThat(page.getByText("sessions owed")).isVisible();

    press("Start the load");

    page.waitForURL(Pattern.compile(".*/loads/[0-9]+$"));
    assertThat(page.locator(".state").filter(new Locator.FilterOptions().setHasText("complete")))
        .isVisible();
    assertThat(page.getByText("ETFs", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel")))
        .isHidden();

    page.navigate(address("/coverage?universe=dev_etfs&months=6"));
    page.waitForSelector("#heat[data-painted='5']");
    page.locator("#heat").press("ArrowLeft");
    assertThat(page.locator("#cell")).containsText("present, a final bar is stored");
    assertThat(complaints).isEmpty();
  }

  @Test
  void plansTheRepairOfWhatWasChosenOnTheMap() {
    page.navigate(address("/coverage?universe=dev_top_10&months=12"));
    page.waitForSelector("#heat[data-painted]");
    page.locator("#heat").press("ArrowLeft");
    page.locator("#heat").press("Shift+ArrowLeft");
    page.locator("#heat").press("Shift+ArrowLeft");
    assertThat(page.locator("#cell")).containsText("AAPL, 2026-06-09 to 2026-06-11 (3): 3 present");
    page.getByLabel("Let the choice grow without Shift").check();
    page.locator("#heat").press("ArrowDown");
    assertThat(page.locator("#cell")).containsText("AAPL to META (2)");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Repair, cost first"))
        .first()
        .click();

    page.waitForURL("**/loads/new?symbols=AAPL%2CMETA&from=2026-06-09&to=2026-06-11");
    assertThat(page.getByText("sessions owed")).isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void acceptsWhatWasChosenOnTheMapAndOpensItAgain() {
    page.navigate(address("/coverage?universe=dev_top_10&months=12"));
    page.waitForSelector("#heat[data-painted]");
    // From the last session of AAPL back to the three that are not there.
    page.locator("#heat").press("ArrowLeft");
    assertThat(link("Accept, with a reason")).hasCount(0);
    for (int i = 0; i < 200 && !page.locator("#cell").textContent().contains("2025-10-08"); i++) {
      page.locator("#heat").press("ArrowLeft");
    }
    assertThat(page.locator("#cell")).containsText("AAPL, 2025-10-08: unexplained");
    page.locator("#heat").press("Shift+ArrowLeft");
    page.locator("#heat").press("Shift+ArrowLeft");
    assertThat(page.locator("#cell")).containsText("3 unexplained");
    link("Accept, with a reason").click();

    page.waitForURL("**/symbols/AAPL/sessions?from=2025-10-06&to=2025-10-08&interval=day");
    page.getByLabel("Why no bar is missed").fill("the exchange was closed to it");
    press("Accept");
    assertThat(page.locator(".state").filter(new Locator.FilterOptions().setHasText("accepted")))
        .isVisible();
    assertThat(page.getByText("the exchange was closed to it (olga at the console)")).isVisible();

    page.getByLabel("Why they are opened again").fill("it was open");
    press("Open again");
    assertThat(page.locator(".state").filter(new Locator.FilterOptions().setHasText("unexplained")))
        .isVisible();
    assertThat(complaints).isEmpty();
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void explainsEachMinuteByKeyboard() {
    page.navigate(address("/symbols/AAPL/minutes?session=2026-06-12"));
    page.locator("#minutes").press("ArrowRight");
    assertThat(page.locator("#minute")).containsText("09:30");
    page.locator("#minutes").press("ArrowDown");
    assertThat(page.locator("#minute")).containsText("10:30 missing, vendor missing");
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsWhoWouldJoinWhileARuleIsWritten() {
    page.navigate(address("/universes/dev_top_10/rule"));
    page.getByLabel("Rule").fill("stocks; sectr = Energy");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("rule part 2");
    page.getByLabel("Rule").fill("in dev_etfs");
    assertThat(page.locator("#preview")).containsText("SPY");
    assertThat(
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save this rule")))
        .isVisible();
    assertThat(complaints).isEmpty();
  }

  private static final String THOUSANDS =
      """
      WITH list AS (
        INSERT INTO universe (key, name, category, kind, cache_name) VALUES ('thousands', 'Thousands', 'custom', 'stock_universe', 'thousands')
        RETURNING id),
      made AS (
        INSERT INTO instrument (name, active, source) SELECT 'ZZ' || n, true, 'thousands' FROM generate_series(10001, 15200) AS n
        RETURNING id, name),
      named AS (
        INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, name, 'listed', 'thousands' FROM made)
      INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
      SELECT list.id, made.name, made.id, '2020-01-02', 'test', 'thousands' FROM list, made;
      """;

  private static final String FORGET_THEM =
      """
      DELETE FROM universe_member WHERE source = 'thousands';
      DELETE FROM universe WHERE key = 'thousands';
      DELETE FROM instrument_symbol WHERE source = 'thousands';
      DELETE FROM instrument WHERE source = 'thousands';
      """;

  /// Pixels of each cell that are painted, from the first cell to the end of the map.
  private static final String PAINTED =
      """
      () => {
        const map = document.getElementById("heat");
        const width = map.width - 64;
        const data = map.getContext("2d").getImageData(64, 0, width, map.height).data;
        let painted = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] > 0) painted++;
        return [map.height, painted / (width * map.height)];
      }
      """;

  @Test
  void paintsEachOfThousandsOfInstruments() {
    console.database().useTransaction(h -> h.createScript(THOUSANDS).execute());
    try {
      page.navigate(address("/coverage?universe=thousands&months=1"));
      page.waitForSelector("#heat[data-painted='5200']");

      var painted = (List<?>) page.evaluate(PAINTED);

      assertThat(((Number) painted.getFirst()).intValue()).isEqualTo(5_200);
      assertThat(((Number) painted.getLast()).doubleValue()).isEqualTo(1.0);
    } finally {
      console.database().useTransaction(h -> h.createScript(FORGET_THEM).execute());
    }
  }

  @Test
  void cancelsALoadAfterAQuestion() {
    page.navigate(address("/loads/new?universe=etf_sector&months=120"));
    press("Start the load");
    page.waitForURL(Pattern.compile(".*/loads/[0-9]+$"));

    page.onceDialog(question -> {
      assertThat(question.message()).contains("for good");
      question.accept();
    });
    press("Cancel");

    assertThat(page.getByText("cancelled by hand")).isVisible();
  }
}
