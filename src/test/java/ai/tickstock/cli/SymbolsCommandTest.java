package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.provider.ProviderFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolsCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @TempDir Path folder;

  @BeforeEach
  void list() {
    program.vendor.lists(
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").row(),
        Listed.as("OLD").named("Old Company").delisted("2020-05-01").row());
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void syncReadsTheWholeListOnce() {
    var ended = program.line("symbols sync --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            list,rows,added,changed,unchanged,duplicates,skipped,changes,questions,verdict,calls
            2024-02-01,2,2,0,0,0,0,0,0,taken,2
            """);
    assertThat(program.line("symbols sync --format csv").out())
        .endsWith("2024-02-01,2,0,0,2,0,0,0,0,repeated,2\n");
  }

  @Test
  void syncSaysWhichTypesAreNew() {
    program.vendor.lists(Listed.as("ODD").type("XYZ").row());
    assertThat(program.line("symbols sync").err())
        .contains(
            "new type codes, not loaded until 'tickstock types set CODE update_frequency=daily loaded=true' says so: XYZ");
  }

  @Test
  void syncChangesNothingWhenTheVendorFails() {
    program.vendor.fails(ProviderFailure.Kind.UNREACHABLE);
    var ended = program.line("symbols sync");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("tickstock: the list could not be read, nothing changed: UNREACHABLE");
  }

  @Test
  void showTellsIdentityMembershipsAndCoverage() throws InterruptedException {
    program.setClock("2026-02-02T15:00:00Z");
    program.load("2026-01-29", "2026-01-30", "SPY");
    var ended = program.line("symbols show SPY --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains(
            "name,SPDR S&P 500 ETF Trust\n",
            "type,ETF\n",
            "class,ETFs\n",
            "exchange,ARCX\n",
            "active,true\n",
            "universe,dev_etfs since 2025-09-02\n",
            "universe,etf_core since 2025-09-02\n",
            "splits,0\n",
            "actions_asked_for,2026-01-29..2026-02-02 from test\n",
            "daily_bars,2026-01-29..2026-01-30: 2 of 2 expected sessions stored\n",
            "minute_bars,none stored\n");
  }

  @Test
  void showSaysThatNothingIsStored() {
    program.line("symbols sync");
    assertThat(program.line("symbols show OLD --format csv").out())
        .contains("active,false\n", "delisted,2020-05-01\n", "actions_asked_for,never\n")
        .endsWith("daily_bars,none stored\nminute_bars,none stored\n");
  }

  @Test
  void showHasTheHomeMarketOfAFundOfAnotherCountry() {
    program.vendor.lists(
        Listed.as("EWJ").named("iShares MSCI Japan ETF").type("ETF").on("ARCX").row(),
        Listed.as("EWU").named("Ewu Mining Corp").on("XNYS").row(),
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").row());
    program.line("symbols sync");
    assertThat(program.line("symbols show EWJ --format csv").out())
        .contains("exchange,ARCX\ncalendar,XNYS\nhome_market,XTKS\n");
    // Another company has the ticker.
    assertThat(program.line("symbols show EWU --format csv").out()).contains("home_market,\n");
    assertThat(program.line("symbols show SPY --format csv").out()).contains("home_market,\n");
  }

  @Test
  void showRefusesAnUnknownTickerWithNearMatches() {
    program.line("symbols sync");
    var ended = program.line("symbols show SPYY");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo("tickstock: SPYY is not known in this database; did you mean SPY?\n");
  }

  private String file(String text) throws IOException {
    var file = folder.resolve("actions.csv");
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void importsSplitsOnceAndKeepsWhatIsStoredInAConflict() throws IOException {
    program.line("symbols sync");
    var header = "ticker,execution_date,split_from,split_to\n";
    var first =
        program.run(
            "symbols", "import-actions", file(header + "SPY,2024-01-25,1,4\n"), "--format", "csv");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .isEqualTo(
            """
            kind,added,corrected,unchanged,unknown_tickers,conflicts,refused
            splits,1,0,0,0,0,0
            """);
    var second =
        program.run(
            "symbols",
            "import-actions",
            file(header + "SPY,2024-01-25,1,5\nNOBODY,2024-01-25,1,2\n"),
            "--format",
            "csv");
    assertThat(second.exitCode()).isEqualTo(3);
    assertThat(second.out()).endsWith("splits,0,0,0,1,1,0\n");
    assertThat(second.err())
        .contains("  NOBODY\n")
        .contains("  SPY 2024-01-25: kept 1 to 4, not 1 to 5\n");
  }

  @Test
  void importsDividends() throws IOException {
    program.line("symbols sync");
    var ended =
        program.run(
            "symbols",
            "import-actions",
            file("ticker,ex_date,cash_amount\nSPY,2024-01-25,1.5\n"),
            "--format",
            "csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).endsWith("dividends,1,0,0,0,0,0\n");
    assertThat(program.line("symbols show SPY --format csv").out()).contains("dividends,1\n");
  }

  @Test
  void aBadFileIsNamedAndNothingIsTaken() throws IOException {
    var ended =
        program.run(
            "symbols",
            "import-actions",
            file("ticker,execution_date,split_from,split_to\nSPY,yesterday,1,4\n"));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("tickstock: ").contains("actions.csv", "line 2");
    assertThat(program.line("symbols import-actions /nowhere.csv").exitCode()).isEqualTo(1);
  }
}
