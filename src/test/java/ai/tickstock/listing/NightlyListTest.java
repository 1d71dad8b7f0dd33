package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.TickerChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What whole lists of one night after the other say of names that leave and come.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NightlyListTest {
  private static final TradingCalendar NYSE = TradingCalendar.nyse();
  private static final LocalDate FIRST = LocalDate.parse("2024-03-04");

  private final Database database = TestPostgres.migrated();
  private final ListingSync sync = ListingSync.postgres(database);
  private final Instruments instruments = Instruments.postgres(database);
  private LocalDate night = FIRST;
  private LastBars lastBars = LastBars.UNKNOWN;
  private TradingCalendar calendar = NYSE;

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
    EquityTypes.postgres(database).seed();
    night = FIRST;
    lastBars = LastBars.UNKNOWN;
    calendar = NYSE;
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void aNameThatIsMissingForTwoNightsIsNotDelisted() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all();
    all();
    assertThat(one("AAA").active()).isTrue();

    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all();
    all();
    assertThat(one("AAA").active()).isTrue();
  }

  @Test
  void severalListsOfOneDayAreOneNight() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    var sameDay = night;
    for (int i = 0; i < 4; i++) {
      night = sameDay;
      all(named("NEW" + i, "Newcomer " + i + " Plc"));
    }
    assertThat(one("AAA").active()).isTrue();
  }

  @Test
  void listsOfOneDayFromTwoSourcesAreOneNight() {
    for (int i = 0; i < 2; i++) {
      fromFiles(named("AAA", "Alpha Mining Inc. Common Stock"));
      all(named("AAA", "Alpha Mining Inc. Common Stock"));
    }
    for (int i = 0; i < 2; i++) {
      fromFiles();
      all();
    }
    assertThat(one("AAA").active()).isTrue();

    fromFiles();
    assertThat(one("AAA").active()).isFalse();
    assertThat(one("AAA").delistDate()).contains(FIRST.plusDays(2));
  }

  @Test
  void aListThatIsOlderThanOneOfAnotherSourceIsRefused() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all(named("AAB", "Alpha Mining Inc. Common Stock"));
    night = FIRST;
    assertThatThrownBy(() -> fromFiles(named("AAA", "Alpha Mining Inc. Common Stock")))
        .isInstanceOf(ListRefused.class)
        .hasMessageContaining("one of 2024-03-05 was taken already (source massive)");
    assertThat(one("AAB").active()).isTrue();
  }

  @Test
  void aDayThatSomebodyDecidedToBeClosedIsNoNight() {
    var closed = FIRST.plusDays(3);
    calendar =
        TradingCalendar.of(
            Mic.XNYS,
            List.of(
                new DayOverride(
                    Mic.XNYS,
                    closed,
                    DayOverride.Kind.CLOSED,
                    Optional.empty(),
                    Optional.empty(),
                    "storm",
                    DayOverride.Source.OPERATOR)));
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all();
    all();
    all();
    assertThat(one("AAA").active()).isTrue();

    all();
    assertThat(one("AAA").active()).isFalse();
  }

  @Test
  void anotherCompanyNumberAndNameUnderATickerIsAnotherInstrument() {
    all(named("AAA", "Alpha Mining Inc. Common Stock").cik("0000000001"));
    var alpha = one("AAA").id();
    all(named("AAA", "Zeta Software Corp. Common Stock").cik("0000000002"));
    assertThat(one("AAA").id()).isNotEqualTo(alpha);
  }

  @Test
  void aListThatIsCutShortProvesNoRenameByACompanyNumber() {
    all(named("GOO", "Searching Inc. Class C Capital Stock").cik("0000000007"));
    var rows = new ArrayList<>(others(50));
    rows.add(named("GOP", "Searching Inc. Class C Capital Stock").cik("0000000007"));

    var count = take(NightlyList.of(rows.stream().map(Listed::row).toList(), source(), true));

    assertThat(count.isShort()).isTrue();
    assertThat(one("GOP").id()).isNotEqualTo(one("GOO").id());
    assertThat(one("GOO").active()).isTrue();
  }

  @Test
  void aListOfAWeekendIsNoNight() {
    night = LocalDate.parse("2024-03-08");
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    for (var day : List.of("2024-03-09", "2024-03-10", "2024-03-11", "2024-03-12")) {
      night = LocalDate.parse(day);
      all();
    }
    assertThat(one("AAA").active()).isTrue();
  }

  @Test
  void aNameThatIsMissingForThreeNightsIsDelistedSinceTheFirst() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all();
    all();
    var count = all();

    assertThat(count.changes())
        .containsExactly(
            new ListingChange.Delisted(one("AAA").id(), new Symbol("AAA"), FIRST.plusDays(1)));
    assertThat(one("AAA").active()).isFalse();
    assertThat(one("AAA").delistDate()).contains(FIRST.plusDays(1));
    assertThat(instruments.symbols(one("AAA").id()).getLast().to()).contains(FIRST);
  }

  @Test
  void whoStillTradesIsNotDelistedWhateverTheListsLeaveOut() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    var id = one("AAA").id();
    lastBars = (_, _) -> Map.of(id, FIRST.plusDays(3));
    IntStream.range(0, 5).forEach(_ -> all());
    assertThat(one("AAA").active()).isTrue();
  }

  @Test
  void aListOfSomeExchangesOnlyTellsThatANameHasLeftIt() {
    some(named("AAA", "Alpha Mining Inc. Common Stock"));
    some();
    some();
    var count = some();

    assertThat(count.changes())
        .containsExactly(
            new ListingChange.LeftList(one("AAA").id(), new Symbol("AAA"), FIRST.plusDays(1)));
    assertThat(one("AAA").active()).isTrue();
    assertThat(some().changes()).isEmpty();
  }

  @Test
  void whoHasLeftSomeExchangesAndStandsOnAnotherReturnsAndHasMoved() {
    some(named("AAA", "Alpha Mining Inc. Common Stock"));
    IntStream.range(0, 3).forEach(_ -> some());
    var id = one("AAA").id();

    var count = all(named("AAA", "Alpha Mining Inc. - Common Stock").on("XNAS"));

    assertThat(count.changes())
        .contains(
            new ListingChange.Returned(id, new Symbol("AAA"), NYSE.previous(night).date()),
            new ListingChange.FactChanged(
                id,
                new Symbol("AAA"),
                ListingChange.Fact.EXCHANGE,
                "XNYS",
                "XNAS",
                NYSE.previous(night).date()));
    assertThat(one("AAA").id()).isEqualTo(id);
  }

  @Test
  void whoHasLeftSomeExchangesAndStandsNowhereElseIsDelistedSinceItLeft() {
    some(named("AAA", "Alpha Mining Inc. Common Stock"));
    IntStream.range(0, 3).forEach(_ -> some());
    all();
    assertThat(one("AAA").delistDate()).contains(FIRST.plusDays(1));
  }

  @Test
  void anotherCompanyUnderATickerThatWasMissingIsANewInstrument() {
    all(named("BBB", "Barnes Group, Inc. Common Stock"));
    var barnes = one("BBB").id();
    all();

    all(named("BBB", "Quarry Mining Corporation Common Shares"));

    assertThat(one("BBB").id()).isNotEqualTo(barnes);
    var old = instruments.byId(barnes).orElseThrow();
    assertThat(old.active()).isFalse();
    assertThat(old.delistDate()).contains(FIRST.plusDays(1));
    assertThat(instruments.symbols(barnes).getLast().to()).contains(FIRST);
  }

  @Test
  void theSameCompanyUnderATickerThatWasMissingIsTheSameInstrument() {
    all(named("BBB", "Barnes Group, Inc. Common Stock"));
    var barnes = one("BBB").id();
    IntStream.range(0, 4).forEach(_ -> all());
    assertThat(instruments.byId(barnes).orElseThrow().active()).isFalse();

    var count = all(named("BBB", "Barnes Group Inc. Common Stock"));

    assertThat(one("BBB").id()).isEqualTo(barnes);
    assertThat(count.changes())
        .contains(
            new ListingChange.ListedAgain(barnes, new Symbol("BBB"), NYSE.previous(night).date()));
  }

  @Test
  void blankChequeCompaniesOfOneFamilyAreNotTheSame() {
    all(named("CLB", "Columbus Acquisition Corp. II Class A Ordinary Shares"));
    var second = one("CLB").id();
    all();
    all(named("CLB", "Columbus Acquisition Corp. III Class A Ordinary Shares"));
    assertThat(one("CLB").id()).isNotEqualTo(second);
  }

  @Test
  void aNameThatComesUnderAnotherTickerInTheSameNightIsRenamed() {
    all(named("SQ", "Block, Inc. Class A Common Stock"));
    var block = one("SQ").id();

    var count = all(named("XYZ", "Block, Inc. Class A Common Stock"));

    assertThat(one("XYZ").id()).isEqualTo(block);
    assertThat(count.changes())
        .containsExactly(
            new ListingChange.Renamed(
                block, new Symbol("SQ"), new Symbol("XYZ"), FIRST.plusDays(1)));
    assertThat(instruments.at(new Symbol("SQ"), FIRST).orElseThrow().id()).isEqualTo(block);
  }

  @Test
  void anotherShareClassOfTheSameNameIsNotARename() {
    all(named("AAA.A", "Alpha Mining Inc. Class A Common Stock"));
    all(named("AAA.B", "Alpha Mining Inc. Class B Common Stock"));
    assertThat(one("AAA.B").id()).isNotEqualTo(one("AAA.A").id());
  }

  @Test
  void aWholeFamilyThatComesUnderAnotherTickerIsRenamed() {
    all(
        named("FREY", "Freyr Battery, Inc. Class A Common Stock"),
        named("FREY.W", "Freyr Battery Warrants"),
        named("OTH", "Other Mining Inc. Common Stock"));
    var shares = one("FREY").id();
    var warrants = one("FREY.W").id();
    var other = one("OTH").id();

    all(
        named("TE", "Sun Energy Inc. Common Stock"),
        named("TE.W", "Sun Energy Warrants"),
        named("NEW", "Newly Listed Inc. Common Stock"));

    assertThat(one("TE").id()).isEqualTo(shares);
    assertThat(one("TE.W").id()).isEqualTo(warrants);
    assertThat(one("NEW").id()).isNotEqualTo(other);
  }

  @Test
  void sharesAndWarrantsIntoWhichUnitsPartAreNobodyElseRenamed() {
    all(
        named("NOTE", "Fiscal Notes Inc. Class A Common Stock"),
        named("NOTE.W", "Fiscal Notes Warrants"),
        named("CLBR.U", "Colombier Acquisition Corp. III Units"));
    var gone = one("NOTE").id();

    var count =
        all(
            named("CLBR", "Colombier Acquisition Corp. III Class A Ordinary Shares"),
            named("CLBR.W", "Colombier Acquisition Corp. III Warrants"),
            named("CLBR.U", "Colombier Acquisition Corp. III Units"));

    assertThat(one("CLBR").id()).isNotEqualTo(gone);
    assertThat(one("CLBR.W").id()).isNotEqualTo(one("NOTE.W").id());
    assertThat(count.questions()).isZero();
  }

  @Test
  void twoFamiliesThatComeWhenOneLeavesProveNothing() {
    all(
        named("FREY", "Freyr Battery, Inc. Common Stock"),
        named("FREY.W", "Freyr Battery Warrants"));
    var shares = one("FREY").id();

    all(
        named("TE", "Sun Energy Inc. Common Stock"),
        named("TE.W", "Sun Energy Warrants"),
        named("UF", "Moon Energy Inc. Common Stock"),
        named("UF.W", "Moon Energy Warrants"));

    assertThat(one("TE").id()).isNotEqualTo(shares);
    assertThat(one("UF").id()).isNotEqualTo(shares);
  }

  @Test
  void theOnlyPairOfANightIsAQuestionUntilSomebodyDecides() {
    all(named("CEI", "Consol Energy Inc. Common Stock"));
    var old = one("CEI").id();

    var count = all(named("CNR", "Core Natural Resources, Inc. Common Stock"));

    assertThat(one("CNR").id()).isNotEqualTo(old);
    assertThat(count.questions()).isEqualTo(1);
    var question = database.read(QuestionTable::open).getFirst();
    assertThat(question.kind()).isEqualTo(ListingQuestion.Kind.RENAMED);
    assertThat(question.instrument()).isEqualTo(old);
    assertThat(question.other()).contains(one("CNR").id());
  }

  @Test
  void aNameWithControlCharactersSpoilsNoList() {
    all(named("NUL", "Nul\u0000 and\u001b[31m\nmore, Inc. Common Stock"), named("AAA", "\u0000"));
    assertThat(one("NUL").name()).contains("Nul  and [31m more, Inc. Common Stock");
    assertThat(one("AAA").name()).isEmpty();
  }

  @Test
  void threeWhoPassTheirTickersRoundKeepTheirInstrumentsInANightWithManyNewcomers() {
    all(
        named("CA", "Alpha Mining Inc. Common Stock"),
        named("CB", "Beta Software Inc. Common Stock"),
        named("CC", "Gamma Shipping Inc. Common Stock"));
    var ids = List.of(one("CA").id(), one("CB").id(), one("CC").id());
    var rows =
        new ArrayList<>(
            List.of(
                named("CB", "Alpha Mining Inc. Common Stock"),
                named("CC", "Beta Software Inc. Common Stock"),
                named("CA", "Gamma Shipping Inc. Common Stock")));
    IntStream.range(0, 9)
        .forEach(i -> rows.add(named("N" + i, "Newcomer" + (char) ('a' + i) + " Plc")));

    var count = all(rows.toArray(Listed[]::new));

    assertThat(List.of(one("CB").id(), one("CC").id(), one("CA").id())).isEqualTo(ids);
    assertThat(count.questions()).isZero();
    assertThat(count.changes().stream().filter(ListingChange.Renamed.class::isInstance)).hasSize(3);
  }

  @Test
  void whoLeftLongAgoMakesNoNightUnquiet() {
    var sq = named("SQ", "Block, Inc. Class A Common Stock");
    var leaving =
        IntStream.range(0, 6)
            .mapToObj(i -> named("L" + i, "Leaving" + (char) ('a' + i) + " Plc"))
            .toList();
    some(Stream.concat(leaving.stream(), Stream.of(sq)).toArray(Listed[]::new));
    some(Stream.concat(leaving.stream().limit(3), Stream.of(sq)).toArray(Listed[]::new));
    some(sq);
    var block = one("SQ").id();

    some(named("XYZ", "Block, Inc. Class A Common Stock"));

    assertThat(one("XYZ").id()).isEqualTo(block);
  }

  @Test
  void twoLeaversOfAKindAreNoPairWithOneNewcomer() {
    all(
        named("CEI", "Consol Energy Inc. Common Stock"),
        named("ARC", "Arch Coal Inc. Common Stock"));
    var count = all(named("CNR", "Core Natural Resources, Inc. Common Stock"));
    assertThat(count.questions()).isZero();
  }

  @Test
  void theVendorsWordOnATickersPastDecides() {
    all(
        named("CEI", "Consol Energy Inc. Common Stock"),
        named("ARC", "Arch Coal Inc. Common Stock"));
    var old = one("CEI").id();
    var list = list(true, named("CNR", "Core Natural Resources, Inc. Common Stock"));
    assertThat(sync.worthAsking(list, ListingRules.DEFAULT, NYSE))
        .containsExactly(new Symbol("CNR"));

    take(
        list.with(
            Map.of(
                new Symbol("CNR"),
                List.of(
                    new TickerChange(new Symbol("CNR"), night),
                    new TickerChange(new Symbol("CEI"), FIRST.minusYears(5))))));

    assertThat(one("CNR").id()).isEqualTo(old);
  }

  @Test
  void aCompanyNumberAndClassTellARename() {
    all(named("FB", "Facebook, Inc. Class A Common Stock").cik("0001326801"));
    var facebook = one("FB").id();
    all(named("META", "Meta Platforms, Inc. Class A Common Stock").cik("0001326801"));
    assertThat(one("META").id()).isEqualTo(facebook);
  }

  @Test
  void aDifferentNumberForbidsARename() {
    all(named("AAA", "Alpha Mining Inc. Common Stock").figi("F1"));
    all(named("AAB", "Alpha Mining Inc. Common Stock").figi("F2"));
    assertThat(one("AAB").id()).isNotEqualTo(one("AAA").id());
  }

  @Test
  void twoThatSwapTheirTickersKeepTheirBars() {
    all(
        named("AAA", "Alpha Mining Inc. Common Stock").figi("F1"),
        named("BBB", "Beta Farming Inc. Common Stock").figi("F2"));
    var alpha = one("AAA").id();
    var beta = one("BBB").id();
    all(
        named("BBB", "Alpha Mining Inc. Common Stock").figi("F1"),
        named("AAA", "Beta Farming Inc. Common Stock").figi("F2"));
    assertThat(one("BBB").id()).isEqualTo(alpha);
    assertThat(one("AAA").id()).isEqualTo(beta);
  }

  @Test
  void aNameThatIsRenamedBackAndForthStaysOneInstrument() {
    all(named("XVO", "Corgi U.S. Mid-Cap 2x Daily ETF").type("ETF"));
    var fund = one("XVO").id();
    all(named("USMX", "Corgi U.S. Mid-Cap 2x Daily ETF").type("ETF"));
    all(named("XVO", "Corgi U.S. Mid-Cap 2x Daily ETF").type("ETF"));
    all(named("USMX", "Corgi U.S. Mid-Cap 2x Daily ETF").type("ETF"));
    assertThat(one("USMX").id()).isEqualTo(fund);
    assertThat(instruments.symbols(fund)).hasSize(4);
  }

  @Test
  void aListThatIsCutShortTakesNobodyOut() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    for (int i = 0; i < 5; i++) {
      var list =
          new NightlyList(others(90).stream().map(Listed::row).toList(), source(), true, Map.of());
      assertThat(take(list).isShort()).isTrue();
    }
    assertThat(one("AAA").active()).isTrue();
    assertThat(one("O99").active()).isTrue();
  }

  @Test
  void aFirstListThatWasCutShortMakesNobodyNewWhenTheWholeOneComes() {
    all();
    var whole = NightlyList.of(others(300).stream().map(Listed::row).toList(), source(), true);
    var count = take(whole);
    assertThat(count.added()).isEqualTo(200);
    assertThat(count.changes()).isEmpty();

    var next = new ArrayList<>(others(300));
    next.add(named("NEW", "Newcomer Inc. Common Stock"));
    var newcomers =
        take(NightlyList.of(next.stream().map(Listed::row).toList(), source(), true)).changes();
    assertThat(newcomers)
        .singleElement()
        .satisfies(change -> assertThat(change.toString()).contains("NEW"));
  }

  @Test
  void aHundredNewcomersAfterMonthsWithoutAListAreNew() {
    all();
    night = night.plusMonths(3);
    var count =
        take(NightlyList.of(others(300).stream().map(Listed::row).toList(), source(), true));
    assertThat(count.changes()).hasSize(200);
  }

  @Test
  void theSameListAgainIsNoFurtherNight() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all();
    var list = list(true);
    take(list);
    for (int i = 0; i < 5; i++) {
      assertThat(take(list).isRepeated()).isTrue();
    }
    assertThat(one("AAA").active()).isTrue();
  }

  @Test
  void aListOfYesterdayAfterTheOneOfTodayIsRefused() {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    night = FIRST;
    assertThatThrownBy(() -> all())
        .isInstanceOf(ListRefused.class)
        .hasMessageContaining("the list is of 2024-03-04, but one of 2024-03-05 was taken already");
  }

  @Test
  void anEmptyListIsRefused() {
    assertThatThrownBy(() -> take(NightlyList.of(List.of(), source(), true)))
        .isInstanceOf(ListRefused.class)
        .hasMessageContaining("names nobody that trades; nothing was changed");
  }

  @Test
  void twoInstrumentsThatClaimOneTickerAreAQuestion() {
    var count =
        all(
            named("AAA", "Alpha Mining Inc. Common Stock")
                .figi("F1")
                .updated("2024-03-04T01:00:00Z"),
            named("AAA", "Aardvark Inc. Common Stock").figi("F2").updated("2024-03-03T01:00:00Z"));
    assertThat(count.questions()).isEqualTo(1);
    assertThat(one("AAA").name()).contains("Alpha Mining Inc. Common Stock");
  }

  @Test
  void theVendorsListOfDelistedOnesNeedsNoNights() {
    all(named("AAA", "Alpha Mining Inc. Common Stock").figi("F1"));
    all(named("AAA", "Alpha Mining Inc. Common Stock").figi("F1").delisted("2024-03-05"));
    assertThat(one("AAA").delistDate()).contains(LocalDate.parse("2024-03-05"));
  }

  @Test
  void quiteAnotherNameUnderATickerAfterMonthsIsAQuestion() {
    all(named("GLD", "Barrel Gold Corporation Common Stock"));
    var barrel = one("GLD").id();
    night = FIRST.plusMonths(18);
    var count = all(named("GLD", "Coins.com, Inc. Common Stock"));
    assertThat(count.questions()).isEqualTo(1);
    assertThat(one("GLD").id()).isEqualTo(barrel);
  }

  @Test
  void quiteAnotherNameFromOneNightToTheNextIsTheSameCompany() {
    all(named("SLB", "Schlumberger N.V. Common Stock"));
    var slb = one("SLB").id();
    var count = all(named("SLB", "Wireline Limited Common Stock"));
    assertThat(count.questions()).isZero();
    assertThat(one("SLB").id()).isEqualTo(slb);
  }

  @Test
  void twoThatHaveNoNamesAreNoRename() {
    all(Listed.as("AAA"));
    all(Listed.as("AAB"));
    assertThat(one("AAB").id()).isNotEqualTo(one("AAA").id());
  }

  @Test
  void threeThatPassTheirTickersRoundKeepTheirBars() {
    all(
        named("AAA", "Alpha Mining Inc. Common Stock").figi("F1"),
        named("BBB", "Beta Farming Inc. Common Stock").figi("F2"),
        named("CCC", "Gamma Fishing Inc. Common Stock").figi("F3"));
    var alpha = one("AAA").id();
    var beta = one("BBB").id();
    var gamma = one("CCC").id();
    all(
        named("BBB", "Alpha Mining Inc. Common Stock").figi("F1"),
        named("CCC", "Beta Farming Inc. Common Stock").figi("F2"),
        named("AAA", "Gamma Fishing Inc. Common Stock").figi("F3"));
    assertThat(List.of(one("BBB").id(), one("CCC").id(), one("AAA").id()))
        .containsExactly(alpha, beta, gamma);
  }

  @Test
  void threeThatPassTheirTickersRoundKeepTheirBarsWhereNoNumberTells() {
    all(
        named("AAA", "Alpha Mining Inc. Common Stock"),
        named("BBB", "Beta Farming Inc. Common Stock"),
        named("CCC", "Gamma Fishing Inc. Common Stock"));
    var alpha = one("AAA").id();
    var beta = one("BBB").id();
    var gamma = one("CCC").id();
    all(
        named("BBB", "Alpha Mining Inc. Common Stock"),
        named("CCC", "Beta Farming Inc. Common Stock"),
        named("AAA", "Gamma Fishing Inc. Common Stock"));
    assertThat(List.of(one("BBB").id(), one("CCC").id(), one("AAA").id()))
        .containsExactly(alpha, beta, gamma);
  }

  @Test
  void anotherFundOfTheSameTrustIsNotARename() {
    all(named("AAA", "Direxion Daily Brazil Bull 3X ETF").type("ETF").cik("0001424958"));
    all(named("AAB", "Direxion Daily Uranium Bear 1X ETF").type("ETF").cik("0001424958"));
    assertThat(one("AAB").id()).isNotEqualTo(one("AAA").id());
  }

  @Test
  void anotherPreferredShareOfTheSameBankIsNotARename() {
    all(
        named("JPMpC", "JPMorgan Chase & Co. 6.10% Preferred Stock Series C")
            .type("PFD")
            .cik("0000019617"));
    all(
        named("JPMpM", "JPMorgan Chase & Co. 4.20% Preferred Stock Series M")
            .type("PFD")
            .cik("0000019617"));
    assertThat(one("JPMpM").id()).isNotEqualTo(one("JPMpC").id());
  }

  @Test
  void theFirstListOfAnotherExchangeTellsNothingOfWhoIsNew() {
    some(named("AAA", "Alpha Mining Inc. Common Stock"));
    for (int i = 0; i < 5; i++) {
      some(named("AAA", "Alpha Mining Inc. Common Stock"));
    }
    var count =
        all(
            named("AAA", "Alpha Mining Inc. Common Stock"),
            named("NEW", "Newcomer Inc. Common Stock"),
            named("QQQ", "Nasdaq Fund Trust").type("ETF").on("XNAS"));
    assertThat(count.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.toString()).contains("NEW"));
  }

  @Test
  void manyWhoTakeListsAtOnceDoNotWaitForEachOthersConnections() throws Exception {
    all(named("AAA", "Alpha Mining Inc. Common Stock"));
    try (var pool = Executors.newFixedThreadPool(16)) {
      var taking = new ArrayList<Future<?>>();
      var list = list(true, named("AAB", "Alpha Mining Inc. Common Stock"));
      for (int i = 0; i < 16; i++) {
        taking.add(
            pool.submit(() -> sync.takeNight(list, ListingRules.DEFAULT, NYSE, LastBars.UNKNOWN)));
      }
      for (var one : taking) {
        one.get();
      }
    }
    assertThat(one("AAB").id()).isEqualTo(one("AAA").id());
  }

  @Test
  void unitsWarrantsAndRightsAreRenamedWithTheirShares() {
    all(
        named("SPCU", "Blank Cheque Acquisition Corp. Units").type("UNIT"),
        named("SPCW", "Blank Cheque Acquisition Corp. Warrants").type("WARRANT"),
        named("SPCR", "Blank Cheque Acquisition Corp. Rights").type("RIGHT"),
        named("SPC", "Blank Cheque Acquisition Corp. Class A Common Stock"));
    var ids = List.of(one("SPCU").id(), one("SPCW").id(), one("SPCR").id(), one("SPC").id());
    all(
        named("BCAU", "Blank Cheque Acquisition Corp. Units").type("UNIT"),
        named("BCAW", "Blank Cheque Acquisition Corp. Warrants").type("WARRANT"),
        named("BCAR", "Blank Cheque Acquisition Corp. Rights").type("RIGHT"),
        named("BCA", "Blank Cheque Acquisition Corp. Class A Common Stock"));
    assertThat(List.of(one("BCAU").id(), one("BCAW").id(), one("BCAR").id(), one("BCA").id()))
        .isEqualTo(ids);
  }

  @Test
  void namesOfNothingButCommonWordsAreNotAlike() {
    all(named("AAA", "The Trust Inc. Common Stock"), named("AAB", "Holdings Group Ltd."));
    all(named("BBB", "The Company Corp. Common Stock"), named("AAB", "Holdings Group Ltd."));
    assertThat(one("BBB").id()).isNotEqualTo(one("AAA").id());
  }

  private Listed named(String ticker, String name) {
    return Listed.as(ticker).named(name);
  }

  /// A list of all exchanges: these, and a hundred others.
  private SyncCount all(Listed... rows) {
    return take(list(true, rows));
  }

  /// A list of XNYS only.
  private SyncCount some(Listed... rows) {
    return take(list(false, rows));
  }

  private NightlyList list(boolean allExchanges, Listed... rows) {
    return list(source(), allExchanges, rows);
  }

  /// A list of all exchanges of the same day from another source; the next list is of this day too.
  private void fromFiles(Listed... rows) {
    var sameDay = night;
    take(list(new ListSource("files", Bar.startOfSession(night)), true, rows));
    night = sameDay;
  }

  private NightlyList list(ListSource source, boolean allExchanges, Listed... rows) {
    var list = new ArrayList<>(List.of(rows));
    list.addAll(others(100));
    return NightlyList.of(list.stream().map(Listed::row).toList(), source, allExchanges);
  }

  /// The vendor touches its rows every night, so that no list is the same as the one before.
  private List<Listed> others(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            Listed.as("O" + i)
                .named("Other" + (char) ('a' + i % 26) + i + " Plc")
                .updated(night + "T06:00:00Z"))
        .toList();
  }

  private ListSource source() {
    return new ListSource("massive", Bar.startOfSession(night));
  }

  private SyncCount take(NightlyList list) {
    night = NYSE.next(night).date();
    return sync.takeNight(list, ListingRules.DEFAULT, calendar, (h, ids) -> lastBars.of(h, ids));
  }

  /// Who has the ticker, or had it last.
  private Instrument one(String ticker) {
    var symbol = new Symbol(ticker);
    return instruments.currentOrLast(List.of(symbol)).get(symbol);
  }
}
