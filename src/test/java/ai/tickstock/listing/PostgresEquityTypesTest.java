package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresEquityTypesTest {
  private static final String HEADER =
      "code,category,description,update_frequency,priority,loaded,requires_eod_validation,rules\n";

  private final Database database = TestPostgres.migrated();
  private final PostgresEquityTypes types = new PostgresEquityTypes(database);

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void bringsTheVendorsCodesAlong() {
    assertThat(types.seed()).isEqualTo(24);

    assertThat(types.category(Optional.of("CS"))).isEqualTo(EquityCategory.STOCKS);
    assertThat(types.category(Optional.of("ETF"))).isEqualTo(EquityCategory.ETFS);
    assertThat(types.category(Optional.of("WARRANT"))).isEqualTo(EquityCategory.OTHER);
    assertThat(types.isLoaded("ETN")).isTrue();
    assertThat(types.isLoaded("WARRANT")).isFalse();
    assertThat(types.loaded()).contains("CS", "ETF", "ADRC").doesNotContain("UNIT");
    assertThat(types.all().getFirst().code()).isEqualTo("CS");
    assertThat(types.all().getFirst().rules()).contains("\"pattern_detection\": true");
  }

  @Test
  void seedingAgainAddsNothingAndKeepsWhatAnOperatorChanged() {
    types.seed();
    database.useTransaction(h -> {
      h.execute("UPDATE equity_types SET loaded = false, category = 'etfs' WHERE code = 'CS'");
      h.execute("DELETE FROM equity_types WHERE code = 'ETF'");
    });

    assertThat(types.seed()).isEqualTo(1);

    assertThat(types.isLoaded("CS")).isFalse();
    assertThat(types.category(Optional.of("CS"))).isEqualTo(EquityCategory.ETFS);
    assertThat(types.isLoaded("ETF")).isTrue();
  }

  @Test
  void anUnknownCodeIsOtherAndNotLoaded() {
    assertThat(types.category(Optional.of("NEVER"))).isEqualTo(EquityCategory.OTHER);
    assertThat(types.category(Optional.empty())).isEqualTo(EquityCategory.OTHER);
    assertThat(types.isLoaded("NEVER")).isFalse();
  }

  @Test
  void learnsEachCodeOnce() {
    types.seed();

    assertThat(learn("CS", "TOKEN", "TOKEN")).containsExactly("TOKEN");
    assertThat(learn("CS", "TOKEN")).isEmpty();
    assertThat(types.all())
        .filteredOn(type -> type.code().equals("TOKEN"))
        .singleElement()
        .isEqualTo(
            new EquityType(
                "TOKEN",
                EquityCategory.OTHER,
                "met in a list of the vendor; nobody has classified it yet",
                "manual",
                0,
                false,
                false,
                "{}"));
  }

  @Test
  void aWordThatIsNoCategoryIsRefusedWithTheKnownOnes() {
    seed("CS,Stocks,Common stock,daily,1,true,true,");
    database.useTransaction(h -> h.execute("UPDATE equity_types SET category = 'shares'"));

    assertThatThrownBy(types::all)
        .hasMessageContaining(
            "'shares' is not a category of equity types: Stocks, ETFs, Other are");
  }

  @Test
  void aWrongLineOfTheFileIsNamedAndNothingIsSeeded() {
    assertThatThrownBy(() ->
            seed(
                "CS,Stocks,Common stock,daily,1,true,true,\n"
                    + "ETF,ETFs,Fund,daily,1,perhaps,true,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3 of equity types: loaded is true or false, not 'perhaps'");
    assertThat(types.all()).isEmpty();
  }

  private int seed(String lines) {
    return types.seed(new StringReader(HEADER + lines));
  }

  private Set<String> learn(String... codes) {
    return database.inTransaction(h -> types.learn(h, List.of(codes)));
  }
}
