package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionFileTest {
  @TempDir Path folder;

  private FileRead<ActionFile> read(String... lines) {
    return ActionFile.read(BarFiles.plain(folder.resolve("actions.csv"), lines));
  }

  @Test
  void readsSplitsInTheVendorsSense() {
    var file = complete(read("ticker,execution_date,split_from,split_to", "AAPL,2020-08-31,1,4"));
    assertThat(file.splits())
        .containsExactly(
            new SplitRow(
                new Symbol("AAPL"),
                LocalDate.of(2020, 8, 31),
                BigDecimal.ONE,
                BigDecimal.valueOf(4),
                Optional.empty()));
    assertThat(file.dividends()).isEmpty();
  }

  @Test
  void readsDividendsInUsDollarsUnlessTheFileSaysOtherwise() {
    assertThat(complete(read("cash_amount,ticker,ex_date", "0.359,AGG,2003-11-03")).dividends())
        .containsExactly(
            new DividendRow(
                new Symbol("AGG"),
                LocalDate.of(2003, 11, 3),
                new BigDecimal("0.359"),
                "USD",
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    var withMore =
        complete(
                read(
                    "ticker,ex_date,cash_amount,currency,pay_date",
                    "XYZ,2020-01-02,1,CAD,2020-01-15",
                    "XYZ,2020-04-02,1,,"))
            .dividends();
    assertThat(withMore.getFirst().currency()).isEqualTo("CAD");
    assertThat(withMore.getFirst().payDate()).contains(LocalDate.of(2020, 1, 15));
    assertThat(withMore.getLast().currency()).isEqualTo("USD");
    assertThat(withMore.getLast().payDate()).isEmpty();
  }

  @Test
  void refusesWhatNoDatabaseKeeps() {
    var failure =
        failed(
            read(
                "ticker,ex_date,cash_amount,currency",
                "SPY,2020-01-02,1,U\0D",
                "SPY,+999999999-12-31,1,USD",
                "SPY,2020-01-02,1," + "X".repeat(5_000)));
    assertThat(failure.message())
        .contains("3 bad lines", "line 2: currency 'U\0D' is not one such as USD")
        .contains("line 3: ex_date '+999999999-12-31' is not a date like 2024-01-31")
        .contains("line 4: currency 'XXXXXXXXXX…' is not one such as USD");
  }

  @Test
  void refusesAnUnknownHeaderByNamingIt() {
    var failure = failed(read("ticker,date,price_factor,split_factor,reference_price"));
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_HEADER);
    assertThat(failure.message())
        .contains("found ticker,date,price_factor,split_factor,reference_price");
  }

  @Test
  void refusesAColumnThatItWouldHaveToDrop() {
    assertThat(failed(read("ticker,ex_date,cash_amount,tax")).kind()).isEqualTo(Kind.WRONG_HEADER);
    assertThat(failed(read("ticker,ex_date,cash_amount,cash_amount")).kind())
        .isEqualTo(Kind.WRONG_HEADER);
  }

  @Test
  void namesAllBadLinesAndTakesNothing() {
    var failure =
        failed(
            read(
                "ticker,execution_date,split_from,split_to",
                "AAPL,2020-08-31,1,4",
                "AAPL,31.08.2020,1,4",
                "AAPL,2020-08-31,0,4",
                "AAPL,2020-08-31,1,-4",
                "AAPL,2020-08-31,1e999999999,4",
                "A PL,2020-08-31,1,4",
                "AAPL,2020-08-31,1"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_LINE);
    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.rowsReadable()).isEqualTo(1);
    assertThat(failure.message())
        .startsWith("6 bad lines (line 3: execution_date '31.08.2020' is not a date")
        .contains("line 4: split_from is 0; it must be positive")
        .contains("line 5: split_to '-4' is not a positive number")
        .contains("line 6: split_from '1e999999999' is not a positive number")
        .contains("line 7: 'A PL' is not a ticker")
        .contains("line 8: 3 columns instead of 4")
        .endsWith("nothing of this file was taken. Mend it and read it again");
  }

  @Test
  void namesTheFirstTenOfManyBadLines() {
    var lines = new String[31];
    lines[0] = "ticker,ex_date,cash_amount";
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "AGG,never,1";
    }
    assertThat(failed(read(lines)).message())
        .startsWith("30 bad lines")
        .contains("line 11: ")
        .doesNotContain("line 12: ")
        .contains("; …)");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThat(failed(ActionFile.read(folder.resolve("none.csv"))).kind())
        .isEqualTo(Kind.UNREADABLE);
  }
}
