package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TypesCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void list() {
    program.vendor.lists(
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").row(),
        Listed.as("AAPL").named("Apple Inc.").type("CS").row(),
        Listed.as("BACpL").named("Bank of America Series L").type("PFD").row(),
        Listed.as("ODD").named("An odd one").type("XYZ").row());
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void listsTypesAndClassesByPriority() {
    var ended = program.line("types list --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith(
            """
            code,category,class,update_frequency,priority,loaded,eod_validation,batch_size,rate_limit_ms,state,met_at,description
            CS,Stocks,STOCK_REALTIME,realtime,100,true,true,25,0,,,Common stock
            """)
        .contains("PFD,Stocks,STOCK_EOD,daily,50,true,true,100,0,,,Preferred stock\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aCodeThatNobodyHasClassifiedIsShownAsNewUntilSomebodySaysWhatItIs() {
    var sync = program.line("load --all --days 1");
    assertThat(sync.err())
        .contains("the vendor's list has the new type code XYZ: it is not loaded until");
    var ended = program.line("types list --format csv");
    assertThat(ended.out()).contains("XYZ,Other,MANUAL,manual,0,false,false,100,0,new,20");
    assertThat(ended.err()).contains("not classified yet, so loaded by name only: XYZ;");

    program.run("types", "set", "XYZ", "description=Odd shares", "--reason", "asked the vendor");

    assertThat(program.line("types list").err()).isEmpty();
  }

  @Test
  void showsAllThatARowSays() {
    assertThat(program.line("types show ETF --format csv").out())
        .contains(
            "code,ETF\n",
            "update_frequency,realtime\n",
            "processing_class,ETF\n",
            "rate_limit_ms,0\n",
            "met_at,\n")
        .contains("aum_millions");
  }

  @Test
  void setSaysWhatChangedFromWhatToWhat() {
    var ended =
        program.run(
            "types",
            "set",
            "PFD",
            "loaded=false",
            "batch_size=7",
            "--reason",
            "a test",
            "--format",
            "csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            subject,field,before,after
            PFD,loaded,true,false
            PFD,batch_size,100,7
            """);
    assertThat(ended.err()).isEqualTo("holds from the next run on\n");
    assertThat(audit())
        .containsExactly(
            "tester on here|types set|PFD loaded|true -> false: a test",
            "tester on here|types set|PFD batch_size|100 -> 7: a test");
    assertThat(program.run("types", "set", "WARRANT", "loaded=true", "--reason", "a test").err())
        .contains("WARRANT is manual: it is loaded by name only");
    assertThat(program.run("types", "set", "PFD", "loaded=false", "--reason", "a test").err())
        .isEqualTo("PFD says all that already\n");
    assertThat(program.run("types", "set", "STOCK_EOD", "batch_size=8", "--reason", "a test").err())
        .contains(
            "the types ADRC, ADRP, FUND, GDR, NYRS, OS, OTHER, PFD of this class have values of their own");
  }

  @Test
  void whatMeansNothingIsRefusedInWordsAndNothingChanges() {
    var before = program.line("types list --format csv").out();
    refused(
        "there is no equity type 'PDF'; did you mean PFD?",
        "set",
        "PDF",
        "loaded=false",
        "--reason",
        "x");
    refused(
        "an equity type has no field 'loades'; did you mean loaded?",
        "set",
        "PFD",
        "loades=false",
        "--reason",
        "x");
    refused(
        "update_frequency: 'hourly' is not an update frequency: realtime, daily, manual are; "
            + "batch_size is a whole number from 1 to 10000, not '-1'",
        "set",
        "PFD",
        "update_frequency=hourly",
        "batch_size=-1",
        "--reason",
        "x");
    refused(
        "'loaded' is not FIELD=VALUE, e.g. loaded=false", "set", "PFD", "loaded", "--reason", "x");
    refused("loaded is given twice", "set", "PFD", "loaded=true", "loaded=false", "--reason", "x");
    refused("the reason is empty", "set", "PFD", "loaded=false", "--reason", " ");
    refused("--reason", "set", "PFD", "loaded=false");
    refused("there is no equity type 'EFT'; did you mean ETF", "show", "EFT");
    assertThat(program.line("types list --format csv").out()).isEqualTo(before);
  }

  @Test
  void putsAnInstrumentIntoAClassAndTakesItOutAgain() {
    program.line("symbols sync");
    assertThat(program.line("types class AAPL --format csv").out())
        .endsWith("AAPL,CS,CS,realtime,true,,,\n");

    var ended =
        program.run(
            "types", "class", "AAPL", "DEV_TESTING", "--reason", "a test", "--format", "csv");
    assertThat(ended.out()).endsWith("AAPL,processing_class,as its type,DEV_TESTING\n");
    assertThat(program.line("types class AAPL --format csv").out())
        .contains("AAPL,CS,DEV_TESTING,manual,false,DEV_TESTING,a test,");
    assertThat(program.line("symbols show AAPL --format csv").out())
        .contains("class,Stocks\n", "processed_as,DEV_TESTING\n");

    refused(
        "there is no processing class 'STOCK_EDO'; did you mean STOCK_EOD?",
        "class",
        "AAPL",
        "STOCK_EDO",
        "--reason",
        "x");
    refused("say why: --reason TEXT", "class", "AAPL", "STOCK_EOD");
    refused("--reason goes with a CLASS", "class", "AAPL", "--reason", "x");
    refused("AAPLL is not known", "class", "AAPLL", "STOCK_EOD", "--reason", "x");

    program.run("types", "class", "AAPL", "none", "--reason", "enough");
    assertThat(program.line("types class AAPL --format csv").out())
        .endsWith("AAPL,CS,CS,realtime,true,,,\n");
  }

  // ---- compliance

  @Test
  void reportsADayOnWhichEverythingWasLoaded() throws InterruptedException {
    everything("2024-01-30", "2024-01-31");
    var ended = program.line("types report --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains(
            "\nCS,STOCK_REALTIME,realtime,1,1,1,0,0,0,0,0,0,0,100,0,0,0,,",
            "\nETF,ETF,realtime,1,1,1,0,0,0,0,0,0,0,100,0,0,0,aum_millions 1 expense_ratio 1 issuer 1,",
            "\nPFD,STOCK_EOD,daily,1,1,1,0,0,0,0,0,0,0,100,0,0,0,,",
            "\nXYZ,MANUAL,manual,1,0,0,0,0,0,0,0,0,0,,0,1,0,,,");
    assertThat(ended.out()).contains("Z,1\n");
    assertThat(ended.err())
        .isEqualTo(
            """
            daily types accounted for: 100.0 % (1 of 1 instruments)
            realtime types accounted for: 100.0 % (2 of 2 instruments)
            """);
    assertThat(program.line("types report").out()).doesNotContain("failed").contains("not stored");
  }

  @Test
  void reportsWhatIsNotAccountedForAndWhy() throws InterruptedException {
    program.vendor.omits("BACpL", "2024-01-31");
    everything("2024-01-30", "2024-01-31");
    program.run("types", "set", "CS", "update_frequency=daily", "--reason", "a test");
    var ended = program.line("types report --session 2024-01-31 --format csv");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).contains("\nPFD,STOCK_EOD,daily,1,1,0,0,0,0,0,0,0,1,0,0,0,0,,");
    assertThat(ended.err())
        .startsWith("daily types accounted for: 50.0 % (1 of 2 instruments); open: PFD 1\n");
  }

  @Test
  void anInstrumentIsReportedWithTheClassIntoWhichSomebodyPutIt() throws InterruptedException {
    everything("2024-01-31", "2024-01-31");
    program.run("types", "class", "AAPL", "PENNY_STOCK", "--reason", "a test");
    assertThat(program.line("types report --format csv").out())
        .contains("\nPENNY_STOCK,PENNY_STOCK,daily,1,1,1,0,")
        .doesNotContain("\nCS,");
  }

  @Test
  void withoutAnAnswerForTheWholeMarketEveryListedInstrumentIsOwed() throws InterruptedException {
    program.line("symbols sync");
    program.load("2024-01-30", "2024-01-31", "SPY");
    var ended = program.line("types report --format csv");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err())
        .contains(
            "daily types accounted for: 0.0 % (0 of 1 instruments); open: PFD 1\n",
            "realtime types accounted for: 50.0 % (1 of 2 instruments); open: CS 1\n",
            "no answer for the whole market of 2024-01-31 is stored");
  }

  @Test
  void aTypeThatIsNotLoadedIsNamedAndItsBarsAreCounted() throws InterruptedException {
    program.line("symbols sync");
    program.run("types", "set", "PFD", "loaded=false", "--reason", "a test");
    program.load("2024-01-31", "2024-01-31", "BACpL");
    program.database().useTransaction(h -> h.execute("DELETE FROM bar_daily"));
    everything("2024-01-31", "2024-01-31");
    var ended = program.line("types report --format csv");
    assertThat(ended.out()).contains("\nPFD,STOCK_EOD,daily,1,0,0,0,0,0,0,0,0,0,,1,1,0,,");
  }

  @Test
  void liveMinutesThatNobodyValidatedKeepARealtimeTypeOpen() throws InterruptedException {
    everything("2024-01-31", "2024-01-31");
    program
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO ohlcv_1min (symbol, "timestamp", open, high, low, close, volume)
                VALUES ('SPY', '2024-01-31 14:30Z', 100, 100, 100, 100, 5)
                """));
    var open = program.line("types report");
    assertThat(open.exitCode()).isEqualTo(3);
    assertThat(open.err())
        .contains("open: 1 ETF instrument with live minutes that are not validated");

    program.line("load --symbols SPY --days 1 --interval minute");

    assertThat(program.line("types report").exitCode()).isZero();
  }

  @Test
  void refusesASessionThatIsNoneOrNotFinal() {
    refused(
        "--session 2024-01-28 is no trading day; the one before is 2024-01-26",
        "report",
        "--session",
        "2024-01-28");
    refused("--session 2024-02-01 is not final yet", "report", "--session", "2024-02-01");
    refused("is not inside the exchange calendar's years", "report", "--session", "1901-01-02");
  }

  private List<String> audit() {
    return program
        .database()
        .read(h ->
            h.createQuery(
                    "SELECT concat_ws('|', actor, action, subject, detail) FROM audit ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private void refused(String words, String... arguments) {
    var all = new ArrayList<>(List.of("types"));
    all.addAll(List.of(arguments));
    var ended = program.run(all.toArray(String[]::new));
    assertThat(ended.exitCode()).as(words).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(words);
  }

  private void everything(String from, String to) throws InterruptedException {
    program
        .loader()
        .load(
            new LoadRequest(
                "all",
                new LoadRequest.Target.Everything(),
                BarInterval.DAY,
                new DateRange(LocalDate.parse(from), LocalDate.parse(to)),
                LoadRequest.Priority.NORMAL,
                Optional.empty(),
                false),
            LoadObserver.SILENT);
  }
}
