package ai.tickstock.universe;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.tickstock.SharedData;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.UniverseSeeds.SeedMember;
import ai.tickstock.universe.UniverseSeeds.SeedUniverse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class UniverseSeedsTest {
  private static final String UNIVERSES =
      "key,name,category,kind,cache_name,rule,description\nev,EV,t,themes,c,,d\n";
  private static final String MEMBERS =
      "universe,ticker,expected_name,valid_from,reason,source\nev,F,Ford,2025-09-02,r,s\n";
  private static final String INDEX_ETFS = "index,ticker,expected_name,source\nS&P 500,SPY,S&P,s\n";

  /// Tickers whose holder on 2026-07-31 is not who the list means, or that nobody holds, and why.
  private static final Map<String, String> NOT_AS_LISTED =
      Map.of(
          "SQ", "Block trades as XYZ since 2025-01-21",
          "BYD", "Boyd Gaming; the car maker is not listed in the US",
          "CYBR", "CyberArk is no longer listed",
          "FI", "Fiserv left the ticker in November 2025 (FISV on Nasdaq)",
          "IRBT", "iRobot is no longer listed");

  private final UniverseSeeds seeds = UniverseSeeds.bundled();

  @Test
  void hasTheUniversesThatConsumersKnowWithAsManyMembers() {
    assertThat(seeds.members().stream().collect(groupingBy(SeedMember::universe, counting())))
        .containsOnly(
            entry("dev_top_10", 10L),
            entry("dev_sectors", 5L),
            entry("dev_etfs", 5L),
            entry("etf_growth", 10L),
            entry("etf_sectors", 10L),
            entry("etf_value", 10L),
            entry("etf_broad_market", 10L),
            entry("etf_international", 8L),
            entry("etf_commodities", 8L),
            entry("etf_technology", 8L),
            entry("etf_bonds", 8L),
            entry("etf_core", 3L),
            entry("etf_sector", 21L),
            entry("etf_equal_weight_sectors", 12L),
            entry("ai", 12L),
            entry("biotech", 10L),
            entry("cloud", 12L),
            entry("crypto", 11L),
            entry("cybersecurity", 10L),
            entry("ev", 8L),
            entry("fintech", 10L),
            entry("marijuana", 8L),
            entry("quantum", 9L),
            entry("robotics", 9L),
            entry("semi", 10L),
            entry("space", 8L));
    assertThat(seeds.universes()).hasSize(63).doesNotHaveDuplicates();
  }

  @Test
  void hasAtLeastFiftyEtfs() {
    assertThat(tickersOf("etf_universe").distinct()).hasSizeGreaterThan(50);
  }

  @Test
  void keepsTheListsOfTheLoaderWhereTheExpansionDisagrees() {
    assertThat(tickers("etf_sectors")).contains("XLC").doesNotContain("XLK");
    assertThat(tickers("etf_growth")).contains("TQQQ", "IGV").doesNotContain("VTI", "USMV");
    assertThat(tickers("etf_value")).contains("DGRW").doesNotContain("VEA", "VTEB", "BND");
  }

  @Test
  void tenStocksAndFiveEtfsMakeTheDevelopmentSet() {
    assertThat(tickers("dev_top_10"))
        .containsExactly(
            "AAPL", "MSFT", "NVDA", "GOOGL", "AMZN", "TSLA", "META", "NFLX", "CRM", "AMD");
    assertThat(tickers("dev_etfs")).containsExactly("SPY", "QQQ", "IWM", "VTI", "XLK");
  }

  @Test
  void theKindSaysWhichEntryConsumersLookFor() {
    assertThat(seeds.universes().stream().collect(groupingBy(SeedUniverse::kind, counting())))
        .containsOnly(
            entry("stock_universe", 33L), entry("etf_universe", 18L), entry("themes", 12L));
  }

  @Test
  void everyThemeOfFundsIsARuleAndHasAUniverse() {
    assertThat(seeds.universes().stream().flatMap(u -> u.rule().stream()))
        .containsAll(EtfThemes.bundled().themes().stream().map(theme -> "theme " + theme).toList());
  }

  @Test
  void everyMembershipStartsOnTheDayTheRowsWereListed() {
    assertThat(seeds.members())
        .allSatisfy(m -> assertThat(m.validFrom()).isEqualTo(LocalDate.of(2025, 9, 2)));
  }

  @Test
  void meansTheCarMakerInEvAndNotTheHolderOfItsTicker() {
    assertThat(member("ev", "BYD").expectedName()).isEqualTo("BYD Co");
    assertThat("Boyd Gaming Corporation Common Stock").doesNotContainIgnoringCase("BYD Co");
  }

  @Test
  void meansBlockUnderTheTickerThatItLeft() {
    assertThat(member("crypto", "SQ").expectedName()).isEqualTo("Block");
    assertThat(member("fintech", "SQ").reason()).contains("2025-01-21");
  }

  @Test
  void knowsWhichEtfsTrackWhichIndex() {
    assertThat(seeds.indexEtfs()).hasSize(16);
    assertThat(seeds.indexEtfs().stream().filter(e -> e.index().equals("S&P 500")))
        .extracting(e -> e.ticker().ticker())
        .containsExactly("SPY", "VOO", "IVV");
  }

  @Test
  void expectsNamesThatTheListedInstrumentsHave() throws IOException {
    var file =
        SharedData.fileOrSkip(
            "reference/tickers_all_2026-07-31.jsonl.gz",
            "the expected names of seeded members against the names of all listed instruments");
    var names = namesByTicker(file);
    assertThat(names).hasSizeGreaterThan(10_000);
    var different = new ArrayList<String>();
    for (var expected : expectedNames().entrySet()) {
      var name = Optional.ofNullable(names.get(expected.getKey())).orElse("");
      if (!lower(name).contains(lower(expected.getValue()))) {
        different.add(expected.getKey());
      }
    }
    assertThat(different).containsExactlyInAnyOrderElementsOf(NOT_AS_LISTED.keySet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "ev,EV; ev,; seed-universes.csv, line 2: name is empty",
        "ev,EV; E-V,EV; seed-universes.csv, line 2: 'E-V' is not a key",
        "kind; type; seed-universes.csv does not have rows under 'key,name,category,kind,",
        "c,,d; c,d; seed-universes.csv, line 2: 6 fields are here, not 7",
        "c,,d; c,stock,d; seed-universes.csv, line 2: rule part 1 'stock': is no part of a rule",
        "themes,c; \"themes\"x,c; seed-universes.csv is not proper CSV",
      })
  void refusesAWrongLineOfUniverses(String right, String wrong, String reason) {
    assertRefused(UNIVERSES.replace(right, wrong), MEMBERS, INDEX_ETFS, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "ev,; eve,; seed-members.csv, line 2: the universe 'eve' is not in seed-universes.csv",
        ",F,; ,F D,; seed-members.csv, line 2: 'F D' is not a ticker",
        "Ford; ``; seed-members.csv, line 2: expected_name is empty",
        "2025-09-02; 2025-09-31; seed-members.csv, line 2: '2025-09-31' is not a date",
      })
  void refusesAWrongLineOfMembers(String right, String wrong, String reason) {
    assertRefused(UNIVERSES, MEMBERS.replace(right, wrong), INDEX_ETFS, reason);
  }

  @Test
  void refusesWhatStandsTwice() {
    var etf = INDEX_ETFS.lines().skip(1).findFirst().orElseThrow();
    assertRefused(
        UNIVERSES + "ev,EV,t,themes,c,,d\n",
        MEMBERS,
        INDEX_ETFS,
        "seed-universes.csv, line 3: the universe 'ev' is here already");
    assertRefused(
        UNIVERSES,
        MEMBERS + "# once more\nev,F,Ford,2025-09-03,r,s\n",
        INDEX_ETFS,
        "seed-members.csv, line 4: F is in 'ev' already");
    assertRefused(
        UNIVERSES,
        MEMBERS,
        INDEX_ETFS + etf,
        "seed-index-etfs.csv, line 3: SPY is under 'S&P 500' already");
  }

  @Test
  void refusesAFileWithoutRows() {
    assertRefused(UNIVERSES, MEMBERS, "# nothing\n", "seed-index-etfs.csv does not have rows");
  }

  @Test
  void refusesAFileThatIsNotInTheProgram() {
    assertThatThrownBy(() -> SeedRow.resource("seed-nothing.csv"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the seed file seed-nothing.csv is not in the program");
  }

  private static void assertRefused(
      String universes, String members, String indexEtfs, String reason) {
    assertThatThrownBy(() -> UniverseSeeds.read(universes, members, indexEtfs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private SeedMember member(String universe, String ticker) {
    return seeds.members().stream()
        .filter(m -> m.universe().equals(universe) && m.ticker().equals(new Symbol(ticker)))
        .findFirst()
        .orElseThrow();
  }

  private List<String> tickers(String universe) {
    return seeds.members().stream()
        .filter(m -> m.universe().equals(universe))
        .map(m -> m.ticker().ticker())
        .toList();
  }

  private Stream<String> tickersOf(String kind) {
    return seeds.universes().stream()
        .filter(u -> u.kind().equals(kind))
        .flatMap(u -> tickers(u.key()).stream());
  }

  private Map<String, String> expectedNames() {
    return Stream.concat(
            seeds.members().stream().map(m -> entry(m.ticker().ticker(), m.expectedName())),
            seeds.indexEtfs().stream().map(e -> entry(e.ticker().ticker(), e.expectedName())))
        .distinct()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, String> namesByTicker(Path file) throws IOException {
    var mapper = new JsonMapper();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return in.lines()
          .map(mapper::readTree)
          .collect(
              toMap(
                  line -> line.path("ticker").asString(),
                  line -> line.path("name").asString(),
                  (first, second) -> first));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
