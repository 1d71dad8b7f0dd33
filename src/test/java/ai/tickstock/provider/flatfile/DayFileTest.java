package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.AUG_12_2019;
import static ai.tickstock.provider.flatfile.BarFiles.AUG_13_2019;
import static ai.tickstock.provider.flatfile.BarFiles.HEADER;
import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.compressed;
import static ai.tickstock.provider.flatfile.BarFiles.failed;
import static ai.tickstock.provider.flatfile.BarFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayFileTest {
  private static final LocalDate AUG_12 = LocalDate.of(2019, 8, 12);
  private static final String SPY = "SPY,100,290.1,288.07,290.5,287.5," + AUG_12_2019 + ",42";
  private static final String AAPL = "AAPL,200,199,200.48,202.05,199.15," + AUG_12_2019 + ",7";

  @TempDir Path folder;

  private DayFile file(String... lines) {
    var path = BarFiles.gzip(folder.resolve("2019-08-12.csv.gz"), lines);
    return new DayFile(AUG_12, path, 1);
  }

  private DayFileRows read(String... lines) {
    return complete(file(lines).read());
  }

  @Test
  void takesCloseFromItsOwnColumnAlthoughItStandsBeforeHigh() {
    assertThat(rows(read(HEADER, SPY)))
        .containsExactly(
            new BarRow(
                new Symbol("SPY"),
                Bar.startOfSession(AUG_12),
                290.1,
                290.5,
                287.5,
                288.07,
                OptionalDouble.of(100),
                OptionalDouble.empty(),
                OptionalLong.of(42),
                ""));
  }

  @Test
  void findsColumnsByNameInAnyOrder() {
    var usual = read(HEADER, SPY);
    var turned =
        read(
            "window_start,low,high,close,open,volume,transactions,ticker",
            AUG_12_2019 + ",287.5,290.5,288.07,290.1,100,42,SPY");
    assertThat(rows(turned)).isEqualTo(rows(usual));
  }

  @Test
  void readsAPlainFileWithWindowsLineEndsQuotesAndAByteOrderMark() {
    var path =
        BarFiles.write(
            folder.resolve("2019-08-12.csv"),
            ("\uFEFF" + HEADER + "\r\n\r\n\"SPY\"" + SPY.substring(3) + "\r\n" + AAPL)
                .getBytes(StandardCharsets.UTF_8));
    var bars = complete(new DayFile(AUG_12, path, 1).read());
    assertThat(rows(bars)).hasSize(2).isEqualTo(rows(read(HEADER, SPY, AAPL)));
    assertThat(bars.counts().lines()).isEqualTo(2);
  }

  @Test
  void keepsTheOrderOfTheFile() {
    assertThat(rows(read(HEADER, SPY, AAPL)))
        .extracting(row -> row.symbol().ticker())
        .containsExactly("SPY", "AAPL");
  }

  @Test
  void acceptsDecimalVolumeAndEmptyVolumeAndTransactions() {
    var rows =
        rows(
            read(
                HEADER,
                "QQXA,17798.430378,20,20,20,20," + AUG_12_2019 + ",",
                "QQXB,,20,20,20,20," + AUG_12_2019 + ","));
    assertThat(rows.getFirst().volume()).hasValue(17798.430378);
    assertThat(rows.getFirst().trades()).isEmpty();
    assertThat(rows.getLast().volume()).isEmpty();
  }

  @Test
  void keepsAnOpenOfZeroAndAHighBelowTheLowForTheOneWhoChecks() {
    var rows =
        rows(
            read(
                HEADER,
                "ABT,0,0,20,20,19," + AUG_12_2019 + ",",
                "ODD,1,10,10,9,11," + AUG_12_2019 + ","));
    assertThat(rows.getFirst().open()).isZero();
    assertThat(rows.getLast().high()).isLessThan(rows.getLast().low());
  }

  @Test
  void distinguishesTickersByCase() {
    assertThat(
            rows(
                read(
                    HEADER,
                    "BACpL,1,20,20,20,20," + AUG_12_2019 + ",",
                    "BACPL,1,30,30,30,30," + AUG_12_2019 + ",")))
        .hasSize(2);
  }

  @Test
  void reportsAFileThatCarriesAnotherDayInEveryRowAsMisStampedAndGivesNoneOfIt() {
    var bars =
        read(HEADER, SPY.replace(AUG_12_2019, AUG_13_2019), AAPL.replace(AUG_12_2019, AUG_13_2019));
    assertThat(rows(bars)).isEmpty();
    assertThat(bars.stampedAs()).contains(LocalDate.of(2019, 8, 13));
    assertThat(bars.misdated()).hasSize(2);
    assertThat(bars.advice().orElseThrow())
        .isEqualTo(
            "2019-08-12.csv.gz: all 2 rows carry the window_start of 2019-08-13; nothing of this"
                + " file was taken. Download it again; if the new file is the same, load this"
                + " session from the vendor instead (the same command without --from-files)");
  }

  @Test
  void setsASingleRowOfAnotherDayAsideWithItsLineAndReason() {
    var bars = read(HEADER, SPY, AAPL.replace(AUG_12_2019, AUG_13_2019));
    assertThat(rows(bars)).hasSize(1);
    assertThat(bars.stampedAs()).isEmpty();
    assertThat(bars.advice()).isEmpty();
    var misdated = bars.misdated().getFirst();
    assertThat(misdated.line()).isEqualTo(3);
    assertThat(Stamps.day(misdated.row().start())).isEqualTo(LocalDate.of(2019, 8, 13));
    assertThat(misdated.reason())
        .isEqualTo(
            "window_start is 2019-08-13 New York time, expected 2019-08-12 by the file's name");
  }

  @Test
  void doesNotCallAFileMisStampedWhenItsRowsCarrySeveralDays() {
    var bars =
        read(
            HEADER,
            SPY.replace(AUG_12_2019, AUG_13_2019),
            AAPL.replace(AUG_12_2019, "1565755200000000000"));
    assertThat(bars.stampedAs()).isEmpty();
    assertThat(bars.misdated()).hasSize(2);
  }

  @Test
  void setsARowAsideThatStartsOnTheRightDayButNotAtMidnight() {
    var bars = read(HEADER, SPY.replace(AUG_12_2019, "1565616600000000000"));
    assertThat(rows(bars)).isEmpty();
    assertThat(bars.stampedAs()).isEmpty();
    assertThat(bars.misdated().getFirst().reason()).contains("2019-08-12T09:30");
  }

  @Test
  void asksForNanosecondsWhenTheStampLooksLikeMilliseconds() {
    var bars = read(HEADER, SPY.replace(AUG_12_2019, "1565582400000"));
    assertThat(bars.misdated().getFirst().reason()).contains("nanoseconds are needed");
  }

  @Test
  void refusesMinuteBarsUnderTheNameOfADay() {
    var failure =
        failed(
            file(
                    HEADER,
                    SPY.replace(AUG_12_2019, "1565616600000000000"),
                    SPY.replace(AUG_12_2019, "1565616660000000000"))
                .read());
    assertThat(failure.kind()).isEqualTo(Kind.NOT_DAILY);
    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.message()).contains("minute bars");
  }

  @Test
  void countsExactRepeatsAndKeepsOne() {
    var bars = read(HEADER, SPY, AAPL, SPY, SPY);
    assertThat(rows(bars)).hasSize(2);
    assertThat(bars.counts()).isEqualTo(new FileCounts(4, 2, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void countsRepeatsOfMisdatedRowsToo() {
    var other = SPY.replace(AUG_12_2019, AUG_13_2019);
    var bars = read(HEADER, AAPL, other, other);
    assertThat(bars.counts()).isEqualTo(new FileCounts(3, 1, 1, 0, 1, 0, 0, 0));
  }

  @Test
  void takesNoneOfTheRowsThatContradictEachOther() {
    var second = SPY.replace("288.07", "288.08");
    var third = SPY.replace("288.07", "288.09");
    var bars = read(HEADER, SPY, AAPL, second, SPY, third, second);
    assertThat(rows(bars)).extracting(row -> row.symbol().ticker()).containsExactly("AAPL");
    assertThat(bars.contradictions()).hasSize(1);
    assertThat(bars.contradictions().getFirst().rows())
        .extracting(BarRow::close)
        .containsExactly(288.07, 288.08, 288.09);
    assertThat(bars.counts()).isEqualTo(new FileCounts(6, 1, 2, 3, 0, 0, 0, 0));
    assertThat(bars.counts().hasDefects()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "SPY,100,290.1 | 3 columns instead of 8",
        "SPY,100,290.1,288,290,287,1565582400000000000,1,1 | 9 columns instead of 8",
        "SPY,100,290.1,abc,290,287,1565582400000000000,1 | close 'abc' is not a number",
        "SPY,100,NaN,288,290,287,1565582400000000000,1 | open 'NaN' is not a number",
        "SPY,100,290,288,Infinity,287,1565582400000000000,1 | high 'Infinity' is not a number",
        "SPY,100,290,288,290,,1565582400000000000,1 | low is empty",
        "SPY,1d,290,288,290,287,1565582400000000000,1 | volume '1d' is not a number",
        "SPY,1,290,288,290,287,1.5655824E18,1 | window_start '1.5655824E18' is not a whole number of nanoseconds since 1970",
        "SPY,1,290,288,290,287,,1 | window_start '' is not a whole number of nanoseconds since 1970",
        "SPY,1,290,288,290,287,99999999999999999999,1 | window_start '99999999999999999999' is not a whole number of nanoseconds since 1970",
        "SPY,1,290,288,290,287,1565582400000000000,-3 | transactions '-3' is not a count",
        "SPY,1,290,288,290,287,1565582400000000000,x | transactions 'x' is not a count",
        "S PY,1,290,288,290,287,1565582400000000000,1 | ticker 'S PY' is not a ticker",
        "'\"SPY,1,290,288,290,287,1565582400000000000,1' | ticker '\"SPY' is not a ticker"
      })
  void setsAnUnreadableLineAsideWithItsNumberAndReason(String line, String why) {
    var bars = read(HEADER, AAPL, line.strip(), "MSFT" + AAPL.substring(4));
    assertThat(rows(bars)).hasSize(2);
    var malformed = bars.malformed().getFirst();
    assertThat(malformed.line()).isEqualTo(3);
    assertThat(malformed.text()).isEqualTo(line.strip());
    assertThat(malformed.why()).isEqualTo(why.strip());
  }

  @Test
  void quotesTheBeginOfAFieldThatFillsTheLine() {
    var malformed =
        read(HEADER, AAPL, "x".repeat(5_000) + ",1,290,288,290,287,1565582400000000000,1")
            .malformed();
    assertThat(malformed.getFirst().why())
        .isEqualTo("ticker '" + "x".repeat(60) + "…' is not a ticker");
  }

  @Test
  void saysWhoseCellAnUnreadableLineStandsFor() {
    var malformed =
        read(HEADER, "SPY,100,290.1,abc,290,287," + AUG_13_2019 + ",1", "SPY,100", "?,100")
            .malformed();
    assertThat(malformed.get(0).symbol()).contains(new Symbol("SPY"));
    assertThat(malformed.get(0).session()).contains(LocalDate.of(2019, 8, 13));
    assertThat(malformed.get(1).session()).contains(AUG_12);
    assertThat(malformed.get(2).symbol()).isEmpty();
  }

  @Test
  void givesNothingOfATruncatedGzipAndSaysHowMuchWasReadable() throws IOException {
    var text = new StringBuilder(HEADER).append('\n');
    var random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      text.append("T").append(i).append(',').append(random.nextInt(1_000_000));
      text.append(",20,20,20,20,").append(AUG_12_2019).append(",\n");
    }
    var whole = compressed(text.toString());
    var path =
        BarFiles.write(folder.resolve("2019-08-12.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
    var failure = failed(new DayFile(AUG_12, path, Files.size(path)).read());
    assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(failure.rowsReadable()).isBetween(500, 2_999);
    assertThat(failure.line()).isEqualTo(failure.rowsReadable() + 2);
    assertThat(failure.toString()).contains("2019-08-12.csv.gz").contains("cut off after");
  }

  @Test
  void givesNothingOfAGzipWithADamagedByte() {
    var bytes = compressed(String.join("\n", HEADER, SPY, AAPL));
    bytes[bytes.length - 6] ^= 0x55; // the checksum
    var path = BarFiles.write(folder.resolve("2019-08-12.csv.gz"), bytes);
    var failure = failed(new DayFile(AUG_12, path, 1).read());
    assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(failure.message()).contains("damaged");
  }

  @Test
  void refusesAWrongHeaderNamingExpectedAndFoundColumns() {
    var failure = failed(file("date,open,high,low,close,volume", "2019-08-12,1,1,1,1,1").read());
    assertThat(failure.kind()).isEqualTo(Kind.WRONG_HEADER);
    assertThat(failure.line()).isEqualTo(1);
    assertThat(failure.message()).contains(HEADER).contains("date,open,high,low,close,volume");
  }

  @Test
  void refusesAColumnThatIsThereTwice() {
    assertThat(failed(file(HEADER + ",close", SPY + ",1").read()).kind())
        .isEqualTo(Kind.WRONG_HEADER);
  }

  @Test
  void namesColumnsThatItIgnores() {
    var bars = read(HEADER + ",otc", SPY + ",false");
    assertThat(rows(bars)).hasSize(1);
    assertThat(bars.ignoredColumns()).containsExactly("otc");
  }

  @Test
  void refusesAnEmptyFileAndTakesOneWithoutRows() {
    var empty = BarFiles.write(folder.resolve("2019-08-12.csv"), new byte[0]);
    assertThat(failed(new DayFile(AUG_12, empty, 0).read()).message()).contains("empty");
    assertThat(read(HEADER).counts()).isEqualTo(FileCounts.NONE);
  }

  @Test
  void refusesAFileThatIsNoTextAtAll() {
    var bytes = new byte[200_000];
    new Random(3).nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '\n' ? 0 : bytes[i];
    }
    bytes[0] = 0;
    var path = BarFiles.write(folder.resolve("2019-08-12.csv"), bytes);
    assertThat(failed(new DayFile(AUG_12, path, 1).read()).message()).contains("64 kB");
  }

  @Test
  void refusesMoreRowsThanAMarketHasTickers() {
    var text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i <= BarLines.MOST_ROWS; i++) {
      text.append(SPY).append('\n');
    }
    var path = BarFiles.write(folder.resolve("2019-08-12.csv.gz"), compressed(text.toString()));
    assertThat(failed(new DayFile(AUG_12, path, 1).read()).kind()).isEqualTo(Kind.NOT_DAILY);
  }

  @Test
  void saysThatAFileHasGone() {
    var failure = failed(new DayFile(AUG_12, folder.resolve("2019-08-12.csv.gz"), 1).read());
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.toString()).endsWith("2019-08-12.csv.gz: the file is not there (any more)");
  }

  @Test
  void namesTheTroubleWhenTheFileIsAFolder() {
    assertThat(failed(new DayFile(AUG_12, folder, 1).read()).message()).contains("cannot be read");
  }

  @Test
  void readsLinesThatStraddleItsBuffer() {
    var lines = new String[9_001];
    lines[0] = HEADER;
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "T" + i + "," + i + ",20,20,20," + i + ".25," + AUG_12_2019 + ",";
    }
    var bars = read(lines);
    assertThat(bars.counts()).isEqualTo(new FileCounts(9_000, 9_000, 0, 0, 0, 0, 0, 0));
    for (int i = 0; i < 9_000; i++) {
      assertThat(rows(bars).get(i).symbol().ticker()).isEqualTo("T" + (i + 1));
      assertThat(rows(bars).get(i).low()).isEqualTo(i + 1.25);
    }
  }
}
