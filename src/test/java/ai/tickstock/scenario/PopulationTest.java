package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final LocalDate NOW = LocalDate.of(2026, 11, 20);
  private static final List<Instrument> ALL =
      Population.of(42).stream().map(Candidate::instrument).toList();
  private static final Map<String, Instrument> ACTIVE =
      ALL.stream()
          .filter(i -> i.tickerOn(NOW).isPresent())
          .collect(Collectors.toMap(i -> i.tickerOn(NOW).orElseThrow(), Function.identity()));

  /// The universes, themes and lists that TickStock has had, without `SQ`, `FI` (renamed) and the
  /// five that are gone.
  private static final String UNIVERSES =
      """
      AAPL MSFT NVDA GOOGL AMZN TSLA META NFLX CRM AMD JPM JNJ XOM CAT PG SPY QQQ IWM VTI XLK
      VUG IVW SCHG VGT ARKK TQQQ IGV FTEC XLF XLE XLV XLI XLU XLB XLRE XLP XLY XLC VTV IVE SCHV
      VYM DVY SPHD IWD VOOV DGRW USMV VOO IVV ITOT IWN IWO DIA MDY SPTM SPYG VEA VTEB BND VWO IEFA
      EEM VGK VPL IEMG VXUS GLD SLV DBA USO UNG PDBC BCI GUNR SOXX SKYY ROBO AGG LQD HYG TLT SHY
      SCHZ IYW HACK FINX CLOU VHT IXJ IBB XBI ARKG XPH IHI PJP IDNA VFH IYF KBE IAT KRE FREL REM
      KBWB VCR IYC XRT PEJ VIS IYK PBJ FDIS MTUM QUAL IEF IBIT FBTC BITB ETHE GBTC VIG NOBL ONEQ
      VTWO IWB VONE SCHB EUSA URTH OEF AVGO PLTR ADBE PANW CRWD INTC SNOW ZS AMGN GILD VRTX REGN
      BIIB INCY NBIX BMRN MRNA SRPT ORCL NOW WDAY DDOG AKAM MSTR COIN HOOD MARA CORZ RIOT GLXY
      BTDR CLSK HUT XYZ FTNT NET OKTA S QLYS TENB GM F RIVN LCID BYD EVGO CHPT MELI PYPL NU AFRM
      SOFI UPST CRON TLRY SNDL ACB CGC VFF GRWG HYFM IBM IONQ QBTS RGTI FORM ISRG ROK ZBRA TER SYM
      KSCP TXN QCOM AMAT LRCX MRVL MCHP RTX BA LMT NOC RKLB ASTS PL SPCE XHB XTL LABU SMH XME XOP
      GDX RSPT RSPG RSPR RSP RSPS RSPU RSPC RSPD RSPH RSPF RSPM RSPN
      """;

  @Test
  void knowsEveryNameOfTheUniverses() {
    for (var ticker : UNIVERSES.strip().split("\\s+")) {
      assertThat(ACTIVE).containsKey(ticker);
      assertThat(ACTIVE.get(ticker).referenced()).isTrue();
    }
    assertThat(ACTIVE).doesNotContainKeys("SQ", "FI", "FB", "CYBR", "IRBT", "SLY", "KBWR");
    assertThat(ALL)
        .extracting(Instrument::lastTicker)
        .contains("CYBR", "IRBT", "SLY", "KBWR", "TWTR");
  }

  @Test
  void namesThemByTheirRealNames() {
    assertThat(ACTIVE.get("BYD").name()).isEqualTo("Boyd Gaming Corporation");
    assertThat(ACTIVE.get("BYD").exchange()).isEqualTo("XNYS");
    assertThat(ACTIVE.get("XYZ").name()).isEqualTo("Block, Inc.");
    assertThat(ACTIVE.get("SPY").type()).isEqualTo("ETF");
    assertThat(ACTIVE.get("META").tickers())
        .extracting(TickerPeriod::ticker)
        .containsExactly("FB", "META");
    assertThat(ACTIVE.get("AAPL").splits()).hasSize(3);
    assertThat(ACTIVE.get("BACpL").company()).isEmpty();
  }

  @Test
  void hasEveryTypeInPlenty() {
    var types =
        ACTIVE.values().stream()
            .collect(Collectors.groupingBy(Instrument::type, Collectors.counting()));
    assertThat(types.get("CS")).isGreaterThan(3500);
    assertThat(types.get("ETF")).isGreaterThan(2000);
    for (var type : List.of("ADRC", "PFD", "WARRANT", "UNIT")) {
      assertThat(types.get(type)).as(type).isGreaterThan(80);
    }
    assertThat(types).containsKeys("RIGHT", "FUND", "ETN", "ETV", "ETS", "OS");
  }

  @Test
  void hasTheOddSymbols() {
    assertThat(ACTIVE).containsKeys("ZVZZT", "ZTEST", "ZXYZ.A", "CBO", "BRK.B", "BACpL");
    assertThat(ACTIVE.keySet())
        .anyMatch(t -> t.endsWith(".WS"))
        .anyMatch(t -> t.endsWith(".U"))
        .anyMatch(t -> t.matches("[A-Z]+p[A-H]"))
        .anyMatch(t -> t.matches("[A-Z]+r"))
        .anyMatch(t -> t.matches("[A-Z]{4}W"));
    assertThat(ALL).filteredOn(i -> !i.referenced()).hasSizeGreaterThan(50);
    assertThat(ALL).filteredOn(Instrument::otc).hasSizeGreaterThan(100);
    assertThat(ALL).filteredOn(i -> i.compositeFigi().isEmpty()).hasSizeGreaterThan(1000);
  }

  private static Company company(String ticker) {
    return ACTIVE.get(ticker).company().orElseThrow();
  }

  @Test
  void theClassesOfACompanyShareItsCikAndItsWeightedShares() {
    var alphabet = company("GOOGL");
    assertThat(company("GOOG").cik()).isEqualTo(alphabet.cik());
    assertThat(company("GOOG").weighted()).isEqualTo(alphabet.weighted());
    assertThat(alphabet.weighted()).isEqualTo(alphabet.shares() + company("GOOG").shares());
    assertThat(ACTIVE.get("GOOG").compositeFigi())
        .isNotEqualTo(ACTIVE.get("GOOGL").compositeFigi());
    assertThat(ACTIVE.get("GOOG").shareClassFigi())
        .isNotEqualTo(ACTIVE.get("GOOGL").shareClassFigi());
    var berkshire = company("BRK.B");
    assertThat(company("BRK.A").cik()).isEqualTo(berkshire.cik());
    assertThat(berkshire.weighted())
        .isEqualTo(berkshire.shares() + 1500 * company("BRK.A").shares());
    assertThat(company("BRK.A").weighted()).isEqualTo(berkshire.weighted() / 1500);
    assertThat(company("AAPL").weighted()).isEqualTo(company("AAPL").shares());
  }

  @Test
  void inventedCompaniesHaveClassesToo() {
    var classes =
        ALL.stream()
            .filter(i -> i.type().equals("CS") && i.name().matches(".* Class [AB]"))
            .filter(i -> i.index() > 400 && i.company().isPresent())
            .toList();
    assertThat(classes).hasSizeGreaterThan(50);
    for (var one : classes) {
      var all =
          ALL.stream()
              .filter(i -> i.company().map(Company::cik).equals(one.company().map(Company::cik)))
              .toList();
      assertThat(all).as(one.name()).hasSizeBetween(2, 3);
      assertThat(all)
          .allMatch(i ->
              i.company().orElseThrow().weighted()
                  == all.stream().mapToLong(c -> c.company().orElseThrow().shares()).sum());
    }
  }

  @Test
  void hasEveryFate() {
    assertThat(ALL).filteredOn(i -> i.isDelistedOn(NOW)).hasSizeGreaterThan(800);
    assertThat(ALL).filteredOn(i -> i.listed().orElseThrow().isAfter(NOW)).hasSizeGreaterThan(300);
    assertThat(ALL).filteredOn(i -> i.tickers().size() > 1).hasSizeGreaterThan(300);
    assertThat(ALL).filteredOn(i -> !i.splits().isEmpty()).hasSizeGreaterThan(800);
  }

  @Test
  void givesATickerToOneAtATimeButAgainLater() {
    var users = new HashMap<String, List<Instrument>>();
    for (var instrument : ALL) {
      for (var ticker :
          new HashSet<>(instrument.tickers().stream().map(TickerPeriod::ticker).toList())) {
        users.computeIfAbsent(ticker, _ -> new ArrayList<>()).add(instrument);
      }
    }
    var again = users.values().stream().filter(u -> u.size() > 1).toList();
    assertThat(again).hasSizeGreaterThan(30);
    for (var shared : again) {
      for (var date = LocalDate.of(2000, 1, 5); date.getYear() < 2029; date = date.plusDays(30)) {
        var day = date;
        for (var ticker : shared.getFirst().tickers().stream().map(TickerPeriod::ticker).toList()) {
          assertThat(
                  shared.stream()
                      .filter(i -> i.tickerOn(day).filter(ticker::equals).isPresent())
                      .count())
              .isLessThanOrEqualTo(1);
        }
      }
    }
  }

  @Test
  void ticksAndDatesAreInOrder() {
    for (var instrument : ALL) {
      var previous = instrument.tickers().getFirst();
      assertThat(previous.from()).isEqualTo(instrument.listed().orElseThrow());
      for (var period : instrument.tickers().subList(1, instrument.tickers().size())) {
        assertThat(previous.until()).hasValue(period.from());
        previous = period;
      }
      assertThat(previous.until()).isEqualTo(instrument.delisted());
      for (var split : instrument.splits()) {
        assertThat(instrument.isListedOn(split.executionDate())).isTrue();
      }
    }
  }

  @Test
  void putsFatesOnDaysThatAreSessions() {
    assertThat(Population.wednesday(LocalDate.of(2024, 12, 20)))
        .isEqualTo(LocalDate.of(2025, 1, 8));
    assertThat(Population.wednesday(LocalDate.of(2018, 12, 5)))
        .isEqualTo(LocalDate.of(2018, 12, 12));
    assertThat(Population.wednesday(LocalDate.of(2026, 11, 18)))
        .isEqualTo(LocalDate.of(2026, 11, 18));
  }
}
