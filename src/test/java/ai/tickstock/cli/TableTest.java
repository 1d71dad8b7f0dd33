package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.Symbol;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TableTest {
  private static Table bars() {
    return Table.of("symbol", "first_session", ">close", ">volume", "early")
        .row(new Symbol("SPY"), LocalDate.of(2020, 3, 23), 222.95, 281_816_983L, false)
        .row(new Symbol("BRK.B"), LocalDate.of(2020, 3, 23), 9.0, OptionalDouble.empty(), true);
  }

  private static String printed(Table table, Format format) {
    var text = new StringWriter();
    table.print(format, new PrintWriter(text));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void alignsTextLeftAndNumbersRight() {
    assertThat(printed(bars(), Format.TABLE))
        .isEqualTo(
            """
            symbol  first session   close     volume  early
            SPY     2020-03-23     222.95  281816983  false
            BRK.B   2020-03-23          9             true
            """);
  }

  @Test
  void printsCsvWithTheKeysAsHeaderAndQuotesWhereNeeded() {
    assertThat(printed(bars(), Format.CSV))
        .isEqualTo(
            """
            symbol,first_session,close,volume,early
            SPY,2020-03-23,222.95,281816983,false
            BRK.B,2020-03-23,9,,true
            """);
    assertThat(printed(Table.of("name").row("Berkshire \"B\", Inc."), Format.CSV))
        .isEqualTo("name\n\"Berkshire \"\"B\"\", Inc.\"\n");
  }

  @Test
  void printsJsonThatReadsBackWithTypes() {
    var json = JsonMapper.builder().build().readTree(printed(bars(), Format.JSON));
    assertThat(json.size()).isEqualTo(2);
    assertThat(json.get(0).propertyNames())
        .containsExactly("symbol", "first_session", "close", "volume", "early");
    assertThat(json.get(0).get("close").isNumber()).isTrue();
    assertThat(json.get(0).get("close").asDouble()).isEqualTo(222.95);
    assertThat(json.get(0).get("early").isBoolean()).isTrue();
    assertThat(json.get(1).get("volume").isNull()).isTrue();
    assertThat(json.get(1).get("symbol").asString()).isEqualTo("BRK.B");
  }

  @Test
  void writesNumbersWithoutExponentOrIdleZeros() {
    var table =
        Table.of(">a", ">b", ">c", ">d", ">e", ">f", ">g")
            .row(
                1e10,
                new BigDecimal("0.3590"),
                1.5e-7,
                OptionalDouble.of(0.1),
                OptionalLong.of(5),
                OptionalInt.of(7),
                Optional.of(8));
    assertThat(printed(table, Format.CSV)).endsWith("\n10000000000,0.359,0.00000015,0.1,5,7,8\n");
    var json = JsonMapper.builder().build().readTree(printed(table, Format.JSON)).get(0);
    assertThat(json.get("a").asLong()).isEqualTo(10_000_000_000L);
    assertThat(json.get("c").asDouble()).isEqualTo(1.5e-7);
  }

  @Test
  void leavesWhatIsAbsentEmpty() {
    var table =
        Table.of("a", "b", "c", "d", "e")
            .row(
                Optional.empty(),
                Double.NaN,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty());
    assertThat(printed(table, Format.CSV)).endsWith("\n,,,,\n");
    assertThat(JsonMapper.builder().build().readTree(printed(table, Format.JSON)).get(0))
        .allMatch(value -> value.isNull());
  }

  @Test
  void printsAHeaderOrAnEmptyArrayWhenThereAreNoRows() {
    var empty = Table.of("symbol", ">close");
    assertThat(printed(empty, Format.TABLE)).isEqualTo("symbol  close\n");
    assertThat(printed(empty, Format.CSV)).isEqualTo("symbol,close\n");
    assertThat(printed(empty, Format.JSON).replaceAll("\\s", "")).isEqualTo("[]");
    assertThat(empty.size()).isZero();
  }

  @Test
  void letsNoNameSteerTheTerminal() {
    assertThat(printed(Table.of("name").row("Evil\u001b[2J\nCorp"), Format.TABLE))
        .isEqualTo("name\nEvil?[2J?Corp\n");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> Table.of("a", "b").row(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 values for 2 columns");
  }
}
