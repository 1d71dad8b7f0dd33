package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.JANUARY;
import static ai.tickstock.bars.TestBars.bar;
import static ai.tickstock.bars.TestBars.bare;
import static ai.tickstock.bars.TestBars.batch;
import static ai.tickstock.bars.TestBars.checked;
import static ai.tickstock.bars.TestBars.provisional;
import static ai.tickstock.bars.TestBars.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.BarStore.Path;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a bar store promises, on whichever server.
abstract class BarStoreContract {
  private static final int RUN = 7;

  private Database database;
  private BarStore store;
  private InstrumentId spy;
  private InstrumentId qqq;

  abstract Database migrated();

  @BeforeEach
  void open() {
    database = migrated();
    store = BarStore.postgres(database);
    spy = TestBars.instrument(database);
    qqq = TestBars.instrument(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void givesBackWhatWasWritten(Path path) {
    var full =
        new CheckedBar(
            new Bar(
                Bar.startOfSession(LocalDate.parse("2024-01-02")),
                0,
                473.67,
                470.49,
                472.65,
                OptionalDouble.of(123_623_719.25),
                OptionalDouble.of(472.1234),
                OptionalLong.of(3_000_000_000L)),
            Set.of(Suspicion.OPEN_IS_ZERO, Suspicion.VWAP_OR_TRADES_UNUSABLE),
            true);
    var bare = checked(bare("2024-01-03", 468.79));

    var count = write(path, batch(spy, full, bare));

    assertThat(count).isEqualTo(new WriteCount(2, 0, 0, 0));
    var stored = store.read(spy, JANUARY, Optional.empty());
    assertThat(stored).extracting(StoredBar::bar).containsExactly(full.bar(), bare.bar());
    assertThat(stored)
        .extracting(StoredBar::suspicions)
        .containsExactly(full.suspicions(), Set.of());
    assertThat(stored).extracting(StoredBar::provisional).containsExactly(true, false);
    assertThat(stored).extracting(StoredBar::source).containsOnly(BarSource.AGGREGATES);
    assertThat(stored).extracting(StoredBar::runId).containsOnly(RUN);
    assertThat(stored).extracting(StoredBar::knownFrom).containsOnly(stored.get(0).knownFrom());
  }

  @ParameterizedTest
  @EnumSource(
      value = Path.class,
      names = {"FASTEST", "COMPARE"})
  void writingTheSameBarsTwiceChangesNothing(Path path) {
    var twice =
        new BarBatch[] {
          batch(spy, checked(bar("2024-01-02", 472)), checked(bar("2024-01-03", 468))),
          batch(qqq, provisional(bar("2024-01-02", 402)))
        };
    assertThat(write(path, twice)).isEqualTo(new WriteCount(3, 0, 0, 0));
    var before = table();

    assertThat(write(path, twice)).isEqualTo(new WriteCount(0, 0, 0, 3));
    assertThat(table()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void takesBatchesInAnyOrder(Path path) {
    var late =
        new BarBatch(
            spy, range("2024-01-10", "2024-01-12"), List.of(checked(bar("2024-01-10", 3))));
    var early =
        new BarBatch(
            spy, range("2024-01-02", "2024-01-04"), List.of(checked(bar("2024-01-02", 2))));

    write(path, batch(qqq, checked(bar("2024-01-05", 4))), late, early);

    assertThat(closes(spy)).containsExactly(2.0, 3.0);
    assertThat(closes(qqq)).containsExactly(4.0);
  }

  @Test
  void countsEachWayInOneWrite() {
    write(
        batch(
            spy,
            checked(bar("2024-01-02", 1)),
            checked(bar("2024-01-03", 2)),
            provisional(bar("2024-01-04", 3)),
            checked(bar("2024-01-05", 4))));

    var count =
        write(
            batch(
                spy,
                checked(bar("2024-01-02", 1)),
                checked(bar("2024-01-03", 22)),
                checked(bar("2024-01-04", 33)),
                provisional(bar("2024-01-05", 44)),
                checked(bar("2024-01-08", 5))),
            batch(qqq, checked(bar("2024-01-02", 6))));

    assertThat(count).isEqualTo(new WriteCount(2, 1, 1, 2));
    assertThat(closes(spy)).containsExactly(1.0, 22.0, 33.0, 4.0, 5.0);
  }

  @Test
  void anEmptyWriteDoesNothing() {
    assertThat(write()).isEqualTo(WriteCount.NONE);
    assertThat(write(batch(spy))).isEqualTo(WriteCount.NONE);
    assertThat(initialLoadDate(spy)).isEmpty();
  }

  @Test
  void aFinalValueThatDiffersSupersedesAndKeepsTheOldOne() {
    write(batch(spy, checked(bar("2024-01-02", 472))));
    var before = store.read(spy, JANUARY, Optional.empty()).getFirst();

    assertThat(write(batch(spy, checked(bar("2024-01-02", 473)))))
        .isEqualTo(new WriteCount(0, 0, 1, 0));

    var after = store.read(spy, JANUARY, Optional.empty()).getFirst();
    assertThat(after.bar().close()).isEqualTo(473);
    assertThat(after.knownFrom()).isAfter(before.knownFrom());
    assertThat(revisions()).containsExactly("2024-01-02 472.0 until the next");
    assertThat(store.superseded(spy, JANUARY))
        .containsExactly(new BarStore.Superseded(before, after.knownFrom()));
    assertThat(store.superseded(qqq, JANUARY)).isEmpty();
    assertThat(store.read(spy, JANUARY, Optional.of(before.knownFrom()))).containsExactly(before);
    assertThat(store.read(spy, JANUARY, Optional.of(after.knownFrom().minusNanos(1_000))))
        .containsExactly(before);
    assertThat(store.read(spy, JANUARY, Optional.of(after.knownFrom()))).containsExactly(after);
    assertThat(store.read(spy, JANUARY, Optional.of(before.knownFrom().minusNanos(1_000))))
        .isEmpty();
  }

  @Test
  void everyValueOfABarCanMakeARevision() {
    var start = Bar.startOfSession(LocalDate.parse("2024-01-02"));
    var volume = OptionalDouble.of(100);
    var vwap = OptionalDouble.of(2.5);
    var trades = OptionalLong.of(9);
    var variants =
        List.of(
            new Bar(start, 2, 4, 1, 3, volume, vwap, trades),
            new Bar(start, 2.5, 4, 1, 3, volume, vwap, trades),
            new Bar(start, 2.5, 4.5, 1, 3, volume, vwap, trades),
            new Bar(start, 2.5, 4.5, 1.5, 3, volume, vwap, trades),
            new Bar(start, 2.5, 4.5, 1.5, 3.5, volume, vwap, trades),
            new Bar(start, 2.5, 4.5, 1.5, 3.5, OptionalDouble.of(101), vwap, trades),
            new Bar(
                start, 2.5, 4.5, 1.5, 3.5, OptionalDouble.of(101), OptionalDouble.of(3), trades),
            new Bar(
                start,
                2.5,
                4.5,
                1.5,
                3.5,
                OptionalDouble.of(101),
                OptionalDouble.of(3),
                OptionalLong.of(10)));

    var counts = variants.stream().map(variant -> write(batch(spy, checked(variant)))).toList();

    assertThat(counts.subList(1, counts.size())).containsOnly(new WriteCount(0, 0, 1, 0));
    assertThat(store.read(spy, JANUARY, Optional.empty()).getFirst().bar())
        .isEqualTo(variants.getLast());
    assertThat(revisions()).hasSize(variants.size() - 1);
  }

  @Test
  void theSourceAndSuspicionsAloneAreNoDifference() {
    write(batch(spy, checked(bar("2024-01-02", 472))));

    var count =
        write(
            Path.FASTEST,
            BarSource.DAY_FILE,
            batch(
                spy,
                new CheckedBar(bar("2024-01-02", 472), Set.of(Suspicion.OPEN_IS_ZERO), false)));

    assertThat(count).isEqualTo(new WriteCount(0, 0, 0, 1));
    assertThat(store.read(spy, JANUARY, Optional.empty()).getFirst().source())
        .isEqualTo(BarSource.AGGREGATES);
  }

  @Test
  void anAbsentOptionalValueNeitherDiffersNorDestroys() {
    write(batch(spy, checked(bar("2024-01-02", 472)), checked(bar("2024-01-03", 468))));

    var count =
        write(batch(spy, checked(bare("2024-01-02", 472)), checked(bare("2024-01-03", 469))));

    assertThat(count).isEqualTo(new WriteCount(0, 0, 1, 1));
    var stored = store.read(spy, JANUARY, Optional.empty());
    assertThat(stored.get(0).bar()).isEqualTo(bar("2024-01-02", 472));
    assertThat(stored.get(1).bar().close()).isEqualTo(469);
    assertThat(stored.get(1).bar().volume()).hasValue(1_000);
    assertThat(stored.get(1).bar().vwap()).hasValue(468);
    assertThat(stored.get(1).bar().trades()).hasValue(10);
  }

  @Test
  void anOptionalValueThatComesLaterIsFilledInWithoutARevision() {
    write(batch(spy, checked(bare("2024-01-02", 472)), checked(bare("2024-01-03", 468))));
    var before = store.read(spy, JANUARY, Optional.empty());

    assertThat(write(batch(spy, checked(bar("2024-01-02", 472)), checked(bar("2024-01-03", 469)))))
        .isEqualTo(new WriteCount(0, 1, 1, 0));

    var after = store.read(spy, JANUARY, Optional.empty());
    assertThat(after)
        .extracting(StoredBar::bar)
        .containsExactly(bar("2024-01-02", 472), bar("2024-01-03", 469));
    assertThat(after.getFirst().knownFrom()).isEqualTo(before.getFirst().knownFrom());
    assertThat(revisions()).containsExactly("2024-01-03 468.0 until the next");
  }

  @Test
  void theFlagOfAZeroVolumeGoesWithTheVolume() {
    var bare = bare("2024-01-02", 472);
    var noVolume =
        new Bar(
            bare.start(),
            472,
            473,
            471,
            472,
            OptionalDouble.of(0),
            OptionalDouble.empty(),
            OptionalLong.empty());
    write(batch(spy, new CheckedBar(noVolume, Set.of(Suspicion.VOLUME_IS_ZERO), false)));

    write(batch(spy, checked(bare("2024-01-02", 480))));

    var stored = store.read(spy, JANUARY, Optional.empty()).getFirst();
    assertThat(stored.bar().volume()).hasValue(0);
    assertThat(stored.suspicions()).containsExactly(Suspicion.VOLUME_IS_ZERO);
  }

  @Test
  void aProvisionalValueIsReplacedWithoutARevision() {
    write(batch(spy, provisional(bar("2024-01-02", 470))));

    assertThat(write(batch(spy, provisional(bar("2024-01-02", 471)))))
        .isEqualTo(new WriteCount(0, 1, 0, 0));
    assertThat(write(batch(spy, checked(bar("2024-01-02", 472)))))
        .isEqualTo(new WriteCount(0, 1, 0, 0));

    var stored = store.read(spy, JANUARY, Optional.empty()).getFirst();
    assertThat(stored.bar().close()).isEqualTo(472);
    assertThat(stored.provisional()).isFalse();
    assertThat(revisions()).isEmpty();
  }

  @Test
  void aFinalValueThatConfirmsAProvisionalOneReplacesItAndWasKnownAllAlong() {
    write(batch(spy, provisional(bar("2024-01-02", 470))));
    var before = store.read(spy, JANUARY, Optional.empty()).getFirst();

    assertThat(write(batch(spy, checked(bar("2024-01-02", 470)))))
        .isEqualTo(new WriteCount(0, 1, 0, 0));

    var after = store.read(spy, JANUARY, Optional.empty()).getFirst();
    assertThat(after.provisional()).isFalse();
    assertThat(after.knownFrom()).isEqualTo(before.knownFrom());
  }

  @Test
  void aProvisionalValueNeverReplacesAFinalOne() {
    write(batch(spy, checked(bar("2024-01-02", 472))));

    assertThat(write(batch(spy, provisional(bar("2024-01-02", 999)))))
        .isEqualTo(new WriteCount(0, 0, 0, 1));
    assertThat(closes(spy)).containsExactly(472.0);
  }

  @Test
  void severalRevisionsInOneTransactionKeepTheirOrder() {
    database.useTransaction(handle -> {
      for (double close : new double[] {1, 2, 3}) {
        store.write(
            handle,
            RUN,
            BarSource.AGGREGATES,
            List.of(batch(spy, checked(bar("2024-01-02", close)))),
            Path.FASTEST);
      }
    });

    assertThat(closes(spy)).containsExactly(3.0);
    assertThat(revisions())
        .containsExactly("2024-01-02 1.0 until the next", "2024-01-02 2.0 until the next");
  }

  @Test
  void aWriteThatIsRolledBackLeavesNothing() {
    assertThatThrownBy(() ->
            database.useTransaction(handle -> {
              store.write(
                  handle,
                  RUN,
                  BarSource.AGGREGATES,
                  List.of(batch(spy, checked(bar("2024-01-02", 1)))),
                  Path.COMPARE);
              throw new IllegalStateException("the plug is pulled");
            }))
        .hasMessage("the plug is pulled");

    assertThat(store.read(spy, JANUARY, Optional.empty())).isEmpty();
    assertThat(initialLoadDate(spy)).isEmpty();
    assertThat(write(Path.COMPARE, batch(spy, checked(bar("2024-01-02", 1)))).inserted())
        .isEqualTo(1);
  }

  @Test
  void setsTheInitialLoadDateWithTheFirstBarOnly() {
    write(batch(spy, checked(bar("2024-01-02", 1))));

    var today =
        database.read(handle ->
            handle
                .createQuery(
                    "SELECT (known_from AT TIME ZONE 'America/New_York')::date FROM bar_daily")
                .mapTo(LocalDate.class)
                .one());
    assertThat(initialLoadDate(spy)).contains(today);
    assertThat(initialLoadDate(qqq)).isEmpty();

    database.useTransaction(handle ->
        handle.execute(
            "UPDATE instrument SET initial_load_date = '2020-02-03' WHERE id = ?", spy.value()));
    write(batch(spy, checked(bar("2024-01-03", 1))));
    assertThat(initialLoadDate(spy)).contains(LocalDate.parse("2020-02-03"));
  }

  @Test
  void refusesTwoBarsOfOneCellBeforeItWritesAny() {
    assertThatThrownBy(() ->
            write(
                batch(spy, checked(bar("2024-01-02", 1))),
                batch(spy, checked(bar("2024-01-02", 2)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two bars of " + spy + " on 2024-01-02 in one write");
    assertThat(store.read(spy, JANUARY, Optional.empty())).isEmpty();
  }

  @Test
  void saysWhenAnotherWriterStoredTheCellSinceItLooked() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      var first =
          database.inTransaction(handle -> {
            store.write(
                handle,
                RUN,
                BarSource.AGGREGATES,
                List.of(batch(spy, checked(bar("2024-01-02", 1)))),
                Path.FASTEST);
            var second =
                threads.submit(
                    () -> write(Path.FASTEST, batch(spy, checked(bar("2024-01-02", 2)))));
            awaitALockedWriter();
            return second;
          });

      assertThatThrownBy(first::get).hasCauseInstanceOf(BarStore.StraightCopyLost.class);
    }
    assertThat(write(Path.COMPARE, batch(spy, checked(bar("2024-01-02", 2)))))
        .isEqualTo(new WriteCount(0, 0, 1, 0));
  }

  @Test
  void aStraightCopyThatMeetsAStoredBarIsLostAsAWhole() {
    write(Path.STRAIGHT, batch(spy, checked(bar("2024-01-02", 472))));
    var before = table();

    assertThatThrownBy(() ->
            write(
                Path.STRAIGHT,
                batch(qqq, checked(bar("2024-01-02", 402))),
                batch(spy, checked(bar("2024-01-02", 473)))))
        .isInstanceOf(BarStore.StraightCopyLost.class);
    assertThat(table()).isEqualTo(before);
  }

  @Test
  void losesNoRevisionWhenTwoWritersFillAnEmptyCellAtOnce() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      var second =
          database.inTransaction(handle -> {
            store.write(
                handle,
                RUN,
                BarSource.AGGREGATES,
                List.of(batch(spy, checked(bar("2024-01-02", 1)))),
                Path.COMPARE);
            var other =
                threads.submit(
                    () -> write(Path.COMPARE, batch(spy, checked(bar("2024-01-02", 2)))));
            awaitALockedWriter();
            return other;
          });

      assertThat(second.get()).isEqualTo(new WriteCount(0, 0, 1, 0));
    }
    assertThat(closes(spy)).containsExactly(2.0);
    assertThat(revisions()).containsExactly("2024-01-02 1.0 until the next");
  }

  @Test
  void losesNoRevisionWhenTwoWritersReviseACellAtOnce() throws Exception {
    write(batch(spy, checked(bar("2024-01-02", 1))));
    try (var threads = Executors.newSingleThreadExecutor()) {
      var second =
          database.inTransaction(handle -> {
            store.write(
                handle,
                RUN,
                BarSource.AGGREGATES,
                List.of(batch(spy, checked(bar("2024-01-02", 2)))),
                Path.FASTEST);
            var other = threads.submit(() -> write(batch(spy, checked(bar("2024-01-02", 3)))));
            awaitALockedWriter();
            return other;
          });

      assertThat(second.get()).isEqualTo(new WriteCount(0, 0, 1, 0));
    }
    assertThat(closes(spy)).containsExactly(3.0);
    assertThat(revisions())
        .containsExactly("2024-01-02 1.0 until the next", "2024-01-02 2.0 until the next");
  }

  @Test
  void timeRunsForwardForAWriterThatBeganBeforeTheOneItSupersedes() {
    write(batch(spy, checked(bar("2024-01-02", 1))));
    database.useTransaction(early -> {
      early.execute("SELECT now()");
      write(batch(spy, checked(bar("2024-01-02", 2))));
      store.write(
          early,
          RUN,
          BarSource.AGGREGATES,
          List.of(batch(spy, checked(bar("2024-01-02", 3)))),
          Path.FASTEST);
    });

    assertThat(closes(spy)).containsExactly(3.0);
    assertThat(revisions())
        .containsExactly("2024-01-02 1.0 until the next", "2024-01-02 2.0 until the next");
  }

  /// Writers with values of their own over overlapping cells: every value that was ever stored is
  /// the present one or a revision, in one unbroken chain a cell, and nobody waits in a circle.
  @Test
  void manyWritersOfTheSameCellsLoseNothing() throws Exception {
    int writers = 4;
    int rounds = 6;
    var start = new CyclicBarrier(writers);
    var total = WriteCount.NONE;
    try (var threads = Executors.newFixedThreadPool(writers)) {
      var results = new ArrayList<Future<WriteCount>>();
      for (int writer = 0; writer < writers; writer++) {
        var random = new Random(writer);
        int own = writer;
        results.add(
            threads.submit(() -> {
              start.await();
              var count = WriteCount.NONE;
              for (int round = 0; round < rounds; round++) {
                double close = 10 + own * rounds + round;
                var batches = new ArrayList<BarBatch>();
                for (var instrument : List.of(qqq, spy)) {
                  var bars = new ArrayList<CheckedBar>();
                  for (int day = 1; day <= 28; day++) {
                    if (random.nextBoolean()) {
                      bars.add(checked(bar(LocalDate.of(2024, 1, day).toString(), close)));
                    }
                  }
                  batches.add(new BarBatch(instrument, JANUARY, bars));
                }
                count = count.plus(write(Path.COMPARE, batches.toArray(BarBatch[]::new)));
              }
              return count;
            }));
      }
      for (var result : results) {
        total = total.plus(result.get());
      }
    }
    assertThat(total.inserted()).isEqualTo(closes(spy).size() + closes(qqq).size());
    assertThat(total.unchanged()).isZero();
    assertThat(revisions())
        .hasSize(total.revised())
        .allSatisfy(revision -> assertThat(revision).endsWith("until the next"));
  }

  @Test
  void keepsSplitAdjustedBarsApartFromRawOnes() {
    var adjusted = BarSource.TICKER_FILE_SPLIT_ADJUSTED;
    write(batch(spy, checked(bar("2024-01-02", 400))));

    assertThat(
            write(
                Path.FASTEST,
                adjusted,
                batch(spy, checked(bar("2024-01-02", 100)), checked(bare("2024-01-03", 101)))))
        .isEqualTo(new WriteCount(2, 0, 0, 0));
    assertThat(
            write(
                Path.FASTEST,
                adjusted,
                batch(
                    spy,
                    checked(bare("2024-01-02", 50)),
                    checked(bare("2024-01-03", 101)),
                    checked(bare("2024-01-04", 52)))))
        .isEqualTo(new WriteCount(1, 1, 0, 1));

    var stored = store.readSourceAdjusted(spy, JANUARY);
    assertThat(stored).extracting(s -> s.bar().close()).containsExactly(50.0, 101.0, 52.0);
    assertThat(stored.get(0).bar().volume()).hasValue(1_000);
    assertThat(stored.get(0).bar().vwap()).isEmpty();
    assertThat(stored.get(1).bar().volume()).isEmpty();
    assertThat(stored).extracting(StoredBar::source).containsOnly(adjusted);
    assertThat(closes(spy)).containsExactly(400.0);
    assertThat(revisions()).isEmpty();
  }

  @Test
  void pricesKeepTheirDigits() {
    var random = new Random(15);
    var prices = new ArrayList<String>();
    for (int i = 0; i < 2_000; i++) {
      int digits = 1 + random.nextInt(15);
      int scale = random.nextInt(Math.min(digits + 6, 12));
      var unscaled = 1 + (long) (random.nextDouble() * (Math.pow(10, digits) - 2));
      prices.add(BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString());
    }
    prices.addAll(
        List.of("222.95", "0.0001", "999999999999999", "0.1", "523550.005", "0.000100000000001"));
    var first = LocalDate.parse("2000-01-03");
    var bars = new ArrayList<CheckedBar>();
    for (int i = 0; i < prices.size(); i++) {
      double price = Double.parseDouble(prices.get(i));
      var start = Bar.startOfSession(first.plusDays(i));
      var value = OptionalDouble.of(price);
      bars.add(
          checked(new Bar(start, price, price, price, price, value, value, OptionalLong.empty())));
    }
    var range = range("2000-01-03", "2010-12-31");

    write(new BarBatch(spy, range, bars));

    var read = new ArrayList<String>();
    for (var stored : store.read(spy, range, Optional.empty())) {
      read.add(
          new BigDecimal(Double.toString(stored.bar().close()))
              .stripTrailingZeros()
              .toPlainString());
      assertThat(stored.bar().vwap()).hasValue(stored.bar().close());
    }
    assertThat(read).isEqualTo(prices);
    assertThat(textsInTheTable()).isEqualTo(prices);
  }

  private List<String> textsInTheTable() {
    return database.read(handle ->
        handle
            .createQuery("SELECT close::text FROM bar_daily ORDER BY session")
            .mapTo(String.class)
            .map(text ->
                new BigDecimal(text)
                    .setScale(20, RoundingMode.UNNECESSARY)
                    .stripTrailingZeros()
                    .toPlainString())
            .list());
  }

  private WriteCount write(BarBatch... batches) {
    return write(Path.FASTEST, batches);
  }

  private WriteCount write(Path path, BarBatch... batches) {
    return write(path, BarSource.AGGREGATES, batches);
  }

  private WriteCount write(Path path, BarSource source, BarBatch... batches) {
    return database.inTransaction(
        handle -> store.write(handle, RUN, source, List.of(batches), path));
  }

  private List<Double> closes(InstrumentId instrument) {
    return store.read(instrument, JANUARY, Optional.empty()).stream()
        .map(stored -> stored.bar().close())
        .toList();
  }

  private List<String> table() {
    return database.read(handle ->
        handle
            .createQuery("SELECT b::text FROM bar_daily b ORDER BY instrument_id, session")
            .mapTo(String.class)
            .list());
  }

  /// `session close`, and whether the value that came next is known from where this one ends.
  private List<String> revisions() {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT r.session, r.close, r.known_from < r.known_until AND r.known_until = coalesce(
                  lead(r.known_from) OVER (PARTITION BY r.instrument_id, r.session ORDER BY r.known_until), b.known_from) AS chained
                FROM bar_revision r JOIN bar_daily b USING (instrument_id, session)
                ORDER BY r.instrument_id, r.session, r.known_until\
                """)
            .map((row, context) ->
                row.getString("session")
                    + " "
                    + row.getDouble("close")
                    + (row.getBoolean("chained") ? " until the next" : " torn off"))
            .list());
  }

  private Optional<LocalDate> initialLoadDate(InstrumentId instrument) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT initial_load_date FROM instrument WHERE id = :id AND initial_load_date IS NOT NULL")
            .bind("id", instrument.value())
            .mapTo(LocalDate.class)
            .findOne());
  }

  /// Until another session of this database waits for a lock.
  private void awaitALockedWriter() {
    Awaitility.await()
        .until(() ->
            database.read(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                    .mapTo(Integer.class)
                    .one())
                > 0);
  }
}
