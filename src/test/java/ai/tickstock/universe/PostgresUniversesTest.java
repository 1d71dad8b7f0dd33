package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.EmptyTables;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.Listed;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresUniversesTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
  private static final String UNIVERSES =
      """
      key,name,category,kind,cache_name,rule,description
      dev_etfs,Dev ETF Selection,dev,etf_universe,Dev ETF Selection,,Five ETFs
      etf_growth,Growth ETFs,growth,etf_universe,Growth ETFs,theme etf_growth,ETFs of growth stocks
      ev,EV,theme,themes,EV,,Electric cars
      """;
  private static final String MEMBERS =
      """
      universe,ticker,expected_name,valid_from,reason,source
      dev_etfs,SPY,SPDR S&P 500,2025-09-02,seed list,TickStock list
      dev_etfs,QQQ,QQQ,2025-09-02,seed list,TickStock list
      etf_growth,VUG,Vanguard Growth,2024-01-02,seed list,TickStock list
      etf_growth,QQQ,Invesco QQQ,2024-01-02,seed list,TickStock list
      ev,BYD,BYD Co,2025-09-02,seed list,TickStock list
      """;
  private static final String INDEX_ETFS =
      """
      index,ticker,expected_name,source
      S&P 500,SPY,SPDR S&P 500,TickStock list
      """;

  private final Database database = TestPostgres.migrated();
  private final PostgresUniverses universes = new PostgresUniverses(database);

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void bringsTheUniversesOfTheProgramAlong() {
    var count = universes.seed();

    assertThat(count.universes()).isGreaterThan(20);
    assertThat(tickers(universes.members("dev_etfs", TODAY)))
        .containsExactlyInAnyOrder("SPY", "QQQ", "IWM", "VTI", "XLK");
    assertThat(universes.seed()).isEqualTo(new SeedCount(0, 0));
  }

  @Test
  void listsUniversesWithTheirMembersOfTheDate() {
    seed();

    assertThat(universes.list(TODAY))
        .extracting(Universe::key, Universe::members)
        .containsExactly(tuple("dev_etfs", 2), tuple("etf_growth", 2), tuple("ev", 1));
    assertThat(universes.find("etf_growth", LocalDate.parse("2023-12-29")).orElseThrow().members())
        .isZero();
    assertThat(universes.find("ev", TODAY))
        .contains(new Universe("ev", "EV", "theme", "themes", "Electric cars", 1));
    assertThat(universes.find("nothing", TODAY)).isEmpty();
  }

  @Test
  void seedingKeepsMembershipsThatSomebodyEndedOrBegan() {
    seed();
    database.useTransaction(h -> {
      h.execute("UPDATE universe_member SET valid_to = '2026-01-30' WHERE ticker = 'SPY'");
      h.execute("UPDATE universe SET name = 'Ours' WHERE key = 'dev_etfs'");
      h.execute("DELETE FROM universe_member WHERE ticker = 'VUG'");
    });

    assertThat(seed()).isEqualTo(new SeedCount(0, 1));

    assertThat(tickers(universes.members("dev_etfs", TODAY))).containsExactly("QQQ");
    assertThat(tickers(universes.members("dev_etfs", LocalDate.parse("2026-01-30"))))
        .containsExactly("QQQ", "SPY");
    assertThat(universes.find("dev_etfs", TODAY).orElseThrow().name()).isEqualTo("Ours");
  }

  @Test
  void membershipsAnswerForAnyDate() {
    seed();
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO universe_member
              (universe_id, ticker, valid_from, valid_to, reason, source)
            SELECT id, 'SPY', DATE '2020-01-02', DATE '2020-12-31', 'trial', 'operator'
            FROM universe WHERE key = 'dev_etfs'
            """));

    assertThat(tickers(universes.members("dev_etfs", LocalDate.parse("2020-12-31"))))
        .containsExactly("SPY");
    assertThat(universes.members("dev_etfs", LocalDate.parse("2021-01-04"))).isEmpty();
    assertThat(universes.members("dev_etfs", LocalDate.parse("2025-09-01"))).isEmpty();
    assertThat(universes.members("dev_etfs", LocalDate.parse("2025-09-02"))).hasSize(2);
    assertThat(universes.members("nothing", TODAY)).isEmpty();
  }

  @Test
  void tellsToWhatAnInstrumentBelongsAndPassesOverWhoOnlyHasTheTicker() {
    seed();
    ListingSync.postgres(database)
        .apply(
            List.of(
                Listed.as("QQQ").named("Invesco QQQ Trust").row(),
                Listed.as("BYD").named("Boyd Gaming").row()),
            new ListSource("massive", Instant.parse("2026-11-20T17:00:00Z")),
            ListExtent.PART);
    var known =
        Instruments.postgres(database).current(List.of(new Symbol("QQQ"), new Symbol("BYD")));

    assertThat(universes.of(known.get(new Symbol("QQQ")), TODAY))
        .extracting(Universes.Held::universe, held -> held.member().since().toString())
        .containsExactly(tuple("dev_etfs", "2025-09-02"), tuple("etf_growth", "2024-01-02"));
    assertThat(universes.of(known.get(new Symbol("QQQ")), LocalDate.parse("2024-06-03")))
        .extracting(Universes.Held::universe)
        .containsExactly("etf_growth");
    assertThat(universes.of(known.get(new Symbol("BYD")), TODAY)).as("another company").isEmpty();
  }

  @Test
  void keysAreUnitedByCommaAndByColonWithoutDuplicates() {
    seed();

    var byComma = universes.resolve("etf_growth,dev_etfs", TODAY);

    assertThat(byComma).isEqualTo(universes.resolve(" etf_growth : dev_etfs:etf_growth", TODAY));
    var members = ((Resolution.Members) byComma).members();
    assertThat(tickers(members)).containsExactly("QQQ", "VUG", "SPY");
    var qqq = members.getFirst();
    assertThat(qqq.universes()).containsExactly("etf_growth", "dev_etfs");
    assertThat(qqq.since()).isEqualTo(LocalDate.parse("2024-01-02"));
    assertThat(qqq.expectedName()).isEqualTo("Invesco QQQ");
  }

  @Test
  void aKeyThatMeansNothingIsRefusedWithNearMatches() {
    seed();

    assertThat(universes.resolve("etf_grwth", TODAY))
        .isEqualTo(new Resolution.Unknown(List.of("etf_grwth"), List.of("etf_growth")));
    assertThat(universes.resolve("ev,growth,zzzzzz", TODAY))
        .isEqualTo(new Resolution.Unknown(List.of("growth", "zzzzzz"), List.of("etf_growth")));
    assertThat(universes.resolve(" , ", TODAY))
        .isEqualTo(new Resolution.Unknown(List.of(" , "), List.of()));
  }

  @Test
  void aKeyOfTwoKindsIsToldApartByItsKind() {
    seed();
    twice();

    assertThat(universes.list(TODAY))
        .extracting(Universe::key, Universe::kind)
        .contains(
            tuple("etf:top_100", "etf_universe"),
            tuple("stock:top_100", "stock_universe"),
            tuple("ev", "themes"));
    assertThat(universes.resolve("dev_etfs:top_100", TODAY))
        .isEqualTo(new Resolution.Ambiguous("top_100", List.of("etf:top_100", "stock:top_100")));
    assertThat(universes.find("top_100", TODAY)).isEmpty();
    assertThat(universes.members("top_100", TODAY)).isEmpty();
    assertThat(tickers(universes.members("etf:top_100", TODAY))).containsExactly("VOO");
    assertThat(tickers(universes.members("stock:top_100", TODAY))).containsExactly("IBM");
    assertThat(universes.find("etf:top_100", TODAY).orElseThrow().members()).isEqualTo(1);
    assertThat(universes.find("themes:ev", TODAY)).isEqualTo(universes.find("ev", TODAY));
  }

  @Test
  void aKindBelongsToTheKeyAfterItInAUnion() {
    seed();
    twice();

    assertThat(members("etf:top_100:dev_etfs")).containsExactly("VOO", "QQQ", "SPY");
    assertThat(members("etf:top_100,dev_etfs")).containsExactly("VOO", "QQQ", "SPY");
    assertThat(members("dev_etfs:stock:top_100:themes:ev"))
        .containsExactly("QQQ", "SPY", "IBM", "BYD");
    assertThat(universes.resolve("etf:top_10", TODAY))
        .isEqualTo(new Resolution.Unknown(List.of("etf:top_10"), List.of("etf:top_100")));
    assertThat(universes.resolve("themes:top_100", TODAY))
        .isInstanceOfSatisfying(
            Resolution.Unknown.class,
            unknown -> assertThat(unknown.keys()).containsExactly("themes:top_100"));
    assertThat(universes.resolve("etf", TODAY)).isInstanceOf(Resolution.Unknown.class);
  }

  @Test
  void membersOfAKeyOfTwoKindsAreBoundInTheirOwn() {
    seed();
    twice();
    list("2026-01-05", Listed.as("VOO").named("Vanguard S&P 500 ETF").figi("F9"));

    var members = universes.members("etf:top_100", TODAY);
    assertThat(universes.bind(found(MemberMatch.all(members, Instruments.postgres(database)))))
        .isEqualTo(1);
    assertThat(universes.members("etf:top_100", TODAY).getFirst().universes())
        .containsExactly("etf:top_100");
  }

  private List<String> members(String expression) {
    return tickers(((Resolution.Members) universes.resolve(expression, TODAY)).members());
  }

  private void twice() {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO universe (key, name, cache_name, category, kind) VALUES
              ('top_100', 'Top 100 ETFs', 'complete', 'complete', 'etf_universe'),
              ('top_100', 'Top 100 Stocks', 'market_leaders', 'leaders', 'stock_universe');
            INSERT INTO universe_member (universe_id, ticker, valid_from, reason, source)
            SELECT id, CASE kind WHEN 'etf_universe' THEN 'VOO' ELSE 'IBM' END, '2026-01-02', '', 'test'
            FROM universe WHERE key = 'top_100'
            """));
  }

  @Test
  void aBoundMemberIsFoundAfterARename() {
    seed();
    list("2026-01-05", Listed.as("SPY").named("SPDR S&P 500 ETF Trust").figi("F1"));
    var instruments = Instruments.postgres(database);
    var found = found(MemberMatch.all(universes.members("dev_etfs", TODAY), instruments));
    assertThat(universes.bind(found)).isEqualTo(1);

    list("2026-06-01", Listed.as("SPYX").named("Renamed Fund").figi("F1"));

    var members = universes.members("dev_etfs", TODAY);
    assertThat(tickers(members)).containsExactly("QQQ", "SPYX");
    assertThat(members.getLast().listedAs()).isEqualTo(new Symbol("SPY"));
    assertThat(found(MemberMatch.all(members, instruments)))
        .extracting(match -> match.instrument().id())
        .containsExactly(found.getFirst().instrument().id());
    assertThat(universes.bind(found)).isZero();
  }

  @Test
  void aMemberOfTwoUniversesIsBoundInBoth() {
    seed();
    list("2026-01-05", Listed.as("QQQ").named("Invesco QQQ Trust, Series 1").figi("F1"));
    var members = ((Resolution.Members) universes.resolve("dev_etfs,etf_growth", TODAY)).members();

    assertThat(universes.bind(found(MemberMatch.all(members, Instruments.postgres(database)))))
        .isEqualTo(2);
  }

  @Test
  void anotherCompanyUnderTheTickerIsNotFound() {
    seed();
    list("2026-01-05", Listed.as("BYD").named("Boyd Gaming Corporation"));

    assertThat(MemberMatch.all(universes.members("ev", TODAY), Instruments.postgres(database)))
        .singleElement()
        .isInstanceOf(MemberMatch.AnotherCompany.class);
  }

  private SeedCount seed() {
    return universes.seed(UniverseSeeds.read(UNIVERSES, MEMBERS, INDEX_ETFS));
  }

  private void list(String date, Listed row) {
    ListingSync.postgres(database)
        .apply(
            List.of(row.row()),
            new ListSource("massive", Instant.parse(date + "T17:00:00Z")),
            ListExtent.PART);
  }

  private static List<MemberMatch.Found> found(List<MemberMatch> matches) {
    return matches.stream()
        .flatMap(m -> m instanceof MemberMatch.Found f ? Stream.of(f) : Stream.empty())
        .toList();
  }

  private static List<String> tickers(List<Member> members) {
    return members.stream().map(m -> m.symbol().ticker()).toList();
  }
}
