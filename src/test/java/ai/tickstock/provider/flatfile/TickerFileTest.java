package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.AUG_12_2019;
import static ai.tickstock.provider.flatfile.BarFiles.AUG_13_2019;
import static ai.tickstock.provider.flatfile.BarFiles.HEADER;
import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickerFileTest {
  private static final LocalDate AUG_12 = LocalDate.of(2019, 8, 12);
  private static final DateRange ALWAYS =
      new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2099, 12, 31));
  private static final String MONDAY = "SPY,100,290,288.07,290.5,287.5," + AUG_12_2019 + ",";
  private static final String TUESDAY = "SPY,100,290,292.55,294.1,287," + AUG_13_2019 + ",";

  @TempDir Path folder;

  private TickerFile file(String... lines) {
    return new TickerFile(new Symbol("SPY"), BarFiles.gzip(folder.resolve("SPY.csv.gz"), lines), 1);
  }

  @Test
  void readsRowsInAnyOrderOfDays() {
    var bars = complete(file(HEADER, TUESDAY, MONDAY).read(ALWAYS));
    assertThat(bars.rows())
        .extracting(row -> row.start())
        .containsExactly(Bar.startOfSession(AUG_12.plusDays(1)), Bar.startOfSession(AUG_12));
  }

  @Test
  void givesOnlyTheDaysAskedForAndCountsTheOthers() {
    var bars = complete(file(HEADER, MONDAY, TUESDAY).read(DateRange.of(AUG_12)));
    assertThat(bars.rows()).extracting(BarRow::close).containsExactly(288.07);
    assertThat(bars.counts()).isEqualTo(new FileCounts(2, 1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void readsBarsBefore1970WithANegativeStampAndAnOpenOfZero() {
    var row =
        complete(file(HEADER, "SPY,0,0,10,10,9,-67978800000000000,").read(ALWAYS))
            .rows()
            .getFirst();
    assertThat(row.start()).isEqualTo(Bar.startOfSession(LocalDate.of(1967, 11, 6)));
    assertThat(row.open()).isZero();
  }

  @Test
  void countsExactRepeatsOfADayAndSetsContradictionsAside() {
    var bars =
        complete(
            file(HEADER, MONDAY, TUESDAY, MONDAY, TUESDAY.replace("292.55", "292.56"))
                .read(ALWAYS));
    assertThat(bars.rows()).extracting(BarRow::close).containsExactly(288.07);
    assertThat(bars.contradictions()).hasSize(1);
    assertThat(bars.counts()).isEqualTo(new FileCounts(4, 1, 1, 2, 0, 0, 0, 0));
  }

  @Test
  void refusesAFileWithRowsOfAnotherTicker() {
    var failure = failed(file(HEADER, MONDAY, "QQQ" + TUESDAY.substring(3)).read(ALWAYS));
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_TICKER);
    assertThat(failure.toString()).contains("line 3: a row of QQQ in a file named for SPY");
    assertThat(failure.rowsReadable()).isEqualTo(1);
  }

  @Test
  void refusesMinuteBars() {
    var failure =
        failed(
            file(
                    HEADER,
                    MONDAY.replace(AUG_12_2019, "1565616600000000000"),
                    MONDAY.replace(AUG_12_2019, "1565616660000000000"))
                .read(ALWAYS));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_DAILY);
    assertThat(failure.message())
        .contains("A per-ticker file holds daily bars")
        .contains("--interval minute");
  }

  @Test
  void setsRowsAsideThatDoNotStartAtNewYorkMidnight() {
    var midnightUtc = MONDAY.replace(AUG_12_2019, "1565568000000000000");
    var bars = complete(file(HEADER, midnightUtc, midnightUtc, TUESDAY).read(ALWAYS));
    assertThat(bars.rows()).hasSize(1);
    assertThat(bars.misdated().getFirst().reason()).contains("2019-08-11T20:00");
    assertThat(bars.counts()).isEqualTo(new FileCounts(3, 1, 1, 0, 1, 0, 0, 0));
  }

  @Test
  void setsUnreadableLinesAsideWithTheDayTheyStandFor() {
    var malformed =
        complete(file(HEADER, MONDAY.replace("288.07", ""), "SPY,1").read(ALWAYS)).malformed();
    assertThat(malformed)
        .extracting(MalformedRow::why)
        .containsExactly("close is empty", "2 columns instead of 8");
    assertThat(malformed.getFirst().session()).contains(AUG_12);
    assertThat(malformed.getLast().session()).isEmpty();
  }
}
