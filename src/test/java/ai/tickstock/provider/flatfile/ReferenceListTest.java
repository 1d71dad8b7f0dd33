package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.compressed;
import static ai.tickstock.provider.flatfile.BarFiles.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceListTest {
  private static final LocalDate DAY = LocalDate.of(2025, 1, 10);

  @TempDir Path folder;

  private FileRead<ReferenceList> read(String... lines) {
    return new DatedList(DAY, BarFiles.gzip(folder.resolve("2025-01-10.jsonl.gz"), lines), false)
        .read();
  }

  @Test
  void takesTheTypeFromTheNameWhereTheVendorGaveNone() {
    var list =
        complete(
            read(
                """
                {"ticker":"A","name":"Agilent ","primary_exchange":"XNYS","type_derived":"CS","active":true,"test_issue":false}\
                """,
                """
                {"ticker":"SPY","type":"ETF","type_derived":"OTHER","name":null}\
                """));
    assertThat(list.rows())
        .containsExactly(
            new ListingRow(
                new Symbol("A"),
                Optional.of("Agilent"),
                Optional.of("CS"),
                Optional.of("XNYS"),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new ListingRow(
                new Symbol("SPY"),
                Optional.empty(),
                Optional.of("ETF"),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(list.asOf()).isEqualTo(DAY);
  }

  @Test
  void readsTheVendorsOwnFieldsWhenTheyAreThere() {
    var row =
        complete(
                read(
                    """
                    {"ticker":"OLD","active":false,"cik":"0009990001","composite_figi":"BBG1","share_class_figi":"BBG2","delisted_utc":"2024-05-17T00:00:00Z","last_updated_utc":"2026-11-20T06:11:24.923Z"}\
                    """,
                    """
                    {"ticker":"OLDER","delisted_utc":"2024-05-17T03:00:00Z"}\
                    """,
                    """
                    {"ticker":"OLDEST","delisted_utc":"2024-05-17"}\
                    """))
            .rows();
    assertThat(row.getFirst().active()).isFalse();
    assertThat(row.getFirst().cik()).contains("0009990001");
    assertThat(row.getFirst().compositeFigi()).contains("BBG1");
    assertThat(row.getFirst().shareClassFigi()).contains("BBG2");
    assertThat(row.getFirst().lastUpdated()).contains(Instant.parse("2026-11-20T06:11:24.923Z"));
    assertThat(row)
        .extracting(r -> r.delistedOn().orElseThrow())
        .containsExactly(
            LocalDate.of(2024, 5, 17), LocalDate.of(2024, 5, 16), LocalDate.of(2024, 5, 17));
  }

  @Test
  void leavesTestIssuesOutAndCountsThem() {
    var list =
        complete(read("{\"ticker\":\"ZVZZT\",\"test_issue\":true}", "", "{\"ticker\":\"A\"}"));
    assertThat(list.rows()).hasSize(1);
    assertThat(list.testIssues()).isEqualTo(1);
  }

  @Test
  void readsAListThatBeginsWithAByteOrderMark() {
    assertThat(complete(read("\ufeff{\"ticker\":\"A\"}", "{\"ticker\":\"B\"}")).rows()).hasSize(2);
  }

  @Test
  void refusesDatesThatNoDatabaseKeeps() {
    for (var date : new String[] {"+999999999-12-31", "+1000000-01-01T00:00:00Z", "0001-01-01"}) {
      var failure =
          failed(
              read("{\"ticker\":\"A\"}", "{\"ticker\":\"B\",\"delisted_utc\":\"" + date + "\"}"));
      assertThat(failure.kind()).isEqualTo(Kind.BAD_LINE);
      assertThat(failure.line()).isEqualTo(2);
      assertThat(failure.message()).contains("is no date of which there can be data");
    }
  }

  @Test
  void namesTheLineThatIsNoJson() {
    var failure = failed(read("{\"ticker\":\"A\"}", "{\"ticker\":"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_LINE);
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.rowsReadable()).isEqualTo(1);
    assertThat(failure.message()).startsWith("this line is no JSON");
  }

  @Test
  void namesTheLineWithoutATickerOrWithAnImpossibleOne() {
    assertThat(failed(read("[1,2]")).message()).contains("an object with a ticker");
    assertThat(failed(read("{\"name\":\"" + "x".repeat(300) + "\"}")).message()).contains("…");
    assertThat(failed(read("{\"ticker\":\"A B\"}")).message()).contains("'A B' is not a ticker");
    assertThat(failed(read("{\"ticker\":\"A\",\"delisted_utc\":\"soon\"}")).message())
        .contains("soon");
  }

  @Test
  void givesNothingOfATruncatedList() {
    var text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("{\"ticker\":\"T").append(i * 7919 % 100_003).append("\"}\n");
    }
    var bytes = compressed(text.toString());
    var path =
        BarFiles.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    var failure = failed(new DatedList(DAY, path, true).read());
    assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(failure.line()).isPositive();
  }

  @Test
  void readsAnUncompressedList() {
    var path = BarFiles.plain(folder.resolve("plain.jsonl"), "{\"ticker\":\"A\"}");
    assertThat(complete(new DatedList(DAY, path, true).read()).rows()).hasSize(1);
  }

  @Test
  void saysThatAListIsMissing() {
    assertThat(failed(new DatedList(DAY, folder.resolve("none"), true).read()).kind())
        .isEqualTo(Kind.UNREADABLE);
  }
}
