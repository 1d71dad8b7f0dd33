package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.HEADER;
import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.compressed;
import static ai.tickstock.provider.flatfile.BarFiles.failed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinuteFileTest {
  private static final LocalDate EVE = LocalDate.of(2019, 12, 24);

  @TempDir Path folder;

  /// Nanoseconds of a New York time, e.g. `2019-12-24T09:30`.
  private static String at(String newYork) {
    return LocalDateTime.parse(newYork).atZone(Bar.NEW_YORK).toEpochSecond() + "000000000";
  }

  private static String row(String ticker, String newYork) {
    return ticker + ",100.5,20.1,20.2,20.4,20," + at(newYork) + ",7";
  }

  private MinuteFile file(LocalDate session, String... lines) {
    return new MinuteFile(session, BarFiles.gzip(folder.resolve(session + ".csv.gz"), lines), 1);
  }

  private MinuteFileRows read(String... lines) {
    return complete(file(EVE, lines).read(symbol -> true));
  }

  private FileFailure refused(String... lines) {
    return failed(file(EVE, lines).read(symbol -> true));
  }

  private static List<String> tickers(MinuteFileRows rows) {
    return rows.rows().stream().map(minutes -> minutes.symbol().ticker()).toList();
  }

  private static LongStream starts(MinuteRows rows) {
    return IntStream.range(0, rows.size()).mapToLong(rows::startMillis);
  }

  @Test
  void takesEachFieldFromItsColumnAlthoughCloseStandsBeforeHigh() {
    var spy = read(HEADER, row("SPY", "2019-12-24T09:30")).rows().getFirst();
    assertThat(Instant.ofEpochMilli(spy.startMillis(0))).isEqualTo("2019-12-24T14:30:00Z");
    assertThat(spy.open(0)).isEqualTo(20.1);
    assertThat(spy.close(0)).isEqualTo(20.2);
    assertThat(spy.high(0)).isEqualTo(20.4);
    assertThat(spy.low(0)).isEqualTo(20);
    assertThat(spy.volume(0)).isEqualTo(100.5);
    assertThat(spy.vwap(0)).isNaN();
    assertThat(spy.trades(0)).isEqualTo(7);
  }

  @Test
  void findsColumnsByNameInAnyOrderAndNamesThoseThatItIgnores() {
    var turned =
        read(
            "otc,window_start,low,high,close,open,volume,transactions,ticker",
            "x," + at("2019-12-24T09:30") + ",20,20.4,20.2,20.1,100.5,7,SPY");
    var usual = read(HEADER, row("SPY", "2019-12-24T09:30"));
    assertThat(turned.rows().getFirst().asReceived(0))
        .isEqualTo(usual.rows().getFirst().asReceived(0));
    assertThat(turned.ignoredColumns()).containsExactly("otc");
    assertThat(usual.ignoredColumns()).isEmpty();
  }

  @Test
  void givesOneElementATickerAscendingWhereverItsRowsStand() {
    var content =
        read(
            HEADER,
            row("SPY", "2019-12-24T09:31"),
            row("A", "2019-12-24T09:30"),
            row("SPY", "2019-12-24T09:30"),
            row("SPY", "2019-12-24T12:59"),
            row("A", "2019-12-24T09:31"),
            row("SPY", "2019-12-24T04:00"));
    assertThat(tickers(content)).containsExactly("A", "SPY");
    assertThat(content.rows().getFirst().size()).isEqualTo(2);
    assertThat(content.rows().getLast().size()).isEqualTo(4);
    assertThat(starts(content.rows().getLast()).toArray()).isSorted();
    assertThat(content.counts()).isEqualTo(new FileCounts(6, 6, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void keepsTheRowsOfManyTickersThatTakeTurnsEveryMinute() {
    var lines = new ArrayList<>(List.of(HEADER));
    for (int minute = 0; minute < 300; minute++) {
      for (int ticker = 0; ticker < 20; ticker++) {
        var time = LocalDateTime.parse("2019-12-24T08:00").plusMinutes(minute);
        lines.add("T" + ticker + "," + minute + ",1,1,1,1," + at(time.toString()) + ",");
      }
    }
    var content = read(lines.toArray(String[]::new));
    assertThat(content.rows()).hasSize(20);
    for (var rows : content.rows()) {
      var volumes = IntStream.range(0, rows.size()).mapToDouble(rows::volume).toArray();
      assertThat(volumes).isEqualTo(IntStream.range(0, 300).asDoubleStream().toArray());
    }
  }

  @Test
  void distinguishesTickersByCase() {
    var content =
        read(
            HEADER,
            row("BACpL", "2019-12-24T09:30"),
            row("BACPL", "2019-12-24T09:30"),
            row("BRK.B", "2019-12-24T09:30"));
    assertThat(tickers(content)).containsExactly("BACPL", "BACpL", "BRK.B");
  }

  @Test
  void keepsRepeatsAndContradictionsInFileOrderForTheOneWhoChecks() {
    var first = row("SPY", "2019-12-24T09:31");
    var other = first.replace("20.2", "20.3");
    var content = read(HEADER, first, other, row("SPY", "2019-12-24T09:30"), first);
    var spy = content.rows().getFirst();
    assertThat(IntStream.range(0, 4).mapToDouble(spy::close))
        .containsExactly(20.2, 20.2, 20.3, 20.2);
    assertThat(spy.isRepeat(1, 3)).isTrue();
    assertThat(content.counts()).isEqualTo(new FileCounts(4, 4, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void keepsOddNumbersAndStartsForTheOneWhoChecks() {
    var start = at("2019-12-24T09:30");
    var content =
        read(
            HEADER,
            "A,-5,0,-1,9,11," + start + ",",
            "B,2e+06,1e2,1,1,1," + start + ",0",
            "C,,1,1,1,1," + at("2019-12-24T09:31:30") + ",");
    assertThat(content.counts().hasDefects()).isFalse();
    var a = content.rows().getFirst();
    assertThat(a.volume(0)).isEqualTo(-5);
    assertThat(a.close(0)).isEqualTo(-1);
    assertThat(a.high(0)).isLessThan(a.low(0));
    assertThat(a.trades(0)).isNegative();
    assertThat(content.rows().get(1).volume(0)).isEqualTo(2_000_000);
    assertThat(content.rows().get(1).open(0)).isEqualTo(100);
    assertThat(content.rows().get(2).startMillis(0) % 60_000).isEqualTo(30_000);
    assertThat(content.rows().get(2).volume(0)).isNaN();
  }

  @Test
  void readsAPlainFileWithWindowsLineEndsQuotesAndAByteOrderMark() {
    var path =
        BarFiles.write(
            folder.resolve("2019-12-24.csv"),
            ("\uFEFF"
                    + HEADER
                    + "\r\n\r\n\"SPY\""
                    + row("", "2019-12-24T09:30")
                    + "\r\n"
                    + row("SPY", "2019-12-24T09:31"))
                .getBytes(StandardCharsets.UTF_8));
    var content = complete(new MinuteFile(EVE, path, 1).read(symbol -> true));
    assertThat(content.rows().getFirst().size()).isEqualTo(2);
    assertThat(content.counts().lines()).isEqualTo(2);
  }

  @Test
  void countsRowsOfOtherTickersWithoutJudgingMoreThanTheirStart() {
    var asked = new ArrayList<Symbol>();
    var content =
        complete(
            file(
                    EVE,
                    HEADER,
                    "A,x,y,z,,," + at("2019-12-24T09:30") + ",-1", // no bar, but nobody wants it
                    row("SPY", "2019-12-24T09:30"),
                    row("A", "2019-12-25T09:30"),
                    "A,1",
                    "B,1,1,1,1,1,never,1",
                    row("SPY", "2019-12-24T09:31"))
                .read(symbol -> {
                  asked.add(symbol);
                  return symbol.ticker().equals("SPY");
                }));
    assertThat(tickers(content)).containsExactly("SPY");
    assertThat(content.malformed()).isEmpty();
    assertThat(content.misdated()).isEmpty();
    assertThat(content.counts()).isEqualTo(new FileCounts(6, 2, 0, 0, 0, 0, 0, 4));
    assertThat(content.counts()).hasToString("2 rows, 4 of other tickers");
    assertThat(content.otherTickers()).isEqualTo(2);
    assertThat(asked).extracting(Symbol::ticker).containsExactlyInAnyOrder("A", "SPY", "B");
  }

  @ParameterizedTest
  @CsvSource({
    // winter and summer time, both ends of the day, the weekends on which the clocks change
    "2019-12-24, 2019-12-24T00:01, 2019-12-24T23:59, 2019-12-23T23:59, 2019-12-25T00:00",
    "2019-07-03, 2019-07-03T04:00, 2019-07-03T19:59, 2019-07-02T23:59, 2019-07-04T00:00",
    "2020-03-06, 2020-03-06T04:00, 2020-03-06T19:59, 2020-03-05T23:59, 2020-03-07T00:00",
    "2020-03-08, 2020-03-08T01:59, 2020-03-08T23:59, 2020-03-07T23:59, 2020-03-09T00:00",
    "2020-11-01, 2020-11-01T00:30, 2020-11-01T23:59, 2020-10-31T23:59, 2020-11-02T00:00",
    "2020-11-02, 2020-11-02T04:00, 2020-11-02T19:59, 2020-11-01T23:59, 2020-11-03T00:00"
  })
  void takesTheNewYorkDateOfTheSessionAndNothingElse(
      LocalDate session, String first, String last, String before, String after) {
    var content =
        complete(
            file(
                    session,
                    HEADER,
                    row("SPY", before),
                    row("SPY", first),
                    row("SPY", last),
                    row("SPY", after))
                .read(symbol -> true));
    assertThat(starts(content.rows().getFirst()).mapToObj(start -> start + "000000"))
        .containsExactly(at(first), at(last));
    assertThat(content.misdated()).extracting(MisdatedRow::line).containsExactly(2L, 5L);
    assertThat(content.counts()).isEqualTo(new FileCounts(4, 2, 0, 0, 2, 0, 0, 0));
  }

  @Test
  void setsRowsOfAnotherDayAsideWithLineReasonAndFields() {
    var content = read(HEADER, row("SPY", "2019-12-24T09:30"), row("SPY", "2019-12-23T15:59"));
    var misdated = content.misdated().getFirst();
    assertThat(misdated.line()).isEqualTo(3);
    assertThat(misdated.reason())
        .isEqualTo(
            "window_start is 2019-12-23T15:59 New York time, expected 2019-12-24 by the file's"
                + " name");
    assertThat(misdated.row().asReceived()).contains("\"T\":\"SPY\"").contains("\"c\":20.2");
    assertThat(content.stampedAs()).isEmpty();
    assertThat(content.advice()).isEmpty();
  }

  @Test
  void reportsAFileThatCarriesAnotherDayInEveryRowAsMisStampedAndGivesNoneOfIt() {
    var lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < MinuteFileReading.MOST_DEFECTS + 500; i++) {
      lines.add(row("T" + i / 300, "2019-12-23T09:" + (30 + i % 30)));
    }
    var content = read(lines.toArray(String[]::new));
    assertThat(content.rows()).isEmpty();
    assertThat(content.misdated()).isEmpty();
    assertThat(content.stampedAs()).contains(LocalDate.of(2019, 12, 23));
    assertThat(content.counts()).isEqualTo(new FileCounts(10_500, 0, 0, 0, 10_500, 0, 0, 0));
    assertThat(content.advice().orElseThrow())
        .isEqualTo(
            "2019-12-24.csv.gz: all 10,500 rows carry the window_start of 2019-12-23; nothing of"
                + " this file was taken. Download it again; if the new file is the same, load this"
                + " session from the vendor instead (the same command without --from-files)");
  }

  @Test
  void doesNotCallAFileMisStampedBecauseTheTickerAskedForIs() {
    var content =
        complete(
            file(EVE, HEADER, row("A", "2019-12-24T09:30"), row("SPY", "2019-12-23T09:30"))
                .read(new Symbol("SPY")::equals));
    assertThat(content.stampedAs()).isEmpty();
    assertThat(content.misdated()).hasSize(1);
  }

  @Test
  void doesNotCallAFileMisStampedWhenItsRowsCarrySeveralDays() {
    var content =
        read(
            HEADER,
            row("A", "2019-12-23T09:30"),
            row("B", "2019-12-26T09:30"),
            row("A", "2019-12-23T09:31"));
    assertThat(content.stampedAs()).isEmpty();
    assertThat(content.misdated()).hasSize(3);
  }

  @Test
  void asksForNanosecondsWhenStampsLookLikeMilliOrMicroseconds() {
    var nano = row("A", "2019-12-24T09:30");
    var milli = read(HEADER, nano.replace("1577197800000000000", "1577197800000"));
    assertThat(milli.malformed().getFirst().why())
        .contains("is not a whole millisecond (are these milli- or microseconds?");
    var micro = read(HEADER, nano.replace("1577197800000000000", "1577197800000000"));
    assertThat(micro.advice().orElseThrow()).contains("1970-01-19 (are these milli-");
  }

  @Test
  void refusesAFileWithMoreDefectsThanAreAnException() {
    var lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i <= MinuteFileReading.MOST_DEFECTS; i++) {
      lines.add(row("T", "2019-12-23T09:30"));
    }
    lines.add(row("T", "2019-12-24T09:30"));
    lines.add(row("T", "2019-12-24T09:31"));
    var failure = refused(lines.toArray(String[]::new));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_DEFECTS);
    assertThat(failure.line()).isEqualTo(MinuteFileReading.MOST_DEFECTS + 3);
    assertThat(failure.message())
        .isEqualTo(
            "more than 10,000 rows are of another day or are no bar, for one: window_start is"
                + " 2019-12-23T09:30 New York time, expected 2019-12-24 by the file's name; nothing"
                + " of this file was taken. Download it again");
  }

  @Test
  void refusesALongFileOfLinesThatAreNoBars() {
    var lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i <= MinuteFileReading.MOST_DEFECTS; i++) {
      lines.add("SPY,1");
    }
    assertThat(refused(lines.toArray(String[]::new)).kind()).isEqualTo(Kind.TOO_MANY_DEFECTS);
  }

  @Test
  void refusesADayFileWhateverItsDay() {
    for (var day : List.of("2019-12-24T00:00", "2019-12-23T00:00")) {
      var failure = refused(HEADER, row("A", day), row("B", day), "C,1");
      assertThat(failure.kind()).isEqualTo(Kind.NOT_MINUTES);
      assertThat(failure.message()).contains("daily bars").contains("--interval day");
    }
  }

  @Test
  void refusesADayFileAlsoWhenNoneOfItsTickersWasAskedFor() {
    var file = file(EVE, HEADER, row("A", "2019-12-24T00:00"));
    assertThat(failed(file.read(symbol -> false)).kind()).isEqualTo(Kind.NOT_MINUTES);
  }

  @Test
  void refusesTheDailyBarsOfManyDaysAsSuchHoweverLong() {
    var lines = new ArrayList<>(List.of(HEADER));
    var day = LocalDate.of(1990, 1, 1);
    for (int i = 0; i <= MinuteFileReading.MOST_DEFECTS; i++) {
      lines.add(row("SPY", day.plusDays(i) + "T00:00"));
    }
    assertThat(refused(lines.toArray(String[]::new)).message()).contains("daily bars");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "SPY,100,290.1 | 3 columns instead of 8",
        "SPY,100,290.1,288,290,287,1577197800000000000,1,1 | 9 columns instead of 8",
        "SPY,100,290.1,abc,290,287,1577197800000000000,1 | close 'abc' is not a number",
        "SPY,100,NaN,288,290,287,1577197800000000000,1 | open 'NaN' is not a number",
        "SPY,100,290,288,Infinity,287,1577197800000000000,1 | high 'Infinity' is not a number",
        "SPY,100,290,288,290,,1577197800000000000,1 | low is empty",
        "SPY,NaN,290,288,290,287,1577197800000000000,1 | volume 'NaN' is not a number",
        "SPY,1,290,288,290,287,1.5771978E18,1 | window_start '1.5771978E18' is not a whole number of nanoseconds since 1970",
        "SPY,1,290,288,290,287,,1 | window_start '' is not a whole number of nanoseconds since 1970",
        "SPY,1,290,288,290,287,1577197800000000001,1 | window_start '1577197800000000001' is not a whole millisecond",
        "SPY,1,290,288,290,287,1577197800000000000,-3 | transactions '-3' is not a count",
        "SPY,1,290,288,290,287,1577197800000000000,2147483648 | transactions '2147483648' is not a count",
        "S PY,1,290,288,290,287,1577197800000000000,1 | ticker 'S PY' is not a ticker",
        ",1,290,288,290,287,1577197800000000000,1 | ticker '' is not a ticker",
        "'\"SPY,1,290,288,290,287,1577197800000000000,1' | ticker '\"SPY' is not a ticker"
      })
  void setsAnUnreadableLineAsideWithItsNumberAndReason(String line, String why) {
    var content =
        read(HEADER, row("SPY", "2019-12-24T09:30"), line.strip(), row("SPY", "2019-12-24T09:31"));
    assertThat(content.rows().getFirst().size()).isEqualTo(2);
    assertThat(content.counts()).isEqualTo(new FileCounts(3, 2, 0, 0, 0, 1, 0, 0));
    var malformed = content.malformed().getFirst();
    assertThat(malformed.line()).isEqualTo(3);
    assertThat(malformed.text()).isEqualTo(line.strip());
    assertThat(malformed.why()).isEqualTo(why.strip());
    assertThat(malformed.session()).contains(EVE);
  }

  @Test
  void refusesAnUnreadableTickerAlsoInTheFirstLine() {
    var content = read(HEADER, row("", "2019-12-24T09:30"), row(",", "2019-12-24T09:30"));
    assertThat(content.malformed())
        .extracting(MalformedRow::why)
        .containsExactly("ticker '' is not a ticker", "9 columns instead of 8");
  }

  @Test
  void givesNothingOfATruncatedGzipAndSaysHowMuchWasReadable() throws IOException {
    var text = new StringBuilder(HEADER).append('\n');
    var random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      text.append("T").append(i).append(',').append(random.nextInt(1_000_000));
      text.append(",20,20,20,20,").append(at("2019-12-24T09:30")).append(",\n");
    }
    var whole = compressed(text.toString());
    var path =
        BarFiles.write(folder.resolve("2019-12-24.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
    var failure = failed(new MinuteFile(EVE, path, Files.size(path)).read(symbol -> true));
    assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(failure.rowsReadable()).isBetween(500, 2_999);
    assertThat(failure.toString()).contains("2019-12-24.csv.gz").contains("cut off after");
  }

  @Test
  void givesNothingOfAGzipWithADamagedByteAlsoWhenNoTickerWasAskedFor() {
    var bytes = compressed(HEADER + "\n" + row("SPY", "2019-12-24T09:30"));
    bytes[bytes.length - 6] ^= 0x55; // the checksum
    var path = BarFiles.write(folder.resolve("2019-12-24.csv.gz"), bytes);
    for (boolean wanted : new boolean[] {true, false}) {
      var failure = failed(new MinuteFile(EVE, path, 1).read(symbol -> wanted));
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(failure.message()).contains("damaged");
    }
  }

  @Test
  void refusesAWrongHeaderAndAnEmptyFileAndTakesOneWithoutRows() {
    assertThat(refused("date,open,high,low,close,volume").kind()).isEqualTo(Kind.WRONG_HEADER);
    var empty = BarFiles.write(folder.resolve("2019-12-24.csv"), new byte[0]);
    assertThat(failed(new MinuteFile(EVE, empty, 0).read(symbol -> true)).message())
        .contains("empty");
    var nothing = read(HEADER);
    assertThat(nothing.counts()).isEqualTo(FileCounts.NONE);
    assertThat(nothing.stampedAs()).isEmpty();
  }

  @Test
  void saysThatAFileHasGone() {
    var failure =
        failed(new MinuteFile(EVE, folder.resolve("2019-12-24.csv.gz"), 1).read(symbol -> true));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void refusesMoreRowsThanOneSessionCanHave() {
    var path = folder.resolve("2019-12-24.csv.gz");
    var thousand =
        (row("A", "2019-12-24T09:30") + "\n").repeat(1_000).getBytes(StandardCharsets.UTF_8);
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(path), 64 * 1024)) {
      gzip.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i <= MinuteFileReading.MOST_ROWS / 1_000; i++) {
        gzip.write(thousand);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var failure = failed(new MinuteFile(EVE, path, 1).read(symbol -> false));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_MINUTES);
    assertThat(failure.message()).contains("more than 4,000,000 rows");
  }
}
