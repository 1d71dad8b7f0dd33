package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UniverseCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void knowTwo() {
    program.setClock("2026-02-02T15:00:00Z");
    program.vendor.lists(
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").row(),
        Listed.as("IWM").named("Iowa Wheat Mills").row(),
        Listed.as("LONE").named("Lone Company").row());
    program.line("symbols sync");
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void listsAllWithTheirMembers() {
    var ended = program.line("universe list --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith("key,name,category,kind,members,description\n")
        .contains("dev_etfs,Dev ETF Selection,dev,etf_universe,5,Five ETFs for development\n");
  }

  @Test
  void showsWhoIsKnownAndWhoIsAnotherCompany() {
    var ended = program.line("universe show dev_etfs --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("IWM,IWM,2025-09-02,another_company,Iowa Wheat Mills,,dev_etfs\n")
        .contains("QQQ,QQQ,2025-09-02,not_known,,,dev_etfs\n")
        .containsPattern("SPY,SPY,2025-09-02,found,SPDR S&P 500 ETF Trust,\\d+,dev_etfs\n");
  }

  @Test
  void answersForAPastDate() {
    var ended = program.line("universe show dev_etfs --as-of 2025-09-01 --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).isEqualTo("nobody belonged to dev_etfs on 2025-09-01\n");
  }

  @Test
  void refusesTheFutureAndUnknownKeys() {
    var future = program.line("universe show dev_etfs --as-of 2026-02-03");
    assertThat(future.exitCode()).isEqualTo(2);
    assertThat(future.err())
        .isEqualTo(
            "tickstock: --as-of 2026-02-03 is in the future, of which nobody knows the members;"
                + " today is 2026-02-02\n");
    var unknown = program.line("universe show dev_etf");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo(
            "tickstock: there is no universe 'dev_etf'; did you mean dev_etfs?"
                + " ('tickstock universe list' shows all)\n");
  }

  @Test
  void explainsWhereAnInstrumentBelongs() {
    var ended = program.line("universe explain SPY --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            universe,listed_as,since,expected_name,rule,evidence
            dev_etfs,SPY,2025-09-02,SPDR S&P 500,,
            etf_broad_market,SPY,2025-09-02,SPDR S&P 500,\
            "in, etf-themes.csv rule 174: the market or a size of it by its name",\
            name 'SPDR S&P 500 ETF Trust' (instruments)
            etf_core,SPY,2025-09-02,SPDR S&P 500,,
            """);
    assertThat(program.line("universe explain LONE").err())
        .startsWith("LONE #")
        .endsWith("belongs to no universe\n");
  }
}
