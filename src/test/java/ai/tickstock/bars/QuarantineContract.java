package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.Quarantine.Kept;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the quarantine promises, on whichever server.
abstract class QuarantineContract {
  private static final LocalDate SESSION = LocalDate.parse("2024-01-02");
  private static final int RUN = 7;

  private Database database;
  private Quarantine quarantine;
  private InstrumentId spy;

  abstract Database migrated();

  @BeforeEach
  void open() {
    database = migrated();
    quarantine = Quarantine.postgres(database);
    spy = TestBars.instrument(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void givesBackWhatWasKeptOldestFirst() {
    var first = rejected(RejectReason.HIGH_BELOW_LOW, "{\"h\":9.81,\"l\":9.93}");
    var second = rejected(RejectReason.OFF_SESSION, "SPY,1,2,3 'quoted' \\ \"Ä\"");
    keep(first);
    keep(second);
    keep();

    var kept = quarantine.read(spy, BarInterval.DAY, JANUARY);

    assertThat(kept).extracting(Kept::row).containsExactly(first, second);
    assertThat(kept).extracting(Kept::times).containsOnly(1);
    assertThat(kept).extracting(Kept::source).containsOnly(BarSource.DAY_FILE);
    assertThat(kept.get(0).firstSeen()).isEqualTo(kept.get(0).lastSeen());
    assertThat(kept.get(0).id()).isLessThan(kept.get(1).id());
  }

  @Test
  void aRowThatIsThereAlreadyOnlyCounts() {
    var row = rejected(RejectReason.NOT_A_NUMBER, "NaN");
    keep(row, row, rejected(RejectReason.OFF_SESSION, "NaN"));
    keep(row);

    var kept = quarantine.read(spy, BarInterval.DAY, JANUARY);

    assertThat(kept).extracting(Kept::times).containsExactlyInAnyOrder(3, 1);
    var counted = kept.stream().filter(k -> k.times() == 3).findFirst().orElseThrow();
    assertThat(counted.row()).isEqualTo(row);
    assertThat(counted.lastSeen()).isAfter(counted.firstSeen());
  }

  @Test
  void keepsRowsOfNobodyAndOfNoDate() {
    var unreadable =
        new RejectedBar(
            Optional.empty(),
            new Symbol("ZZZZ"),
            Optional.empty(),
            RejectReason.UNREADABLE,
            "3 of 8 columns",
            "ZZZZ,1,2");
    keep(unreadable, unreadable);

    assertThat(quarantine.read(spy, BarInterval.DAY, JANUARY)).isEmpty();
    assertThat(rows()).containsExactly("ZZZZ unreadable 2");
  }

  @Test
  void learnsLaterWhoseARowIs() {
    var row = rejected(RejectReason.NOT_A_NUMBER, "NaN");
    keep(
        new RejectedBar(
            Optional.empty(),
            row.symbol(),
            Optional.empty(),
            row.reason(),
            row.detail(),
            row.received()));
    assertThat(quarantine.read(spy, BarInterval.DAY, JANUARY)).isEmpty();

    keep(row);

    assertThat(quarantine.read(spy, BarInterval.DAY, JANUARY))
        .extracting(Kept::row)
        .containsExactly(row);
  }

  @Test
  void tellsOnlyTheSessionsOfTheRange() {
    keep(rejected(RejectReason.NOT_A_NUMBER, "NaN"));

    assertThat(quarantine.read(spy, BarInterval.DAY, TestBars.range("2024-01-03", "2024-01-31")))
        .isEmpty();
  }

  @Test
  void keepsARowWithACharacterThatATextColumnCannotHold() {
    keep(rejected(RejectReason.UNREADABLE, "SPY,\0,1"));

    assertThat(quarantine.read(spy, BarInterval.DAY, JANUARY))
        .extracting(kept -> kept.row().received())
        .containsExactly("SPY,\\u0000,1");
  }

  private RejectedBar rejected(RejectReason reason, String received) {
    return new RejectedBar(
        Optional.of(spy), new Symbol("SPY"), Optional.of(SESSION), reason, "seen so", received);
  }

  private void keep(RejectedBar... rows) {
    database.useTransaction(
        handle -> quarantine.keep(handle, RUN, BarInterval.DAY, BarSource.DAY_FILE, List.of(rows)));
  }

  private List<String> rows() {
    return database.read(handle ->
        handle
            .createQuery("SELECT ticker || ' ' || reason || ' ' || times FROM bar_quarantine")
            .mapTo(String.class)
            .list());
  }
}
