package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.JANUARY;
import static ai.tickstock.bars.TestBars.bar;
import static ai.tickstock.bars.TestBars.bare;
import static ai.tickstock.bars.TestBars.batch;
import static ai.tickstock.bars.TestBars.checked;
import static ai.tickstock.bars.TestBars.provisional;
import static ai.tickstock.bars.TestBars.range;
import static ai.tickstock.bars.TestBars.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.Coverage.Known;
import ai.tickstock.bars.Coverage.Trading;
import ai.tickstock.bars.ExplainedRange.State;
import ai.tickstock.bars.Omission.AnswerPath;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What coverage promises, on whichever server.
abstract class CoverageContract {
  private static final Instant MORNING = Instant.parse("2024-02-01T14:00:00.123456Z");
  private static final int RUN = 7;

  private Database database;
  private Coverage coverage;
  private InstrumentId spy;
  private InstrumentId qqq;

  abstract Database migrated();

  @BeforeEach
  void open() {
    database = migrated();
    coverage = Coverage.postgres();
    spy = TestBars.instrument(database);
    qqq = TestBars.instrument(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyAskedInstrumentHasAnEntry() {
    var nothing = SessionSet.none(JANUARY);

    assertThat(read(JANUARY, spy, qqq, spy))
        .isEqualTo(
            Map.of(
                spy, Known.ofDays(nothing, nothing, List.of(), List.of()),
                qqq, Known.ofDays(nothing, nothing, List.of(), List.of())));
    assertThat(read(JANUARY)).isEmpty();
  }

  @Test
  void tellsStoredAndProvisionalSessionsOfTheRangeOnly() {
    store(
        batch(
            spy,
            checked(bar("2024-01-02", 1)),
            checked(bar("2024-01-03", 1)),
            provisional(bar("2024-01-04", 1))),
        batch(qqq, checked(bar("2024-01-31", 1))));
    var part = range("2024-01-03", "2024-01-30");

    var known = read(part, spy, qqq);

    assertThat(known(known, spy).stored()).isEqualTo(sessions(part, "2024-01-03", "2024-01-04"));
    assertThat(known(known, spy).provisional()).isEqualTo(sessions(part, "2024-01-04"));
    assertThat(known(known, qqq).stored().isEmpty()).isTrue();
  }

  @Test
  void aDatabaseThatBeganSmallIsStillReadByKey() {
    database.useTransaction(handle -> {
      bars(handle, 1, 2);
      handle.execute("ANALYZE bar_daily");
      bars(handle, 3, 200);
    });

    assertThat(plan()).isNotEmpty().noneMatch(line -> line.contains("Seq Scan on bar_daily"));
  }

  private static void bars(Handle handle, int firstInstrument, int lastInstrument) {
    handle.execute(
        """
        INSERT INTO bar_daily (instrument_id, session, open, high, low, close, known_from, run_id, source, provisional)
        SELECT i, CAST('2020-01-01' AS date) + d, 1, 1, 1, 1, now(), 7, 1, false
        FROM generate_series(CAST(? AS integer), CAST(? AS integer)) AS i, generate_series(1, 700) AS d
        """,
        firstInstrument,
        lastInstrument);
  }

  private List<String> plan() {
    return database.read(handle ->
        handle
            .createQuery("EXPLAIN " + PostgresCoverage.READ_DAYS)
            .bindArray("instruments", Integer.class, IntStream.rangeClosed(1, 200).boxed().toList())
            .bind("first", LocalDate.parse("2020-01-01"))
            .bind("last", LocalDate.parse("2021-12-31"))
            .bind("interval", "day")
            .mapTo(String.class)
            .list());
  }

  @Test
  void theSameNoteTwiceIsKeptOnceAndALaterAskIsANewOne() {
    var note = new Omission(spy, range("2024-01-03", "2024-01-05"), AnswerPath.AGGREGATES, MORNING);
    var later =
        new Omission(spy, note.sessions(), AnswerPath.AGGREGATES, MORNING.plusSeconds(86_400));
    var otherPath = new Omission(spy, note.sessions(), AnswerPath.GROUPED, MORNING);
    var finer = new Omission(spy, note.sessions(), AnswerPath.AGGREGATES, MORNING.plusNanos(1));

    note(later, note, note);
    note(otherPath, note, finer);
    note();

    assertThat(known(read(JANUARY, spy, qqq), spy).omissions())
        .containsExactly(note, otherPath, later);
    assertThat(known(read(JANUARY, spy, qqq), qqq).omissions()).isEmpty();
  }

  @Test
  void tellsNotesAndExplanationsThatOverlapTheRange() {
    note(
        new Omission(spy, range("2023-12-20", "2024-01-02"), AnswerPath.FILE, MORNING),
        new Omission(spy, range("2023-12-20", "2023-12-29"), AnswerPath.FILE, MORNING));
    explain(
        explained(spy, range("2024-01-31", "2024-02-10"), State.REFUSED),
        explained(spy, range("2024-02-01", "2024-02-10"), State.REFUSED));

    var known = known(read(JANUARY, spy), spy);

    assertThat(known.omissions()).hasSize(1);
    assertThat(known.explained()).hasSize(1);
  }

  @Test
  void theExplanationDecidedLastHolds() {
    var first =
        new ExplainedRange(
            spy,
            range("2024-01-02", "2024-01-10"),
            State.CONFIRMED_EMPTY,
            "not_listed",
            "listed on 2024-01-11",
            Optional.of(MORNING));
    var second = explained(spy, range("2024-01-05", "2024-01-05"), State.ACCEPTED);
    explain(first, explained(qqq, JANUARY, State.REFUSED));
    explain(second);
    explain();

    var known = known(read(JANUARY, spy), spy);

    assertThat(known.explained())
        .extracting(Coverage.Explained::range)
        .containsExactly(first, second);
    assertThat(known.explained()).extracting(Coverage.Explained::runId).containsOnly(RUN);
    assertThat(known.explained().get(0).decidedAt())
        .isBeforeOrEqualTo(known.explained().get(1).decidedAt());
    assertThat(known.explanation(LocalDate.parse("2024-01-04")))
        .map(Coverage.Explained::range)
        .contains(first);
    assertThat(known.explanation(LocalDate.parse("2024-01-05")))
        .map(Coverage.Explained::range)
        .contains(second);
    assertThat(known.explanation(LocalDate.parse("2024-01-11"))).isEmpty();
  }

  @Test
  void explanationsOfOneTransactionKeepTheirOrder() {
    var states = List.of(State.REJECTED, State.CONFIRMED_EMPTY, State.REFUSED, State.ACCEPTED);
    explain(states.stream().map(s -> explained(spy, JANUARY, s)).toArray(ExplainedRange[]::new));

    assertThat(known(read(JANUARY, spy), spy).explained())
        .extracting(e -> e.range().state())
        .containsExactlyElementsOf(states);
  }

  @Test
  void tellsFromWhenToWhenAnInstrumentHasBars() {
    store(
        batch(spy, checked(bar("2024-01-02", 1)), checked(bar("2024-01-31", 1))),
        batch(qqq, checked(bar("2024-01-05", 1))));
    var without = TestBars.instrument(database);

    var lives =
        database.read(
            handle -> coverage.lives(handle, BarInterval.DAY, List.of(spy, qqq, without, spy)));

    assertThat(lives)
        .isEqualTo(
            Map.of(spy, range("2024-01-02", "2024-01-31"), qqq, range("2024-01-05", "2024-01-05")));
    assertThat(
            database.<Map<InstrumentId, DateRange>>read(
                handle -> coverage.lives(handle, BarInterval.MINUTE, List.of(spy))))
        .isEmpty();
  }

  @Test
  void tellsHowAnInstrumentTrades() {
    store(
        batch(
            spy,
            checked(traded("2024-01-02", 100, 1)),
            checked(traded("2024-01-03", 300, 9)),
            checked(traded("2024-01-04", 200, 2)),
            checked(traded("2024-01-05", 500, 4)),
            checked(traded("2024-01-31", 9_000, 900))),
        batch(qqq, checked(bare("2024-01-02", 1))));
    var others = TestBars.instrument(database);

    var trading =
        database.read(handle ->
            coverage.trading(
                handle,
                BarInterval.DAY,
                List.of(spy, qqq, others, spy),
                range("2024-01-02", "2024-01-10")));

    assertThat(trading)
        .isEqualTo(
            Map.of(
                spy,
                new Trading(
                    LocalDate.parse("2024-01-02"),
                    LocalDate.parse("2024-01-31"),
                    4,
                    OptionalDouble.of(250),
                    OptionalDouble.of(3)),
                qqq,
                new Trading(
                    LocalDate.parse("2024-01-02"),
                    LocalDate.parse("2024-01-02"),
                    1,
                    OptionalDouble.empty(),
                    OptionalDouble.empty())));
  }

  @Test
  void anInstrumentWithBarsButNoneAroundHasNoMedian() {
    store(batch(spy, checked(bar("2024-01-31", 1))));

    var trading =
        database.read(handle ->
            coverage.trading(
                handle, BarInterval.DAY, List.of(spy), range("2024-01-02", "2024-01-10")));

    assertThat(trading.get(spy).bars()).isZero();
    assertThat(trading.get(spy).medianVolume()).isEmpty();
  }

  private static Bar traded(String session, double volume, long trades) {
    var bar = bar(session, 1);
    return new Bar(
        bar.start(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        OptionalDouble.of(volume),
        bar.vwap(),
        OptionalLong.of(trades));
  }

  private static ExplainedRange explained(InstrumentId instrument, DateRange range, State state) {
    return new ExplainedRange(instrument, range, state, "because", "seen", Optional.empty());
  }

  private static Known known(Map<InstrumentId, Known> all, InstrumentId instrument) {
    assertThat(all).containsKey(instrument);
    return all.get(instrument);
  }

  private Map<InstrumentId, Known> read(DateRange range, InstrumentId... instruments) {
    return database.read(
        handle -> coverage.read(handle, BarInterval.DAY, List.of(instruments), range));
  }

  private void store(BarBatch... batches) {
    database.useTransaction(handle ->
        BarStore.postgres(database)
            .write(handle, RUN, BarSource.AGGREGATES, List.of(batches), BarStore.Path.FASTEST));
  }

  private void note(Omission... omissions) {
    database.useTransaction(
        handle -> coverage.noteOmissions(handle, RUN, BarInterval.DAY, List.of(omissions)));
  }

  private void explain(ExplainedRange... ranges) {
    database.useTransaction(
        handle -> coverage.explain(handle, RUN, BarInterval.DAY, List.of(ranges)));
  }
}
