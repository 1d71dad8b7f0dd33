package ai.tickstock.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.access.Role;
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
  private static final String PASSWORD = "a password of olga";

  private static final List<String> DARK =
      List.of("/tonight", "/loads/new?symbols=SPY&months=1", "/schedules");

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
    console = TestConsole.open(Duration.ofMillis(200));
    console.person("olga", Role.OPERATOR);
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
    page.navigate(address("/"));
    page.getByLabel("Account").fill("olga");
    page.getByLabel("Password").fill(PASSWORD);
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

  @Test
  void everyPageIsAccessibleAndFitsANarrowScreen() {
    var menu = page.locator("nav a").all().stream().map(link -> link.getAttribute("href")).toList();
    assertThat(menu).hasSizeGreaterThan(8);
    for (int width : new int[] {1440, 390}) {
      context.close();
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setViewportSize(width, 900)
                  .setColorScheme(width == 390 ? ColorScheme.DARK : ColorScheme.LIGHT));
      newPage();
      page.navigate(address("/login"));
      page.getByLabel("Account").fill("olga");
      page.getByLabel("Password").fill(PASSWORD);
      press("Log in");
      page.waitForURL("**/tonight");
      for (var path :
          Stream.concat(
                  menu.stream(),
                  Stream.of("/loads/new?symbols=SPY&months=1", "/universes/dev_etfs"))
              .toList()) {
        page.navigate(address(path));
        // The colours are those of one file: in the dark some pages tell.
        if (width == 1440 || DARK.contains(path)) {
          var violations =
              new AxeBuilder(page)
                  .analyze().getViolations().stream()
                      .filter(one -> !one.getImpact().equals("minor"))
                      .map(one -> one.getId() + " " + one.getNodes().getFirst().getHtml())
                      .toList();
          assertThat(violations).as(path + " at " + width).isEmpty();
        }
        var beyond =
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) beyond).intValue()).as(path + " at " + width).isZero();
      }
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void startsALoadAfterItsCostAndFollowsItToItsEnd() {
    page.navigate(address("/loads/new"));
    page.getByLabel("Universe").fill("dev_etfs");
    page.getByLabel("Months").fill("24");
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
