package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtfCommandsTest {
  private static final String HEAD = "ticker,family,net_assets,expense_ratio,category,inception\n";

  private final TestProgram program = TestProgram.onNewDatabase();

  @TempDir Path folder;

  @BeforeEach
  void list() {
    program.setClock("2026-02-02T15:00:00Z");
    program.vendor.lists(
        Listed.as("GRO").named("Grow Fund").type("ETF").on("ARCX").row(),
        Listed.as("TEK").named("Tek Fund").type("ETF").on("ARCX").row(),
        Listed.as("BON").named("Bon Fund").type("ETF").on("ARCX").row(),
        Listed.as("CMP").named("A Company").row());
    program.line("symbols sync");
  }

  @AfterEach
  void close() {
    program.close();
  }

  private TestProgram.Ended imported(String name, String text, String... more) throws IOException {
    var file = folder.resolve(name);
    Files.writeString(file, text);
    return program.line("symbols import-etf " + file + " --format csv " + String.join(" ", more));
  }

  @Test
  void takesFactsOnceAndNamesWhatIsUnknown() throws IOException {
    var text =
        HEAD
            + "GRO,Acme,2500000000,0.0009,Large Growth,22.01.93\n"
            + "CMP,Acme,1,0.001,,\n"
            + "NEW,Acme,1,0.001,,\n"
            + "BON,,,,,\n";
    var first = imported("funds_2026-01-30.csv", text);
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.out()).endsWith("funds,2026-01-30,4,1,5,0,0,0,1,1,1,0\n");
    assertThat(first.err()).contains("NEW", "CMP (is of type CS here)");
    assertThat(imported("funds_2026-01-30.csv", text).out())
        .endsWith("funds,2026-01-30,4,1,0,0,5,0,1,1,1,0\n");
    var shown = program.line("symbols etfs --facts-of GRO --format csv");
    assertThat(shown.out())
        .contains(
            "aum,2500000000,dollars,funds,2026-01-30\n",
            "expense_ratio,0.0009,fraction,funds,2026-01-30\n",
            "inception,1993-01-22,date,funds,2026-01-30\n");
    assertThat(shown.err()).contains("no source gave shares_outstanding and nav");
    assertThat(program.line("symbols etfs --min-aum 1000 --format csv").out())
        .endsWith("GRO,Grow Fund,ETF,,Acme,2500,0.0009,,,2026-01-30\n");
  }

  @Test
  void anEarlierDayNeverReplacesALaterOne() throws IOException {
    imported("a.csv", HEAD + "GRO,Acme,2000000,,,\n", "--source", "x", "--as-of", "2026-01-30");
    var earlier =
        imported("b.csv", HEAD + "GRO,Old,1000000,,,\n", "--source", "x", "--as-of", "2026-01-05");
    assertThat(earlier.out()).endsWith("x,2026-01-05,1,1,0,0,0,2,0,0,0,0\n");
    imported("c.csv", HEAD + "GRO,Older,,,,\n", "--source", "y", "--as-of", "2026-01-06");
    assertThat(program.line("symbols etfs --min-aum 1 --format csv").out())
        .endsWith("GRO,Grow Fund,ETF,,Acme,2,,,,2026-01-30\n");
  }

  @Test
  void refusesPercentTheFutureAndAFileOfNoDay() throws IOException {
    var percent = HEAD + "GRO,Acme,1,0.09,,\nTEK,Acme,1,0.75,,\n";
    var refused = imported("p_2026-01-30.csv", percent);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("if they are percent, say --percent");
    assertThat(imported("p_2026-01-30.csv", percent, "--percent").exitCode()).isZero();
    assertThat(program.line("symbols etfs --facts-of TEK --format csv").out())
        .contains("expense_ratio,0.0075,fraction,p,2026-01-30\n");
    assertThat(imported("f.csv", HEAD, "--as-of", "2026-02-03").exitCode()).isEqualTo(2);
    assertThat(imported("f.csv", HEAD).err()).contains("say --as-of 2021-12-03");
    assertThat(imported("g_2026-01-30.csv", "ticker,as_of,aum\nGRO,2026-02-03,5\n").err())
        .contains("GRO is as of 2026-02-03, which is in the future");
  }

  @Test
  void tellsColumnsAndValuesThatItDoesNotTake() throws IOException {
    var ended =
        imported(
            "j_2026-01-30.jsonl",
            """
            {"symbol":"GRO","aum_millions":2.5,"colour":"red","sector_weights":{"energy":0.9,"odd":7},"inception":"soon"}
            {"symbol":"TEK","shares_outstanding":1000,"nav":25.5}
            """);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err())
        .contains(
            "columns of which nothing is taken: colour 1",
            "GRO sector_weights.odd '7': is not a fraction from 0 to 1",
            "GRO inception 'soon': is not a date");
    assertThat(program.line("symbols etfs --facts-of TEK --format csv").out())
        .contains("market_cap,25500,dollars,j,2026-01-30\n");
  }

  private void categories(String gro, String tek, String bon, String day) throws IOException {
    imported(
        "c_" + day + ".csv", "ticker,category\nGRO,%s\nTEK,%s\nBON,%s\n".formatted(gro, tek, bon));
  }

  @Test
  void refreshingFillsUniversesOnceAndSaysByWhat() throws IOException {
    categories("Large Growth", "Technology", "Corporate Bond", "2026-01-30");
    var first = program.line("universe refresh --format csv");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .contains("etf_growth,10,1,0,applied,\n", "etf_sectors,10,1,0,applied,\n");
    assertThat(program.line("universe refresh --format csv").out()).doesNotContain("applied");
    assertThat(program.line("universe explain TEK --format csv").out())
        .contains(
            "etf_sectors,TEK,2026-02-02,,"
                + "\"in, theme etf_sectors\","
                + "\"etf-themes.csv rule 75: category of the sector (sector Technology);"
                + " category 'Technology' (c, 2026-01-30)\"");
    assertThat(program.line("symbols etfs --sector Technology --format csv").out())
        .contains("TEK,Tek Fund,ETF,technology,");
    assertThat(program.line("universe history etf_bonds --format csv").out())
        .contains(
            ",2026-02-02,applied,joined,BON,\"etf-themes.csv rule 40: category of debt;"
                + " category 'Corporate Bond' (c, 2026-01-30)\"\n");
    assertThat(program.line("universe refresh dev_etfs").exitCode()).isEqualTo(2);
  }

  @Test
  void holdsARefreshThatWouldTakeOutTooManyUntilItIsApproved() throws IOException {
    categories("Large Growth", "Large Growth", "Large Growth", "2026-01-30");
    program.line("universe refresh");
    program.setClock("2026-02-03T15:00:00Z");
    categories("Large Growth", "Large Blend", "Large Growth", "2026-02-02");
    var held = program.line("universe refresh etf_growth --format csv");
    assertThat(held.exitCode()).isEqualTo(3);
    assertThat(held.out()).endsWith("etf_growth,13,0,1,held,\n");
    assertThat(held.err()).contains("1 of 3 would leave, more than 30 %");
    program.line("universe refresh etf_growth");
    assertThat(program.line("universe history etf_growth --format csv").out().lines())
        .as("three joined; held because of one, and which")
        .hasSize(6);
    assertThat(program.line("universe refresh etf_growth --approve --format csv").out())
        .endsWith("etf_growth,13,0,1,applied,\n");
    assertThat(program.line("universe show etf_growth --format csv").out()).doesNotContain("TEK");
    assertThat(program.line("universe show etf_growth --as-of 2026-02-02 --format csv").out())
        .contains("TEK,TEK,2026-02-02,found");
  }
}
