package ai.tickstock.listing;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What the file of equity types says, whoever reads it.
class EquityTypesFileTest {
  private final List<NamedCsvRecord> rows = rows();

  @Test
  void hasEveryCodeOfTheVendorOnceAndTheClasses() {
    assertThat(rows.stream().map(row -> row.getField("code")))
        .containsExactlyInAnyOrder(
            "STOCK_REALTIME",
            "STOCK_EOD",
            "PENNY_STOCK",
            "DEV_TESTING",
            "MANUAL",
            "CS",
            "PFD",
            "WARRANT",
            "RIGHT",
            "BOND",
            "ETF",
            "ETN",
            "ETV",
            "SP",
            "ADRC",
            "ADRP",
            "ADRW",
            "ADRR",
            "FUND",
            "BASKET",
            "UNIT",
            "LT",
            "OS",
            "GDR",
            "OTHER",
            "NYRS",
            "AGEN",
            "EQLK",
            "ETS");
  }

  @Test
  void keepsTheCategoriesAndFrequenciesOfTheExistingTable() {
    assertThat(codes("Stocks", "realtime")).containsExactly("CS");
    assertThat(codes("Stocks", "daily"))
        .containsExactlyInAnyOrder("PFD", "ADRC", "ADRP", "OS", "GDR", "NYRS");
    assertThat(codes("ETFs", "realtime")).containsExactlyInAnyOrder("ETF", "ETN", "ETV", "ETS");
    assertThat(codes("ETFs", "daily")).containsExactly("FUND");
    assertThat(codes("Other", "daily")).containsExactly("OTHER"); // may well be a share
    assertThat(codes("Other", "manual")).hasSize(11);
  }

  @Test
  void loadsAndValidatesWhatIsNotManual() {
    assertThat(rows)
        .allSatisfy(row -> {
          boolean watched = !row.getField("update_frequency").equals("manual");
          assertThat(row.getField("loaded")).isEqualTo(String.valueOf(watched));
          assertThat(row.getField("requires_eod_validation")).isEqualTo(String.valueOf(watched));
        });
  }

  @Test
  void putsCommonStockFirstThenEtfs() {
    Map<String, Integer> priority =
        rows.stream()
            .collect(
                toMap(
                    row -> row.getField("code"),
                    row -> Integer.valueOf(row.getField("priority_level"))));
    assertThat(priority)
        .containsEntry("CS", 100)
        .containsEntry("ETF", 90)
        .containsEntry("ETN", 70)
        .containsEntry("PFD", 50)
        .containsEntry("WARRANT", 10);
  }

  @Test
  void givesRulesAsAJsonObjectAndADescription() {
    var mapper = new JsonMapper();
    assertThat(rows)
        .allSatisfy(row -> {
          var rules = mapper.readTree(row.getField("processing_rules"));
          assertThat(rules.isObject()).isTrue();
          assertThat(rules.isEmpty()).isFalse();
          assertThat(row.getField("description")).isNotBlank();
        });
  }

  @Test
  void givesEachTypeTheValuesOfItsClassUnlessItHasReasonsOfItsOwn() {
    var classes =
        rows.stream()
            .filter(row -> !isOfVendor(row))
            .collect(toMap(EquityTypesFileTest::code, row -> row));
    assertThat(classes.keySet()).contains("STOCK_REALTIME", "STOCK_EOD");
    for (var row : rows) {
      var ofClass = classes.get(row.getField("processing_class"));
      if (ofClass != null) {
        for (var field : EquityTypeFields.DRIVING) {
          assertThat(row.getField(field))
              .as(code(row) + " " + field)
              .isEqualTo(ofClass.getField(field));
        }
      }
    }
  }

  @Test
  void asksForFactsOfFunds() {
    assertThat(
            rows.stream()
                .filter(row -> row.getField("additional_data_fields").contains("aum_millions")))
        .extracting(EquityTypesFileTest::code)
        .containsExactlyInAnyOrder("ETF", "ETS", "ETV");
  }

  private static String code(NamedCsvRecord row) {
    return row.getField("code");
  }

  private Stream<NamedCsvRecord> ofVendor() {
    return rows.stream().filter(EquityTypesFileTest::isOfVendor);
  }

  /// ETF and ETN are a class as well.
  private static boolean isOfVendor(NamedCsvRecord row) {
    return !row.getField("description").startsWith("Class: ");
  }

  private Stream<String> codes(String category, String updateFrequency) {
    return ofVendor()
        .filter(row -> row.getField("category").equals(category))
        .filter(row -> row.getField("update_frequency").equals(updateFrequency))
        .map(row -> row.getField("code"));
  }

  private static List<NamedCsvRecord> rows() {
    var in = EquityTypesFileTest.class.getResourceAsStream("equity-types.csv");
    try (var records =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return records.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
