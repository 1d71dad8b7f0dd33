package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniverseCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @TempDir Path folder;

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

  /// The sync filled universes in its run.
  private void forgetWhatRulesDid() {
    program
        .database()
        .useTransaction(h -> {
          h.execute("DELETE FROM universe_member WHERE source = 'rules'");
          h.execute("UPDATE universe SET refreshed_for = NULL");
        });
  }

  @Test
  void explainsWhereAnInstrumentBelongs() {
    forgetWhatRulesDid();
    var ended = program.line("universe explain SPY --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            universe,listed_as,since,expected_name,rule,evidence
            all_etfs,,,,"in, etfs",type ETF of category ETFs
            dev_etfs,SPY,2025-09-02,SPDR S&P 500,,
            etf_broad_market,SPY,2025-09-02,SPDR S&P 500,"in, theme etf_broad_market",\
            etf-themes.csv rule 174: the market or a size of it by its name; \
            name 'SPDR S&P 500 ETF Trust' (instruments)
            etf_core,SPY,2025-09-02,SPDR S&P 500,,
            etf:top_100,,,,"out, etfs; top 100 by aum",no aum
            top_etf_50,,,,"out, etfs; top 50 by aum",no aum
            type_etf,,,,"in, type = ETF",type ETF
            """);
    assertThat(program.line("universe explain LONE").err())
        .startsWith("LONE #")
        .endsWith("belongs to no universe\n");
  }

  @Test
  void fillsUniversesByTheirRulesAndSaysWhoIsWhere() {
    forgetWhatRulesDid();
    var plan = program.line("universe refresh --plan --format csv");
    assertThat(plan.exitCode()).isZero();
    assertThat(plan.out())
        .startsWith("universe,change,symbol,reason\n")
        .contains("all_stocks,would join,LONE,type CS of category Stocks\n");
    assertThat(plan.err()).contains("nothing was changed by this command");
    var done = program.line("universe refresh --format csv");
    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("all_stocks,0,2,0,applied,\n");
    assertThat(done.err())
        .contains(
            "as of 2026-02-02: 0 market caps computed, 2 companies without known shares,"
                + " 1 funds without shares outstanding and NAV",
            "so the rules of some select nobody: market_cap 2 (",
            "top_50");
    assertThat(program.line("universe refresh --format csv").out().lines()).hasSize(1);
    assertThat(program.line("universe refresh top_50 --format csv").out())
        .endsWith("top_50,0,0,0,unchanged,no market_cap 2\n");
    assertThat(program.line("universe refresh --session 2026-02-03").err())
        .contains("--session 2026-02-03 is in the future");
    assertThat(program.line("universe refresh --session 2026-01-30").exitCode()).isEqualTo(2);
    assertThat(program.line("universe refresh top_100").err())
        .isEqualTo(
            "tickstock: 'top_100' can be etf:top_100 or stock:top_100: write which one you mean\n");
  }

  @Test
  void takesRulesAndListsByHandAndRemembersThem() {
    var rule =
        program.run(
            "universe",
            "rule",
            "etf:large",
            "etfs; aum >= 1e9",
            "--name",
            "Large",
            "--reason",
            "x");
    assertThat(rule.exitCode()).isZero();
    assertThat(rule.out()).isEqualTo("etfs; aum >= 1e9\n");
    assertThat(rule.err())
        .contains(
            "as of today the rule selects 0: 0 would join and 0 leave; 'tickstock universe refresh");
    assertThat(program.line("universe rule large").out()).isEqualTo("etfs; aum >= 1e9\n");
    assertThat(program.run("universe", "rule", "large", "etfs; aum >= x").err())
        .isEqualTo(
            "tickstock: rule part 2 'aum >= x': 'x' is not a number such as 10e9 or 0.002\n");
    assertThat(program.line("universe rule dev_etfs").err())
        .isEqualTo("dev_etfs has no rule: it is a list\n");
    assertThat(program.line("universe set large SPY").exitCode()).isEqualTo(2);
    var set = program.line("universe set mine SPY,LONE,NEW --category own --format csv");
    assertThat(set.out())
        .isEqualTo("universe,change,symbol\nmine,joined,LONE\nmine,joined,NEW\nmine,joined,SPY\n");
    assertThat(set.err()).isEqualTo("not known here yet, a load looks them up: NEW\n");
    assertThat(program.line("universe list --format csv").out())
        .contains("mine,Mine,own,stock_universe,3,\n", "large,Large,custom,etf_universe,0,\n");
    assertThat(program.line("universe history mine --format csv").out())
        .contains(",applied,,,set by hand by ", ",applied,joined,LONE,set by hand\n");
  }

  @Test
  void showsRanksWhereARuleRanks() {
    program.run("universe", "rule", "etf:liked", "etfs; in dev_etfs; top 3 by aum");
    program.line("symbols import-etf " + factsOfSpy() + " --as-of 2026-01-30 --source x");
    program.line("universe refresh liked");
    assertThat(program.line("universe show liked --format csv").out())
        .containsPattern("SPY,SPY,2026-02-02,found,SPDR S&P 500 ETF Trust,\\d+,liked,1\n");
  }

  private Path factsOfSpy() {
    try {
      return Files.writeString(folder.resolve("f.csv"), "ticker,aum\nSPY,5e11\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
