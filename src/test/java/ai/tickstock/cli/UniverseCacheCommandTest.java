package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.provider.ProviderFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written for older applications, and whether the vendor agrees with members.
class UniverseCacheCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @TempDir Path folder;

  @BeforeEach
  void knowSome() {
    program.setClock("2026-02-02T15:00:00Z");
    program.vendor.lists(
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").figi("F1").row(),
        Listed.as("QQQ").named("Invesco QQQ Trust").type("ETF").on("XNAS").figi("F2").row(),
        Listed.as("IWM").named("iShares Russell 2000 ETF").type("ETF").on("ARCX").figi("F3").row(),
        Listed.as("VTI").named("Vanguard Total Stock Market ETF").type("ETF").on("ARCX").row(),
        Listed.as("XLK").named("Technology Select Sector SPDR").type("ETF").on("ARCX").row());
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void saysThatAListOfInstrumentsIsMissing() {
    var ended = program.line("universe cache --write");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("nothing is written: 'tickstock symbols sync' reads it");
  }

  @Test
  void showsWhatWouldBeWrittenAndWritesIt() {
    program.line("symbols sync");
    emptyTheTable();

    var before = program.line("universe cache --format csv");
    assertThat(before.out())
        .startsWith("type,name,key,members,stored,action\n")
        .contains("etf_universe,Dev ETF Selection,dev_etfs,5,,insert\n")
        .contains("themes,EV,list,8,,insert\n");
    assertThat(before.err()).contains(" insert; '--write' does it");
    assertThat(program.line("universe cache --write").err())
        .containsPattern("\\d\\d inserted, 0 changed");
    var after = program.line("universe cache --format csv");
    assertThat(after.out())
        .contains("etf_universe,Dev ETF Selection,dev_etfs,5,5,unchanged\n")
        .doesNotContain("insert");
    assertThat(after.err()).endsWith(" unchanged\n");
    assertThat(program.line("universe cache --json").out()).contains("\"action\" : \"unchanged\"");
  }

  @Test
  void showsOneRowAsItIsAndAsItWouldBe() {
    program.line("symbols sync");
    emptyTheTable();

    var ended = program.run("universe", "cache", "--show", "themes", "EV", "list");
    assertThat(ended.out())
        .contains("\"action\" : \"insert\"", "\"stored\" : null", "\"computed\" : [ \"BYD\"");
    var none = program.run("universe", "cache", "--show", "themes", "Ev", "list");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("there is no row themes Ev list");
    assertThat(program.line("universe cache --write --show themes EV list").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aListThatIsSetIsThereForOlderApplicationsAtOnceAndTold() {
    program.line("symbols sync");
    program.database().useTransaction(h -> h.execute("TRUNCATE outbox_event CASCADE"));

    assertThat(program.line("universe set my_list SPY,QQQ").exitCode()).isZero();
    assertThat(program.line("universe cache --format csv").out())
        .contains("my_list,2,2,unchanged\n");
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"total_changes\": 2", "\"added\": 2", "\"removed\": 0", "\"universes\": 1");
    assertThat(program.line("universe set my_list SPY,QQQ").exitCode()).isZero();
    assertThat(told()).as("the same again is no change").hasSize(1);
  }

  @Test
  void aListIsSetAlsoWhereOlderApplicationsHaveNoTable() {
    program.line("symbols sync");
    program.database().useTransaction(h -> h.execute("DROP TABLE public.cache_entries"));

    var ended = program.line("universe set my_list SPY,QQQ");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("there is no table public.cache_entries");
    assertThat(program.line("universe show my_list --format csv").out()).contains("SPY", "QQQ");
  }

  private List<String> told() {
    return program
        .database()
        .read(h ->
            h.createQuery("SELECT payload FROM outbox_event WHERE event = 'cache.sync_complete'")
                .mapTo(String.class)
                .list());
  }

  private void emptyTheTable() {
    program.database().useTransaction(h -> h.execute("DELETE FROM public.cache_entries"));
  }

  @Test
  void aTableThatCannotBeWrittenIsSaidWithWhatToDo() {
    program.database().useTransaction(h -> h.execute("DROP TABLE public.cache_entries"));

    var ended = program.line("universe cache");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("universes cannot be written for other applications")
        .contains("there is no table public.cache_entries");
  }

  @Test
  void aKeyOfTwoKindsIsRefusedByEveryCommandThatTakesOne() {
    program.line("universe list");
    for (var command :
        new String[] {
          "universe show",
          "universe history",
          "universe refresh",
          "universe validate",
          "load --days 5 --universe",
          "coverage --universe"
        }) {
      var ended = program.line(command + " top_100");
      assertThat(ended.exitCode()).as(command).isEqualTo(2);
      assertThat(ended.err())
          .as(command)
          .contains("'top_100' can be etf:top_100 or stock:top_100: write which one you mean");
    }
    assertThat(program.line("universe show etf:top_100:dev_etfs --format csv").out().lines())
        .hasSize(6);
    assertThat(program.line("universe history etf_universe:top_100").err())
        .isEqualTo("nothing changed etf_universe:top_100\n");
    assertThat(program.line("universe history etf:top_100:dev_etfs").err())
        .contains("is not a key of one universe");
    assertThat(program.line("universe list --format csv").out())
        .contains("etf:top_100,Top 100 ETFs,", "stock:top_100,Top 100 Stocks,");
  }

  @Test
  void theVendorAgreesUntilAMemberIsWrong() {
    program.line("symbols sync");
    var right = program.line("universe validate dev_etfs");
    assertThat(right.exitCode()).as(right.err()).isZero();
    assertThat(right.err()).contains("5 memberships of 1 universe against", "100.00 % agree");

    program.vendor.lists(
        Listed.as("AAA").named("A Company").row(),
        Listed.as("OLD").named("Old Fund").type("ETF").delisted("2026-01-09").row());
    program
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO universe_member (universe_id, ticker, valid_from, reason, source)
                SELECT id, ticker, '2026-01-02', 'planted', 'test'
                FROM universe, unnest('{AAA,OLD,NONE}'::text[]) AS ticker WHERE key = 'dev_etfs';
                UPDATE instrument SET composite_figi = 'X' WHERE composite_figi = 'F1';
                UPDATE instrument SET composite_figi = 'F2' WHERE composite_figi = 'F3';
                UPDATE instrument SET type = 'ETN' WHERE name LIKE 'Vanguard%'
                """));

    var wrong = program.line("universe validate dev_etfs --format csv");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.out())
        .isEqualTo(
            """
            universe,symbol,finding,detail
            dev_etfs,AAA,type,"is of type CS (Stocks), which does not belong into a universe of kind etf_universe"
            dev_etfs,IWM,another_instrument,is iShares Russell 2000 ETF with FIGI F3; ours has F2
            dev_etfs,NONE,unknown,"in no list, trading or delisted"
            dev_etfs,OLD,inactive,delisted on 2026-01-09
            dev_etfs,SPY,another_instrument,is SPDR S&P 500 ETF Trust with FIGI F1; ours has X
            dev_etfs,VTI,type,is of type ETF; ETN here
            """);
    assertThat(wrong.err()).contains("8 memberships", "25.00 % agree", "2 type");
    assertThat(program.line("universe validate dev_etfs --json").out())
        .contains("\"agreement_percent\" : 25.00", "\"finding\" : \"inactive\"");
  }

  @Test
  void aListThatFailedOrIsCutShortProvesNothing() {
    program.line("symbols sync");
    program.database().useTransaction(h -> h.execute("UPDATE listing_list SET trading = 6"));

    var cut = program.line("universe validate dev_etfs");
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.out()).isEmpty();
    assertThat(cut.err()).contains("5 rows of trading instruments and should have about 6");

    program.vendor.fails(ProviderFailure.Kind.UNREACHABLE);
    var failed = program.line("universe validate dev_etfs");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).contains("the list could not be read, nothing was compared");
  }

  @Test
  void aDataFolderIsComparedAsOfTheDateOfItsNewestList() throws IOException {
    program.line("symbols sync");
    var lists = Files.createDirectories(folder.resolve("reference/listings_daily"));
    Files.writeString(
        lists.resolve("2026-01-30.jsonl"),
        """
        {"ticker":"SPY","name":"SPDR S&P 500 ETF Trust","type":"ETF","primary_exchange":"ARCX"}
        {"ticker":"IWM","name":"iShares Russell 2000 ETF","type":"CS","primary_exchange":"ARCX"}
        {"ticker":"VTI","name":"Vanguard Total Stock Market ETF","primary_exchange":"ARCX"}
        {"ticker":"YYY","name":"Another","type":"ETF","primary_exchange":"ARCX"}
        """);

    var ended = program.line("universe validate dev_etfs --format csv --from-files " + folder);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out())
        .isEqualTo(
            """
            universe,symbol,finding,detail
            dev_etfs,IWM,type,is of type CS; ETF here
            dev_etfs,XLK,unknown,"in no list, trading or delisted"
            """);
    assertThat(ended.err())
        .contains(
            "the list of 2026-01-30",
            "50.00 % agree",
            "1 on exchanges that this list does not hold");
  }
}
