package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Symbol;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/// What is read without the JSON library is what the library would have read.
class PlainBarTest {
  private static final ApiKey KEY = new ApiKey("k3y-N0b0dy-May-See");
  private static final String PLAIN =
      "{\"T\":\"QQXA\",\"v\":812345.25,\"vw\":20.1174,\"o\":20.01,\"c\":20.2,\"h\":20.31,\"l\":19.95,\"t\":1772773200000,\"n\":6021}";
  private static final String TICKER =
      "{\"T\":\"BRK.B\",\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}";

  /// Each kind of rows that are bars.
  private static final List<RowReader<?>> READERS =
      List.of(
          BarReader.of(new Symbol("QQXA")),
          BarReader.of(LocalDate.of(2026, 3, 6)),
          BarReader.MINUTES);

  /// Rows, or what the page was refused for.
  private record Outcome(List<?> rows, Optional<String> next, Optional<Class<?>> refused) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        TICKER,
        "{\"v\":1.7727732E12,\"o\":2e+06,\"c\":2E6,\"h\":2e6,\"l\":1e-05,\"t\":1.7727732E12,\"n\":6021.0}",
        "{\"n\":1,\"t\":1772773200000,\"l\":1,\"h\":2,\"c\":1.5,\"o\":1.5,\"vw\":1.25,\"v\":3}",
        "{\"v\":0.1,\"o\":0.3,\"c\":1e22,\"h\":1e23,\"l\":123456789.123456789,\"t\":1772773200000}",
        "{\"v\":9007199254740993,\"o\":9007199254740992,\"c\":179769313486231570000000000000000000000,\"h\":4.9e-324,\"l\":5e-324,\"t\":1772773200000}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"n\":2147483648}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000.5,\"n\":1.5}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":99999999999999999999}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"t\":1772773200000}",
        "{\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":null,\"vw\":null,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"n\":null}",
        "{\"v\":1,\"o\":null,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":NaN,\"vw\":NaN,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1,\"o\":NaN,\"c\":Infinity,\"h\":-Infinity,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1,\"o\":1e999,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1,\"o\":1e-999,\"c\":1e0000,\"h\":1e00001,\"l\":1e+2,\"t\":1772773200000}",
        "{\"v\":-0,\"o\":-0.0,\"c\":-1.5,\"h\":1,\"l\":1,\"t\":1772773200000,\"n\":-3}",
        "{\"v\":\"1\",\"o\":\"2\",\"c\":1,\"h\":1,\"l\":1,\"t\":\"1772773200000\"}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"otc\":true}",
        "{\"x\":{\"o\":[1,{\"c\":2}]},\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"vwx\":7}",
        "{\"o\":7,\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"o\":2}",
        "{\"o\":null,\"v\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"o\":2}",
        "{ \"v\" : 1 , \"o\":1,\n\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000 }",
        "{\"T\":\"B\\u0052K.B\",\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"T\":\"\",\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"T\":\"Ä\",\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"T\":\"ABCDEFGHIJKLMNOPQRSTUVWXYZ\",\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"T\":7,\"v\":7,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":01,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1.,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":.5,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1e,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":+1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,}",
        "{\"v\":1,,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1 \"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000}.5",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000},",
        "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000",
        "{}",
        "{",
        "7",
        "null",
        "[]"
      })
  void oddRowsAreReadAsTheLibraryReadsThem(String row) {
    for (var reader : READERS) {
      for (var rows :
          List.of(row, PLAIN + "," + row, row + "," + PLAIN, PLAIN + "," + row + "," + TICKER)) {
        requireSame(page(rows), reader);
      }
    }
  }

  @Test
  void plainRowsDoNotReachTheLibrary() throws IOException, NotAsPromised {
    var throughTheLibrary = new AtomicInteger();
    var reader = (BarRowReader<MinuteRow>) BarReader.MINUTES;
    var counting =
        new BarRowReader<MinuteRow>() {
          @Override
          public Optional<MinuteRow> read(
              tools.jackson.core.JsonParser row, java.util.function.Supplier<String> text) {
            throughTheLibrary.incrementAndGet();
            return reader.read(row, text);
          }

          @Override
          public Optional<MinuteRow> of(PlainBar bar) {
            return reader.of(bar);
          }
        };
    var odd = "{\"v\":1,\"o\":1,\"c\":1,\"h\":1,\"l\":1,\"t\":1772773200000,\"odd\":1}";
    var rows = (PLAIN + "," + TICKER + ",").repeat(5_000) + odd + "," + PLAIN;

    var page = PageReader.read(stream(page(rows), 1 << 20), question(counting), KEY);

    assertThat(page.rows()).hasSize(10_002);
    assertThat(throughTheLibrary).hasValue(1);
  }

  @Test
  void aTextOfARowThatCannotBeReadIsShownExactlyBetweenPlainOnes() throws Exception {
    var odd = "{\"o\":\"dear\", \"Ä\":[1,2]}";

    var page =
        PageReader.read(
            stream(page(PLAIN + "," + odd + "," + PLAIN + "," + odd), 7),
            question(BarReader.MINUTES),
            KEY);

    assertThat(page.rows()).extracting(MinuteRow::received).containsExactly("", odd, "", odd);
  }

  @Test
  void whateverByteIsChangedOrMissingTheOutcomeIsTheSame() {
    var random = new Random(42);
    var good = page(PLAIN + "," + TICKER + "," + PLAIN);
    var marks = "{}[]\",:.+-eE0123456789 \\ntvw\n\0\u007f".getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 5_000; round++) {
      var bytes = good.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = marks[random.nextInt(marks.length)];
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      requireSame(java.util.Arrays.copyOf(bytes, length), READERS.get(round % 3));
    }
  }

  @Test
  void numbersOfAllSizesAreReadAsTheLibraryReadsThem() {
    var random = new Random(42);
    for (int round = 0; round < 1_000; round++) {
      var rows = new ArrayList<String>();
      for (int row = 0; row < 5; row++) {
        rows.add(
            "{\"v\":%s,\"vw\":%s,\"o\":%s,\"c\":%s,\"h\":%s,\"l\":%s,\"t\":1772773200000,\"n\":%s}"
                .formatted(
                    number(random),
                    number(random),
                    number(random),
                    number(random),
                    number(random),
                    number(random),
                    random.nextInt()));
      }
      requireSame(page(String.join(",", rows)), READERS.get(round % 3));
    }
  }

  private static String number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(random.nextInt(1_000_000));
      case 1 -> Double.toString(random.nextInt(100_000_000) / 10_000.0);
      case 2 -> Double.toString(Math.abs(Double.longBitsToDouble(random.nextLong())));
      case 3 -> Long.toString(random.nextLong(Long.MAX_VALUE));
      case 4 -> random.nextInt(100) + "e" + random.nextInt(-30, 30);
      default -> Double.toString(random.nextDouble() * 1000);
    };
  }

  private static void requireSame(byte[] page, RowReader<?> reader) {
    var library = outcome(stream(page, 1 << 20), withoutPlain(reader));
    for (int chunk : List.of(1 << 20, 7)) {
      assertThat(outcome(stream(page, chunk), reader))
          .describedAs(new String(page, StandardCharsets.UTF_8))
          .isEqualTo(library);
    }
  }

  private static <T> RowReader<T> withoutPlain(RowReader<T> reader) {
    return reader::read;
  }

  private static <T> Outcome outcome(InputStream body, RowReader<T> reader) {
    try {
      var page = PageReader.read(body, question(reader), KEY);
      return new Outcome(page.rows(), page.next(), Optional.empty());
    } catch (IOException | NotAsPromised | JacksonException e) {
      return new Outcome(List.of(), Optional.empty(), Optional.of(e.getClass()));
    }
  }

  private static <T> Question<T> question(RowReader<T> reader) {
    return new Question<>("/v2/aggs", reader, Optional.empty());
  }

  private static byte[] page(String rows) {
    return ("{\"ticker\":\"QQXA\",\"status\":\"OK\",\"results\":["
            + rows
            + "],\"next_url\":\"http://127.0.0.1/next\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Gives so many bytes at once at most.
  private static InputStream stream(byte[] bytes, int chunk) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return super.read(into, offset, Math.min(length, chunk));
      }
    };
  }
}
