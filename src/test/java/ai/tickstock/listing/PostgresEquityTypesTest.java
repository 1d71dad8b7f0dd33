package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Symbol;
import java.io.StringReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresEquityTypesTest {
  private static final String HEADER =
      "code,category,description,processing_class,update_frequency,priority_level,loaded,"
          + "requires_eod_validation,batch_size,rate_limit_ms,processing_rules,additional_data_fields\n";
  private static final String BY = "tester on here";

  private final Database database = TestPostgres.migrated();
  private final PostgresEquityTypes types = new PostgresEquityTypes(database);

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
    database.useTransaction(h -> h.execute("TRUNCATE audit"));
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void bringsTheVendorsCodesAndTheClassesAlong() {
    assertThat(types.seed()).isEqualTo(29);

    assertThat(type("CS").category()).isEqualTo(EquityCategory.STOCKS);
    assertThat(type("ETF").category()).isEqualTo(EquityCategory.ETFS);
    assertThat(type("ETN").loaded()).isTrue();
    assertThat(type("WARRANT").loaded()).isFalse();
    assertThat(type("ETF").facts()).contains("aum_millions");
    assertThat(type("ETS").processingClass()).isEqualTo("ETF");
    assertThat(type("PFD").processingClass()).isEqualTo("STOCK_EOD");
    assertThat(types.all().getFirst().code()).isEqualTo("CS");
    assertThat(types.all().stream().filter(EquityType::isClass).map(EquityType::code))
        .containsExactlyInAnyOrder(
            "STOCK_REALTIME", "STOCK_EOD", "ETF", "ETN", "PENNY_STOCK", "DEV_TESTING", "MANUAL");
  }

  @Test
  void seedingAgainAddsNothingAndKeepsWhatAnOperatorChanged() {
    types.seed();
    database.useTransaction(h -> {
      h.execute("UPDATE equity_types SET loaded = false, batch_size = 7 WHERE code = 'CS'");
      h.execute("DELETE FROM equity_types WHERE code = 'ETF'");
    });

    assertThat(types.seed()).isEqualTo(1);

    assertThat(type("CS").loaded()).isFalse();
    assertThat(type("CS").batchSize()).isEqualTo(7);
    assertThat(type("ETF").loaded()).isTrue();
  }

  @Test
  void fillsTheColumnsThatRowsOfBeforeDoNotHaveAndKeepsWhatTheyHave() {
    types.seed();
    database.useTransaction(h ->
        h.execute(
            """
            UPDATE equity_types SET processing_class = NULL, batch_size = 100, additional_data_fields = '{}';
            UPDATE equity_types SET update_frequency = 'daily', priority_level = 3 WHERE code = 'ETV';
            INSERT INTO equity_types (code, category, description, update_frequency, priority_level, loaded, requires_eod_validation)
            VALUES ('OURS', 'Stocks', 'a row of somebody', 'daily', 5, true, true)
            """));

    assertThat(types.seed()).isZero();

    assertThat(type("ETF"))
        .extracting(EquityType::batchSize, EquityType::processingClass)
        .containsExactly(50, "ETF");
    assertThat(type("ETF").facts()).contains("aum_millions");
    assertThat(type("ETV"))
        .extracting(EquityType::priority, EquityType::processingClass)
        .containsExactly(3, "STOCK_EOD");
    assertThat(type("OURS").processingClass()).isEqualTo("STOCK_EOD");
  }

  @Test
  void learnsEachCodeOnceUntilSomebodySaysWhatItIs() {
    types.seed();

    assertThat(learn("CS", "TOKEN", "TOKEN")).containsExactly("TOKEN");
    assertThat(learn("CS", "TOKEN")).isEmpty();

    var token = type("TOKEN");
    assertThat(token.updateFrequency()).isEqualTo(UpdateFrequency.MANUAL);
    assertThat(token.loaded()).isFalse();
    assertThat(token.metAt()).isPresent();
    assertThat(token.classified()).isFalse();
    assertThat(set("TOKEN", Map.of("description", "Tokenised share"))).isEqualTo(1);
    assertThat(type("TOKEN").classified()).isTrue();
    assertThat(type("TOKEN").metAt()).isEqualTo(token.metAt());
  }

  @Test
  void aWrongLineOfTheFileIsNamedAndNothingIsSeeded() {
    assertThatThrownBy(() ->
            seed(
                "CS,Stocks,Common stock,CS,daily,1,true,true,1,0,,\n"
                    + "ETF,Funds,Fund,ETF,daily,1,perhaps,true,1,0,,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "line 3 of equity types: category: 'Funds' is not a category of equity types: Stocks, ETFs, Other are; "
                + "loaded is true or false, not 'perhaps'");
    assertThat(types.all()).isEmpty();
  }

  // ---- changes

  @Test
  void aChangeIsNotedWithTheOldAndTheNewValueAndTheReason() {
    types.seed();

    assertThat(set("PFD", Map.of("loaded", "false", "priority_level", "60"))).isEqualTo(2);

    assertThat(type("PFD").loaded()).isFalse();
    assertThat(type("PFD").priority()).isEqualTo(60);
    assertThat(audit())
        .containsExactly(
            "tester on here|types set|PFD priority_level|50 -> 60: a test",
            "tester on here|types set|PFD loaded|true -> false: a test");
    assertThat(set("PFD", Map.of("loaded", "false"))).isZero();
    assertThat(audit()).hasSize(2);
  }

  @Test
  void theOrderInsideAJsonObjectIsNoChange() {
    types.seed();
    assertThat(
            set(
                "ETN",
                Map.of(
                    "processing_rules",
                    "{\"underlying_index_correlation\":true, \"credit_risk_tracking\":true, \"issuer_risk_monitoring\":true}")))
        .isZero();
  }

  @Test
  void whatMeansNothingIsRefusedAltogetherAndNothingChanges() {
    types.seed();
    var before = types.all();

    assertThat(refused("PFDD", Map.of("loaded", "false")))
        .containsExactly("there is no equity type 'PFDD'; did you mean PFD?");
    assertThat(refused("PFD", Map.of("loadd", "false")))
        .containsExactly("an equity type has no field 'loadd'; did you mean loaded?");
    var fields = new LinkedHashMap<String, String>();
    fields.put("loaded", "no");
    fields.put("update_frequency", "hourly");
    fields.put("batch_size", "-1");
    fields.put("rate_limit_ms", "soon");
    fields.put("priority_level", "9999");
    fields.put("processing_rules", "[1]");
    fields.put("additional_data_fields", "{\"facts\":[\"colour\"]}");
    fields.put("description", " ");
    assertThat(refused("PFD", fields))
        .hasSize(8)
        .contains(
            "update_frequency: 'hourly' is not an update frequency: realtime, daily, manual are",
            "batch_size is a whole number from 1 to 10000, not '-1'",
            "loaded is true or false, not 'no'")
        .anyMatch(line -> line.startsWith("additional_data_fields: \"colour\" is not a fact"));
    assertThat(types.set("PFD", Map.of("loaded", "false"), " ", BY))
        .isEqualTo(
            new TypeChange.Refused(
                List.of("the reason is empty: say why, it stays with the change")));
    assertThat(types.all()).isEqualTo(before);
    assertThat(audit()).isEmpty();
  }

  @Test
  void theDatabaseRefusesNonsenseInWords() {
    types.seed();
    assertThatThrownBy(() -> update("batch_size = -1"))
        .hasMessageContaining("batch_size_is_1_to_10000");
    assertThatThrownBy(() -> update("update_frequency = 'hourly'"))
        .hasMessageContaining("update_frequency_is_realtime_daily_or_manual");
    assertThatThrownBy(() -> update("category = 'shares'"))
        .hasMessageContaining("category_is_stocks_etfs_or_other");
    assertThatThrownBy(() -> update("rate_limit_ms = -5"))
        .hasMessageContaining("rate_limit_ms_is_0_to_600000");
    assertThatThrownBy(() -> update("processing_rules = '[]'"))
        .hasMessageContaining("processing_rules_is_a_json_object");
  }

  @Test
  void aTypeThatIsGivenAnotherClassTakesOverWhatTheClassSays() {
    types.seed();
    set("STOCK_REALTIME", Map.of("batch_size", "40"));

    set("PFD", Map.of("processing_class", "STOCK_REALTIME", "priority_level", "70"));

    var type = type("PFD");
    assertThat(type.processingClass()).isEqualTo("STOCK_REALTIME");
    assertThat(type.updateFrequency()).isEqualTo(UpdateFrequency.REALTIME);
    assertThat(type.batchSize()).isEqualTo(40);
    assertThat(type.priority()).isEqualTo(70);
    assertThat(type.description()).isEqualTo("Preferred stock");
    assertThat(refused("PFD", Map.of("processing_class", "STOCK_EODD")))
        .containsExactly("there is no processing class 'STOCK_EODD'; did you mean STOCK_EOD?");
    assertThat(refused("PFD", Map.of("processing_class", "WARRANT")))
        .singleElement()
        .asString()
        .startsWith("there is no processing class 'WARRANT'");
    assertThat(refused("ETF", Map.of("processing_class", "STOCK_EOD")))
        .containsExactly("ETF is a class itself and stays one: change what it says field by field");
  }

  // ---- classes of single instruments

  @Test
  void anInstrumentIsProcessedByTheClassIntoWhichSomebodyPutIt() {
    types.seed();
    var aapl = listed("AAPL", "CS");
    assertThat(types.now().code(aapl)).contains("CS");
    assertThat(types.now().isLoaded(aapl)).isTrue();

    assertThat(types.putInto(aapl, "DEV_TESTING", "a test", BY))
        .isEqualTo(
            new TypeChange.Done(
                List.of(new TypeChange.Field("processing_class", "as its type", "DEV_TESTING"))));

    var processing = types.now();
    assertThat(processing.code(aapl)).contains("DEV_TESTING");
    assertThat(processing.isLoaded(aapl)).isFalse();
    assertThat(processing.category(aapl)).isEqualTo(EquityCategory.STOCKS);
    assertThat(types.ownClass(aapl).orElseThrow().reason()).isEqualTo("a test");
    types.withdraw(aapl, "enough", BY);
    assertThat(types.now().isLoaded(aapl)).isTrue();
    assertThat(types.ownClass(aapl)).isEmpty();
    assertThat(audit())
        .containsExactly(
            "tester on here|types class|AAPL #1 processing_class|as its type -> DEV_TESTING: a test",
            "tester on here|types class|AAPL #1 processing_class|DEV_TESTING -> as its type: enough");
  }

  @Test
  void anInstrumentIsNotPutIntoWhatIsNoClassOrWithoutAReason() {
    types.seed();
    var aapl = listed("AAPL", "CS");
    assertThat(types.putInto(aapl, "CS", "", BY))
        .isInstanceOfSatisfying(
            TypeChange.Refused.class, refused -> assertThat(refused.problems()).hasSize(2));
    assertThat(types.ownClass(aapl)).isEmpty();
  }

  @Test
  void anUnknownCodeIsOtherAndNotLoadedAndAnUnknownTypeIs() {
    types.seed();
    var processing = types.now();
    var never = listed("AAPL", "CS");
    database.useTransaction(h -> h.execute("DELETE FROM equity_types WHERE code = 'CS'"));

    assertThat(types.now().isLoaded(never)).isFalse();
    assertThat(types.now().category(never)).isEqualTo(EquityCategory.OTHER);
    var untyped =
        database.inTransaction(h ->
            Instruments.postgres(database)
                .provisional(h, List.of(new Symbol("NEW")), "a test")
                .get(new Symbol("NEW")));
    assertThat(processing.isLoaded(untyped)).isTrue();
    assertThat(processing.of(untyped)).isEmpty();
  }

  private Instrument listed(String ticker, String type) {
    ListingSync.postgres(database)
        .apply(
            List.of(Listed.as(ticker).type(type).row()),
            new ListSource("test", Instant.parse("2026-06-15T12:00:00Z")),
            ListExtent.PART);
    return Instruments.postgres(database)
        .current(List.of(new Symbol(ticker)))
        .get(new Symbol(ticker));
  }

  private EquityType type(String code) {
    return types.find(code).orElseThrow();
  }

  /// @return how many fields say something else now
  private int set(String code, Map<String, String> fields) {
    return switch (types.set(code, fields, "a test", BY)) {
      case TypeChange.Done(var changed) -> changed.size();
      case TypeChange.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  private List<String> refused(String code, Map<String, String> fields) {
    return ((TypeChange.Refused) types.set(code, fields, "a test", BY)).problems();
  }

  private void update(String values) {
    database.useTransaction(
        h -> h.execute("UPDATE equity_types SET " + values + " WHERE code = 'CS'"));
  }

  private List<String> audit() {
    return database.read(h ->
        h.createQuery(
                "SELECT concat_ws('|', actor, action, subject, detail) FROM audit ORDER BY id")
            .mapTo(String.class)
            .list());
  }

  private int seed(String lines) {
    return types.seed(new StringReader(HEADER + lines));
  }

  private Set<String> learn(String... codes) {
    return database.inTransaction(h -> types.learn(h, List.of(codes)));
  }
}
