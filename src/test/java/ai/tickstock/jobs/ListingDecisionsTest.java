package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.ChangeRefused;
import ai.tickstock.listing.EmptyTables;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.LastBars;
import ai.tickstock.listing.ListRefused;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.Listed;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.NightlyList;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.listing.RecordedChange.Kind;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.flatfile.DatedList;
import ai.tickstock.provider.flatfile.ReferenceList;
import ai.tickstock.universe.CacheEntries;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Joining, parting and taking back, with the bars and all that hangs on them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingDecisionsTest {
  private static final LocalDate MONDAY = LocalDate.parse("2024-03-04");
  private static final LocalDate TUESDAY = LocalDate.parse("2024-03-05");
  private static final LocalDate WEDNESDAY = LocalDate.parse("2024-03-06");
  private static final String OLD = "Consol Energy Inc. Common Stock";
  private static final String NEW = "Core Natural Resources, Inc. Common Stock";

  private final Database database = TestPostgres.migrated();
  private final ListingSync sync = ListingSync.postgres(database);
  private final Instruments instruments = Instruments.postgres(database);
  private final ListingChanges changes =
      ListingChanges.postgres(database, new BarsAndMemberships(database), Clock.systemUTC());

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
    database.useTransaction(h -> h.execute("TRUNCATE bar_daily, bar_minute, bar_revision, audit"));
    EquityTypes.postgres(database).seed();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void aQuestionAnsweredYesMakesOneInstrumentOfTwo() {
    var old = twoThatMayBeOne();
    var question = changes.questions().getFirst();

    var decided = changes.answer(question.id(), true, "tester", "the company says so");

    assertThat(decided.orElseThrow().bars()).isEqualTo(3);
    assertThat(id("CNR")).isEqualTo(old);
    assertThat(sessions(old))
        .containsExactly("2024-03-01", "2024-03-04", "2024-03-05", "2024-03-06");
    assertThat(revisions(old)).containsExactly("2024-03-05");
    assertThat(coverage(old)).containsExactly("2024-03-05..2024-03-07");
    assertThat(memberships(old)).containsExactly("coal CEI", "coal CNR");
    assertThat(instruments.at(new Symbol("CEI"), MONDAY).orElseThrow().id()).isEqualTo(old);
    assertThat(changes.questions()).isEmpty();
    assertThat(audited()).containsExactly("symbols review yes");
  }

  @Test
  void aQuestionAnsweredNoIsNotAskedAgain() {
    twoThatMayBeOne();
    assertThat(changes.answer(changes.questions().getFirst().id(), false, "tester", "two"))
        .isEmpty();
    assertThat(changes.questions()).isEmpty();
    assertThatThrownBy(() -> changes.answer(1, false, "tester", "again"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("no question 1 is open");
  }

  @Test
  void aJoinTakenBackLeavesEverythingAsItWas() {
    var old = twoThatMayBeOne();
    var other = id("CNR");
    var before = everything();
    changes.join(old, other, Optional.of(TUESDAY), "tester", "one");

    changes.undo(change(Kind.JOINED).id(), "tester", "two after all");

    assertThat(id("CNR")).isEqualTo(other);
    assertThat(everything()).isEqualTo(before);
    assertThat(sessions(old)).containsExactly("2024-03-01", "2024-03-04");
  }

  @Test
  void whoTradedSideBySideCannotBeJoined() {
    var old = twoThatMayBeOne();
    bar(old, "2024-03-06");
    var before = everything();

    assertThatThrownBy(() -> changes.join(old, id("CNR"), Optional.of(TUESDAY), "tester", "one"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("from 2024-03-05 on: they traded side by side");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aRenameTakenBackMakesTwo() {
    night(MONDAY, Listed.as("SQ").named("Block, Inc. Class A Common Stock"));
    var block = id("SQ");
    night(TUESDAY, Listed.as("XYZ").named("Block, Inc. Class A Common Stock"));
    bar(block, "2024-03-04");
    bar(block, "2024-03-05");
    assertThat(id("XYZ")).isEqualTo(block);

    changes.undo(change(Kind.RENAMED).id(), "tester", "two companies");

    assertThat(id("SQ")).isEqualTo(block);
    assertThat(id("XYZ")).isNotEqualTo(block);
    assertThat(sessions(block)).containsExactly("2024-03-04");
    assertThat(sessions(id("XYZ"))).containsExactly("2024-03-05");
  }

  /// Details are of who has the ticker now: of another company, they tell when that one came.
  @Test
  void aListingThatBeganWithTheLaterOneHindersNoParting() {
    night(MONDAY, Listed.as("SQ").named("Block, Inc. Class A Common Stock"));
    var block = id("SQ");
    night(TUESDAY, Listed.as("XYZ").named("Block, Inc. Class A Common Stock"));
    bar(block, "2024-03-04");
    bar(block, "2024-03-05");
    listed(block, TUESDAY);
    assertThat(changes.planPart(block, TUESDAY).decided().bars()).isEqualTo(1);

    changes.undo(change(Kind.RENAMED).id(), "tester", "two companies");

    assertThat(id("SQ")).isEqualTo(block);
    assertThat(instruments.byId(block).orElseThrow().listDate()).isEmpty();
    assertThat(instruments.byId(id("XYZ")).orElseThrow().listDate()).contains(TUESDAY);
  }

  private void listed(InstrumentId instrument, LocalDate on) {
    database.useTransaction(
        h -> h.execute("UPDATE instrument SET list_date = ? WHERE id = ?", on, instrument.value()));
  }

  @Test
  void eachRenameOfASwapCanBeTakenBack() {
    night(MONDAY, Listed.as("AAA").named(OLD), Listed.as("BBB").named(NEW));
    var consol = id("AAA");
    var core = id("BBB");
    night(TUESDAY, Listed.as("BBB").named(OLD), Listed.as("AAA").named(NEW));
    bar(consol, "2024-03-04");
    bar(consol, "2024-03-05");
    assertThat(id("BBB")).isEqualTo(consol);

    var swap =
        changes.since(LocalDate.EPOCH).stream().filter(c -> c.kind() == Kind.RENAMED).toList();
    assertThat(swap).hasSize(2);
    for (var rename : swap) {
      changes.undo(rename.id(), "tester", "four companies");
    }

    assertThat(List.of(id("AAA"), id("BBB"))).doesNotContain(consol, core);
    assertThat(instruments.at(new Symbol("AAA"), MONDAY).orElseThrow().id()).isEqualTo(consol);
    assertThat(instruments.at(new Symbol("BBB"), MONDAY).orElseThrow().id()).isEqualTo(core);
    assertThat(instruments.byId(consol).orElseThrow().active()).isFalse();
    assertThat(sessions(consol)).containsExactly("2024-03-04");
    assertThat(sessions(id("BBB"))).containsExactly("2024-03-05");
  }

  @Test
  void aJoinMakesNoListingBeginWithTheLaterOne() {
    night(MONDAY, Listed.as("META").named("Some Fund ETF").type("ETF"));
    var meta = id("META");
    bar(meta, "2024-03-04");
    changes.part(meta, TUESDAY, "tester", "a fund before");
    assertThat(instruments.byId(id("META")).orElseThrow().listDate()).contains(TUESDAY);

    changes.join(meta, id("META"), Optional.empty(), "tester", "one after all");

    assertThat(id("META")).isEqualTo(meta);
    assertThat(instruments.byId(meta).orElseThrow().listDate()).isEmpty();
  }

  @Test
  void nothingIsPartedFromBeforeAListing() {
    night(MONDAY, Listed.as("META").named("Some Fund ETF").type("ETF"));
    var meta = id("META");
    assertThatThrownBy(() -> changes.part(meta, LocalDate.parse("1950-01-03"), "tester", "two"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("before all that is kept");
    changes.part(meta, TUESDAY, "tester", "two");
    assertThatThrownBy(() -> changes.part(id("META"), TUESDAY, "tester", "three"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("is listed since 2024-03-05");
  }

  @Test
  void aDelistingTakenBackHoldsWhateverTheNextListsLeaveOut() {
    night(MONDAY, Listed.as("CEI").named(OLD));
    var old = id("CEI");
    night(TUESDAY);
    night(WEDNESDAY);
    night(WEDNESDAY.plusDays(1));
    assertThat(instruments.byId(old).orElseThrow().active()).isFalse();

    changes.undo(change(Kind.DELISTED).id(), "tester", "only halted");
    night(WEDNESDAY.plusDays(2));
    night(WEDNESDAY.plusDays(5));
    night(WEDNESDAY.plusDays(6));
    night(WEDNESDAY.plusDays(7));

    assertThat(instruments.byId(old).orElseThrow().active()).isTrue();
    assertThat(id("CEI")).isEqualTo(old);
  }

  @Test
  void aDelistingTakenBackStandsUntilTheVendorTellsAnotherDate() {
    night(MONDAY, Listed.as("CEI").named(OLD));
    var old = id("CEI");
    night(TUESDAY, Listed.as("CEI").named(OLD).delisted("2024-03-05"));
    assertThat(instruments.byId(old).orElseThrow().active()).isFalse();
    changes.undo(change(Kind.DELISTED).id(), "tester", "only halted");

    night(WEDNESDAY, Listed.as("CEI").named(OLD).delisted("2024-03-05"));
    night(WEDNESDAY.plusDays(1), Listed.as("CEI").named(OLD));
    night(WEDNESDAY.plusDays(2), Listed.as("CEI").named(OLD).delisted("2024-03-05"));
    assertThat(instruments.byId(old).orElseThrow().active()).isTrue();
    assertThat(id("CEI")).isEqualTo(old);

    night(WEDNESDAY.plusDays(5), Listed.as("CEI").named(OLD).delisted("2024-03-08"));
    assertThat(instruments.byId(old).orElseThrow().delistDate())
        .contains(LocalDate.parse("2024-03-08"));
  }

  @Test
  void theClassOfAnInstrumentGoesAlongWhenItIsJoinedAndBackWhenThatIsUndone() {
    var old = twoThatMayBeOne();
    var other = id("CNR");
    putInto("CNR", "PENNY_STOCK");
    changes.join(old, other, Optional.of(TUESDAY), "tester", "one");
    assertThat(classes()).containsExactly(old.value() + " PENNY_STOCK");

    changes.undo(change(Kind.JOINED).id(), "tester", "two");
    assertThat(classes()).containsExactly(other.value() + " PENNY_STOCK");

    changes.part(old, MONDAY, "tester", "two");
    putInto("CEI", "STOCK_EOD");
    changes.undo(change(Kind.PARTED).id(), "tester", "one");
    assertThat(classes()).contains(other.value() + " PENNY_STOCK");
  }

  @Test
  void bothPartsOfAnInstrumentAreProcessedAsItWas() {
    night(MONDAY, Listed.as("META").named("Some Fund ETF").type("ETF"));
    var meta = id("META");
    putInto("META", "DEV_TESTING");
    changes.part(meta, TUESDAY, "tester", "a fund before");
    assertThat(classes())
        .containsExactly(meta.value() + " DEV_TESTING", id("META").value() + " DEV_TESTING");

    changes.undo(change(Kind.PARTED).id(), "tester", "one");
    assertThat(classes()).containsExactly(meta.value() + " DEV_TESTING");
  }

  @Test
  void ofTwoClassesTheOneGivenLastHolds() {
    var old = twoThatMayBeOne();
    putInto("CEI", "STOCK_EOD");
    putInto("CNR", "PENNY_STOCK");
    changes.join(old, id("CNR"), Optional.of(TUESDAY), "tester", "one");
    assertThat(classes()).containsExactly(old.value() + " PENNY_STOCK");
  }

  private void putInto(String ticker, String processingClass) {
    EquityTypes.postgres(database)
        .putInto(instruments.byId(id(ticker)).orElseThrow(), processingClass, "test", "tester");
  }

  private List<String> classes() {
    return database.read(h ->
        h.createQuery(
                "SELECT instrument_id || ' ' || processing_class FROM instrument_class ORDER BY instrument_id")
            .mapTo(String.class)
            .list());
  }

  @Test
  void aListFromTheFutureIsRefused() {
    var watch =
        new ListingWatch(
            database,
            ListingRules.DEFAULT,
            TradingCalendar.nyse(),
            CacheEntries.postgres(database, "DEFAULT"),
            Clock.fixed(Bar.startOfSession(TUESDAY), ZoneOffset.UTC));
    var list =
        new ReferenceList(new DatedList(WEDNESDAY, Path.of("list"), true), others(WEDNESDAY), 0);
    assertThatThrownBy(() -> watch.fromFile(list, "files"))
        .isInstanceOf(ListRefused.class)
        .hasMessageContaining("the list is of 2024-03-06, and today is 2024-03-05");
  }

  @Test
  void aRecycledTickerTakenBackGivesItToWhoHadIt() {
    night(MONDAY, Listed.as("BBB").named("Barnes Group, Inc. Common Stock"));
    var barnes = id("BBB");
    night(TUESDAY);
    night(WEDNESDAY, Listed.as("BBB").named("Quarry Mining Corporation Common Shares"));
    bar(id("BBB"), "2024-03-06");
    assertThat(id("BBB")).isNotEqualTo(barnes);

    assertThatThrownBy(() -> changes.undo(change(Kind.DELISTED).id(), "tester", "not gone"))
        .isInstanceOf(ChangeRefused.class);
    changes.undo(change(Kind.RECYCLED).id(), "tester", "only renamed");

    assertThat(id("BBB")).isEqualTo(barnes);
    assertThat(sessions(barnes)).containsExactly("2024-03-06");
    assertThat(instruments.byId(barnes).orElseThrow().active()).isTrue();
  }

  @Test
  void anInstrumentPartedIsTwoOneAfterTheOther() {
    night(MONDAY, Listed.as("META").named("Some Fund ETF").type("ETF"));
    var meta = id("META");
    bar(meta, "2024-03-04");
    bar(meta, "2024-03-05");
    coverage(meta, "2024-03-01", "2024-03-08");

    changes.part(meta, TUESDAY, "tester", "a fund before");

    var later = id("META");
    assertThat(later).isNotEqualTo(meta);
    assertThat(sessions(meta)).containsExactly("2024-03-04");
    assertThat(sessions(later)).containsExactly("2024-03-05");
    assertThat(coverage(meta)).containsExactly("2024-03-01..2024-03-04");
    assertThat(coverage(later)).containsExactly("2024-03-05..2024-03-08");
    assertThat(instruments.byId(meta).orElseThrow().active()).isFalse();
    assertThatThrownBy(() -> changes.part(later, MONDAY, "tester", "again"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("there is nothing to part");
  }

  @Test
  void aChangeIsTakenBackOnceAndOnlyTheLastOne() {
    var old = twoThatMayBeOne();
    changes.join(old, id("CNR"), Optional.of(TUESDAY), "tester", "one");
    var joined = change(Kind.JOINED).id();
    changes.part(old, WEDNESDAY, "tester", "two");
    assertThatThrownBy(() -> changes.undo(joined, "tester", "no"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("undo that one first");

    changes.undo(change(Kind.PARTED).id(), "tester", "one again");
    assertThatThrownBy(() -> changes.undo(999, "tester", "no"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("there is no change 999");
  }

  @Test
  void aDelistingTakenBackGivesItsUniversesBack() {
    night(MONDAY, Listed.as("CEI").named(OLD));
    var old = id("CEI");
    member(old, "CEI");
    var before = everything();
    var watch =
        new ListingWatch(
            database,
            ListingRules.DEFAULT,
            TradingCalendar.nyse(),
            CacheEntries.postgres(database, "DEFAULT"),
            Clock.systemUTC());
    for (var day : List.of(TUESDAY, WEDNESDAY, WEDNESDAY.plusDays(1))) {
      watch.fromFile(
          new ReferenceList(new DatedList(day, Path.of("list"), true), others(day), 0), "massive");
    }
    assertThat(instruments.byId(old).orElseThrow().active()).isFalse();

    changes.undo(change(Kind.DELISTED).id(), "tester", "only halted");

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void whoTradedLaterCannotBeJoinedAsTheEarlierOne() {
    var old = twoThatMayBeOne();
    var before = everything();
    for (var on : List.of(MONDAY, TUESDAY, WEDNESDAY)) {
      assertThatThrownBy(() -> changes.join(id("CNR"), old, Optional.of(on), "tester", "one"))
          .isInstanceOf(ChangeRefused.class);
      assertThat(everything()).isEqualTo(before);
    }
    assertThatThrownBy(() -> changes.join(old, old, Optional.of(TUESDAY), "tester", "one"))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("is one instrument already");
  }

  @Test
  void whoWasDelistedBeforeTheDateOfAJoinIsRefusedAndNotCut() {
    var old = twoThatMayBeOne();
    var later = id("CNR");
    database.useTransaction(h ->
        h.execute(
            "UPDATE instrument_symbol SET valid_from = NULL, valid_to = '2024-03-07' WHERE instrument_id = ?",
            later.value()));
    var before = everything();
    assertThatThrownBy(
            () -> changes.join(old, later, Optional.of(WEDNESDAY.plusDays(7)), "tester", "one"))
        .isInstanceOf(ChangeRefused.class);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aJoinBeginsWithTheListThatFoundTheLaterOneOrItsFirstBar() {
    night(MONDAY, Listed.as("CEI").named(OLD));
    var old = id("CEI");
    night(WEDNESDAY, Listed.as("CNR").named(NEW));
    var later = id("CNR");
    bar(old, "2024-03-04");
    bar(later, "2024-03-05");
    var before = everything();

    changes.join(old, later, Optional.empty(), "tester", "one");

    assertThat(instruments.at(new Symbol("CEI"), MONDAY).orElseThrow().id()).isEqualTo(old);
    assertThat(instruments.at(new Symbol("CNR"), TUESDAY).orElseThrow().id()).isEqualTo(old);
    assertThat(instruments.at(new Symbol("CEI"), TUESDAY)).isEmpty();
    changes.undo(change(Kind.JOINED).id(), "tester", "two");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void nothingIsPartedFromADateToCome() {
    var old = twoThatMayBeOne();
    assertThatThrownBy(() -> changes.part(old, LocalDate.parse("2999-01-01"), "tester", "two"))
        .isInstanceOf(ChangeRefused.class);
  }

  @Test
  void aJoinTakenBackLeavesEveryRowAsItWasWhateverItsDate() {
    var old = twoThatMayBeOne();
    var other = id("CNR");
    // Loaded before the list told: bars of the later one of a day before, and what the earlier one
    // was asked for after.
    database.useTransaction(h -> h.execute("DELETE FROM bar_daily WHERE session = '2024-03-04'"));
    bar(other, "2024-03-04");
    coverage(old, "2024-02-01", "2024-03-12");
    coverage(other, "2024-02-27", "2024-03-02");
    database.useTransaction(h -> {
      for (var id : List.of(old, other)) {
        h.execute(
            """
            INSERT INTO corporate_action (instrument_id, kind, ex_date, cash_amount, source)
            VALUES (?, 'dividend', '2024-03-05', ?, 'test')
            """,
            id.value(),
            id.value());
        h.execute(
            """
            INSERT INTO actions_covered (instrument_id, first_date, last_date, source, asked_at)
            VALUES (?, '2024-01-01', '2024-03-08', 'test', now())
            """,
            id.value());
        h.execute(
            """
            INSERT INTO bar_quarantine (instrument_id, ticker, bar_interval, session, reason,
                                        detail, received, source, first_run_id)
            VALUES (?, 'X', 'day', '2024-03-01', 'test', 'test', ?, 1, 1)
            """,
            id.value(),
            "row " + id.value());
        h.execute(
            """
            INSERT INTO coverage_omission (instrument_id, bar_interval, first_session, last_session,
                                           path, asked_at, run_id)
            VALUES (?, 'day', '2024-03-01', '2024-03-06', 'aggregates', '2024-03-07T00:00:00Z', 1)
            """,
            id.value());
      }
    });
    var before = everything();

    changes.join(old, other, Optional.of(TUESDAY), "tester", "one");
    assertThat(everything()).isNotEqualTo(before);
    changes.undo(change(Kind.JOINED).id(), "tester", "two");

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aPartTakenBackLeavesEveryRowAsItWas() {
    night(MONDAY, Listed.as("META").named("Some Fund ETF").type("ETF").figi("F1"));
    var meta = id("META");
    bar(meta, "2024-03-04");
    bar(meta, "2024-03-05");
    coverage(meta, "2024-03-01", "2024-03-08");
    member(meta, "META");
    var before = everything();

    changes.part(meta, TUESDAY, "tester", "a fund before");
    changes.undo(change(Kind.PARTED).id(), "tester", "one");

    assertThat(everything()).isEqualTo(before);
    changes.part(meta, TUESDAY, "tester", "a fund before");
    changes.undo(change(Kind.PARTED).id(), "tester", "one");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aReturnThatNobodyCanUndoKeepsNoJoinFromBeingTakenBack() {
    var old = twoThatMayBeOne();
    changes.join(old, id("CNR"), Optional.of(TUESDAY), "tester", "one");
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO listing_change (kind, instrument_id, ticker, on_date, confidence, evidence, source, list_date)
            VALUES ('returned', ?, 'CNR', '2024-03-06', 1, 'test', 'test', '2024-03-06')
            """,
            old.value()));
    changes.undo(change(Kind.JOINED).id(), "tester", "two");
    assertThat(id("CNR")).isNotEqualTo(old);
  }

  /// CEI left on Tuesday when CNR came: with bars of both, a revision and a coverage range.
  private InstrumentId twoThatMayBeOne() {
    night(MONDAY, Listed.as("CEI").named(OLD));
    var old = id("CEI");
    night(TUESDAY, Listed.as("CNR").named(NEW));
    var other = id("CNR");
    Stream.of("2024-03-01", "2024-03-04").forEach(day -> bar(old, day));
    Stream.of("2024-03-05", "2024-03-06").forEach(day -> bar(other, day));
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO bar_revision (instrument_id, session, open, high, low, close, known_from,
                                      known_until, run_id, source, suspicions)
            VALUES (?, '2024-03-05', 1, 1, 1, 1, now(), now(), 1, 1, 0)
            """,
            other.value()));
    coverage(other, "2024-03-05", "2024-03-07");
    database.useTransaction(h -> {
      h.execute(
          "INSERT INTO universe (key, name, cache_name, category, kind) VALUES ('coal', 'Coal', 'Coal', 'test', 'list')");
      for (var member : List.of("CEI " + old.value(), "CNR " + other.value())) {
        h.execute(
            """
            INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
            SELECT id, ?, ?, '2024-01-01', 'test', 'test' FROM universe
            """,
            member.split(" ")[0],
            Integer.parseInt(member.split(" ")[1]));
      }
    });
    return old;
  }

  private void night(LocalDate date, Listed... rows) {
    var all =
        Stream.concat(
                Stream.of(rows),
                Stream.iterate(0, i -> i < 60, i -> i + 1)
                    .map(i ->
                        Listed.as("O" + i)
                            .named("Other" + (char) ('a' + i % 26) + i + " Plc")
                            .updated(date + "T06:00:00Z")))
            .map(Listed::row)
            .toList();
    sync.takeNight(
        NightlyList.of(all, new ListSource("massive", Bar.startOfSession(date)), true),
        ListingRules.DEFAULT,
        TradingCalendar.nyse(),
        LastBars.UNKNOWN);
  }

  private List<ListingRow> others(LocalDate date) {
    return Stream.iterate(0, i -> i < 60, i -> i + 1)
        .map(i ->
            Listed.as("O" + i)
                .named("Other" + (char) ('a' + i % 26) + i + " Plc")
                .updated(date + "T06:00:00Z")
                .row())
        .toList();
  }

  private void member(InstrumentId id, String ticker) {
    database.useTransaction(h -> {
      h.execute(
          "INSERT INTO universe (key, name, cache_name, category, kind) VALUES ('coal', 'Coal', 'Coal', 'test', 'list')");
      h.execute(
          """
          INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
          SELECT id, ?, ?, '2024-01-01', 'test', 'test' FROM universe
          """,
          ticker,
          id.value());
    });
  }

  private RecordedChange change(Kind kind) {
    return changes.since(LocalDate.EPOCH).stream()
        .filter(change -> change.kind() == kind && change.undoneAt().isEmpty())
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private InstrumentId id(String ticker) {
    return Optional.ofNullable(
            instruments.currentOrLast(List.of(new Symbol(ticker))).get(new Symbol(ticker)))
        .map(Instrument::id)
        .orElseThrow();
  }

  private void bar(InstrumentId id, String session) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO bar_daily (instrument_id, session, open, high, low, close, known_from,
                                   run_id, source, provisional)
            VALUES (?, ?::date, 1, 1, 1, 1, now(), 1, 1, false)
            """,
            id.value(),
            session));
  }

  private void coverage(InstrumentId id, String first, String last) {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO coverage_range (instrument_id, bar_interval, first_session, last_session,
                                        state, reason, evidence, run_id)
            VALUES (?, 'day', ?::date, ?::date, 'confirmed_empty', 'test', 'test', 1)
            """,
            id.value(),
            first,
            last));
  }

  private List<String> sessions(InstrumentId id) {
    return texts("SELECT session FROM bar_daily WHERE instrument_id = ? ORDER BY 1", id);
  }

  private List<String> revisions(InstrumentId id) {
    return texts("SELECT session FROM bar_revision WHERE instrument_id = ? ORDER BY 1", id);
  }

  private List<String> coverage(InstrumentId id) {
    return texts(
        "SELECT first_session || '..' || last_session FROM coverage_range"
            + " WHERE instrument_id = ? ORDER BY 1",
        id);
  }

  private List<String> memberships(InstrumentId id) {
    return texts(
        "SELECT u.key || ' ' || m.ticker FROM universe_member m JOIN universe u ON u.id ="
            + " m.universe_id WHERE m.instrument_id = ? ORDER BY 1",
        id);
  }

  private List<String> texts(String query, InstrumentId id) {
    return database.read(h -> h.select(query, id.value()).map((row, _) -> row.getString(1)).list());
  }

  private List<String> audited() {
    return database.read(h -> h.select("SELECT action FROM audit").mapTo(String.class).list());
  }

  /// Who has which tickers, bars, coverage and memberships.
  private List<String> everything() {
    return database.read(h ->
        h.select(
                """
                SELECT 'ticker ' || instrument_id || ' ' || ticker || ' '
                       || coalesce(valid_from::text, '') || '..' || coalesce(valid_to::text, '')
                FROM instrument_symbol
                UNION ALL
                SELECT 'bar ' || instrument_id || ' ' || session FROM bar_daily
                UNION ALL
                SELECT 'revision ' || instrument_id || ' ' || session FROM bar_revision
                UNION ALL
                SELECT 'coverage ' || instrument_id || ' ' || first_session || '..' || last_session
                FROM coverage_range
                UNION ALL
                SELECT 'member ' || coalesce(instrument_id, 0) || ' ' || ticker || ' ' || valid_from
                       || '..' || coalesce(valid_to::text, '')
                FROM universe_member
                UNION ALL
                SELECT 'quarantine ' || coalesce(instrument_id, 0) || ' ' || received
                FROM bar_quarantine
                UNION ALL
                SELECT 'omission ' || instrument_id || ' ' || first_session || '..' || last_session
                FROM coverage_omission
                UNION ALL
                SELECT 'action ' || instrument_id || ' ' || kind || ex_date || cash_amount
                FROM corporate_action
                UNION ALL
                SELECT 'covered ' || instrument_id || ' ' || first_date || '..' || last_date
                FROM actions_covered
                UNION ALL
                SELECT 'active ' || id || ' ' || active || ' ' || coalesce(delist_date::text, '') || ' '
                       || coalesce(composite_figi, '')
                FROM instrument WHERE merged_into IS NULL
                ORDER BY 1
                """)
            .mapTo(String.class)
            .list());
  }
}
