package ai.tickstock.load;

import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.CellState;
import ai.tickstock.jobs.SmallMarket;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.PublishedFilesRefused;
import ai.tickstock.provider.s3.S3Files;
import ai.tickstock.provider.s3.S3Keys;
import ai.tickstock.provider.s3.S3Place;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads of the files that the vendor publishes in its object store. It is a Monday before the
/// open.
class PublishedFilesTest {
  private static final DateRange DAYS = range("2026-06-10", "2026-06-12");
  private static final DateRange FRIDAY = range("2026-06-12", "2026-06-12");
  private static final String SECRET = "secret-of-the-files";

  /// Mostly thin names, as in a whole market: the size that the simulator promises is for those.
  private static final SmallMarket MARKET =
      new SmallMarket(
          Workbench.MARKET,
          LocalDate.parse("2026-06-12"),
          "CS",
          4,
          "ETF",
          2,
          "PFD",
          30,
          "WARRANT",
          60);

  private static final String STOCK = first("CS");
  private static final String FUND = first("ETF");

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Workbench bench;

  @BeforeEach
  void open() {
    open(options -> options);
  }

  private void open(UnaryOperator<SimulatorOptions> options) {
    // Signatures are of real time.
    bench =
        Workbench.open(
            MARKET,
            _ ->
                options.apply(
                    SimulatorOptions.over(MARKET, TradingCalendar.nyse(), InstantSource.system())
                        .withStartAt(Workbench.MONDAY)));
    bench.vendor().clock().run(0);
    opened.add(bench);
  }

  private void setTime(String time) {
    bench.setTime(Instant.parse(time));
    bench.vendor().clock().set(Instant.parse(time));
  }

  @AfterEach
  void close() throws Exception {
    for (var one : opened.reversed()) {
      one.close();
    }
  }

  private static String first(String type) {
    return MARKET.instruments().stream()
        .filter(one -> one.type().equals(type))
        .map(Instrument::lastTicker)
        .findFirst()
        .orElseThrow();
  }

  private Loader loader() {
    return loader(bench.vendor().uri(), "any", "any");
  }

  private Loader loader(URI endpoint, String access, String secret) {
    var files =
        S3Files.at(
            new S3Place(
                endpoint,
                "flatfiles",
                folder.resolve("spool"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                1),
            new S3Keys(access, secret),
            bench.clock());
    opened.add(files);
    return new Loader(
            bench.database(),
            Optional.empty(),
            Workbench.UNHURRIED,
            Workbench.POLICY,
            TradingCalendar.nyse(),
            bench.clock(),
            "test")
        .reading(Optional.of(files));
  }

  private static LoadRequest request(
      LoadRequest.Target target, BarInterval interval, DateRange range, boolean again) {
    return new LoadRequest(
        "published files",
        target,
        interval,
        range,
        LoadRequest.Course.of(LoadRequest.Priority.NORMAL),
        Optional.of(new BarFiles.Published(again)),
        false);
  }

  private static LoadRequest everything(DateRange range) {
    return request(new LoadRequest.Target.Everything(), BarInterval.DAY, range, false);
  }

  private static LoadRequest symbols(BarInterval interval, DateRange range, String... tickers) {
    return request(Workbench.symbols(range, tickers).target(), interval, range, false);
  }

  private LoadSummary load(LoadRequest request) throws InterruptedException {
    notes.clear();
    return finished(loader().load(request, noting()));
  }

  private LoadObserver noting() {
    return new LoadObserver() {
      @Override
      public void note(String text) {
        notes.add(text);
      }

      @Override
      public void progress(Progress progress) {}
    };
  }

  private List<String> closes(String ticker) {
    return bench.rows(
        "SELECT b.session, b.close FROM bar_daily b JOIN instrument_symbol s USING (instrument_id) WHERE s.ticker = '"
            + ticker
            + "' ORDER BY 1");
  }

  private List<String> trueCloses(String ticker, DateRange range) {
    return bench.vendor().market().bars(ticker, range).stream()
        .map(bar -> "(" + bar.session() + "," + text(bar.close()) + ")")
        .toList();
  }

  private static String text(double price) {
    return price == Math.rint(price) ? Long.toString((long) price) : Double.toString(price);
  }

  private int filesInTheSpool() throws IOException {
    if (!Files.exists(folder.resolve("spool"))) {
      return 0;
    }
    try (var files = Files.list(folder.resolve("spool"))) {
      return (int) files.count();
    }
  }

  @Test
  void daysOfEverybodyAreStoredAndFilesThatAreUnchangedAreNotFetchedAgain() throws Exception {
    var first = load(everything(DAYS));

    assertThat(first.failures()).isEmpty();
    assertThat(closes(STOCK)).isEqualTo(trueCloses(STOCK, DAYS)).hasSize(3);
    assertThat(first.cost().calls()).isEqualTo(3);
    assertThat(filesInTheSpool()).isZero();
    assertThat(notes).anyMatch(note -> note.matches("read 3 files in .* s a file: the 252 .*"));
    assertThat(bench.rows("SELECT DISTINCT source FROM load_run"))
        .containsExactly("(\"files of " + bench.vendor().uri() + "/flatfiles\")");

    assertThat(load(everything(DAYS)).cost().calls()).isZero();
    assertThat(notes)
        .contains("3 files were loaded already as now published, not fetched (--again fetches)");

    var again = request(new LoadRequest.Target.Everything(), BarInterval.DAY, FRIDAY, true);
    assertThat(load(again).cost().calls()).isEqualTo(1);
    assertThat(bench.number("SELECT count(*) FROM bar_revision")).isZero();
  }

  @Test
  void aFileThatWasReplacedIsFetchedAgain() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.REPLACED_FILE)
                    .withTickers(Set.of(STOCK))
                    .withSessions(FRIDAY)
                    .withAfter(CorrectionTime.of("2026-06-16T00:00:00Z"))));
    load(everything(FRIDAY));
    assertThat(closes(STOCK)).isEmpty();
    assertThat(closes(FUND)).hasSize(1);

    setTime("2026-06-16T12:00:00Z");
    load(everything(FRIDAY));

    assertThat(closes(STOCK)).isEqualTo(trueCloses(STOCK, FRIDAY)).hasSize(1);
  }

  @Test
  void minutesOfNamedTickersStreamThroughTheSpool() throws Exception {
    bench.load(Workbench.symbols(FRIDAY, FUND, STOCK));

    var minutes = load(symbols(BarInterval.MINUTE, FRIDAY, FUND, STOCK));

    assertThat(minutes.failures()).isEmpty();
    assertThat(minutes.incomplete()).isEmpty();
    assertThat(bench.number("SELECT count(*) FROM bar_minute")).isGreaterThan(700);
    assertThat(minutes.cost().bytes()).isGreaterThan(50_000);
    assertThat(filesInTheSpool()).isZero();
  }

  @Test
  void saysWhichFilesAreNotPublishedYetAndWhichAreMissing() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.MISSING_FILE)
                    .withSessions(range("2026-06-11", "2026-06-11"))));

    load(everything(range("2026-06-11", "2026-06-15")));

    assertThat(notes)
        .contains(
            "not published yet (about 11:00 New York time of the next day): 2026-06-15",
            "no file is published of: 2026-06-11");
    assertThat(closes(STOCK)).hasSize(1);
  }

  @Test
  void thePlanNamesTheFilesAndTheirSizes() {
    var planned = (Loader.Planned.Plan) loader().plan(everything(DAYS));

    assertThat(planned.plan().files().keySet())
        .containsExactly(
            "us_stocks_sip/day_aggs_v1/2026/06/2026-06-10.csv.gz",
            "us_stocks_sip/day_aggs_v1/2026/06/2026-06-11.csv.gz",
            "us_stocks_sip/day_aggs_v1/2026/06/2026-06-12.csv.gz");
    assertThat(planned.plan().bytes()).isBetween(3_000L, 300_000L);
    assertThat(planned.plan().calls()).isZero();
  }

  @Test
  void aFileThatIsCutOffIsFetchedAgainAndTheOthersAreNot() throws Exception {
    var ofThursday = "/flatfiles/*2026-06-11*";
    bench.vendor().faults(List.of(FaultRule.of(FaultKind.CUT_BODY).withEndpoint(ofThursday)));
    var broken = load(everything(DAYS));

    assertThat(broken.isWhole()).isFalse();
    assertThat(broken.failures()).singleElement().asString().contains("2026-06-11.csv.gz");
    assertThat(broken.total().of(CellState.FAILED)).isPositive();
    assertThat(filesInTheSpool()).isZero();

    bench.vendor().faults(List.of());
    assertThat(load(everything(DAYS)).cost().calls()).isEqualTo(1);
    assertThat(closes(STOCK)).isEqualTo(trueCloses(STOCK, DAYS));
  }

  @Test
  void aFileThatEndsTooEarlyIsNeverTakenForAWholeOne() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.TRUNCATED_BODY)
                    .withEndpoint("/flatfiles/*2026-06-12*")
                    .withCalls(1, 1)));

    assertThat(load(everything(FRIDAY)).failures()).isEmpty();
    assertThat(closes(STOCK)).isEqualTo(trueCloses(STOCK, FRIDAY));
  }

  @Test
  void aStoreThatIsBusyForAMomentIsAskedAgain() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.STATUS)
                    .withEndpoint("/flatfiles/*2026-06-12*")
                    .withCalls(1, 1)));

    assertThat(load(everything(FRIDAY)).failures()).isEmpty();
    assertThat(closes(STOCK)).hasSize(1);
  }

  @Test
  void aWrongSecretIsToldWithoutShowingIt() throws Exception {
    open(o -> o.withKeys(Map.of("key-of-files", PlanProfile.ADVANCED)));

    assertThatThrownBy(() ->
            loader(bench.vendor().uri(), "key-of-files", SECRET)
                .load(everything(FRIDAY), LoadObserver.SILENT))
        .isInstanceOf(PublishedFilesRefused.class)
        .hasMessageContaining("KEY_REFUSED list")
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageContaining("tickstock.flatfiles.secret-key")
        .message()
        .doesNotContain(SECRET, "key-of-files");
    assertThatThrownBy(() ->
            loader(bench.vendor().uri(), "no-such-key", SECRET)
                .load(everything(FRIDAY), LoadObserver.SILENT))
        .hasMessageContaining("InvalidAccessKeyId");
  }

  @Test
  void aPlanWithoutFilesIsToldInWords() {
    open(o -> o.withPlan(PlanProfile.BASIC));

    assertThatThrownBy(() -> loader().load(everything(FRIDAY), LoadObserver.SILENT))
        .isInstanceOf(PublishedFilesRefused.class)
        .hasMessageContaining("HTTP 403")
        .hasMessageContaining("NOT_AUTHORIZED: the plan does not include flat files");
  }

  @Test
  void sessionsBeforeThePlansHistoryAreRefusedFileByFile() throws Exception {
    open(o -> o.withPlan(PlanProfile.ADVANCED.withHistoryYears(5)));

    var summary = load(everything(range("2021-06-10", "2021-06-16")));

    assertThat(summary.failures()).singleElement().asString().contains("NOT_AUTHORIZED", "2021-06");
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE state = 'refused'"))
        .isBetween(1L, 4L);
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE state = 'done'")).isPositive();
  }

  @Test
  void aStoreThatIsNotThereIsNoEmptyList() {
    assertThatThrownBy(() ->
            loader(URI.create("http://127.0.0.1:1"), "any", "any")
                .load(everything(FRIDAY), LoadObserver.SILENT))
        .isInstanceOf(PublishedFilesRefused.class)
        .hasMessageContaining("UNREACHABLE")
        .hasMessageContaining("tickstock.flatfiles.endpoint");
  }

  @Test
  void whatADeadProcessLeftInTheSpoolIsDeleted() throws Exception {
    var spool = Files.createDirectories(folder.resolve("spool"));
    Files.writeString(spool.resolve("999999999-1.spool"), "half of a file");
    Files.writeString(spool.resolve("notes.txt"), "of somebody else");

    load(everything(FRIDAY));

    assertThat(filesInTheSpool()).isEqualTo(1);
    assertThat(spool.resolve("notes.txt")).exists();
  }
}
