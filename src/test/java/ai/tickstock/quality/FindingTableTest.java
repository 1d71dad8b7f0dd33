package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a pass saw beside what is known: each thing stands there once.
class FindingTableTest {
  private static final DateRange MAY =
      new DateRange(LocalDate.of(2025, 5, 1), LocalDate.of(2025, 5, 31));

  private final Database database = TestPostgres.migrated();
  private final Instant now = Instant.parse("2025-07-01T12:00:00Z");

  @BeforeEach
  void list() {
    database.useTransaction(handle ->
        handle.execute(
            "INSERT INTO instrument (name, type, active, source) VALUES ('A', 'CS', true, 'test'), ('B', 'CS', true, 'test')"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Draft draft(int instrument, Severity severity, String words, int... days) {
    return new Draft(
        "frozen",
        instrument,
        instrument == 0 ? "market" : "T" + instrument,
        Arrays.stream(days).mapToObj(day -> LocalDate.of(2025, 5, day)).toList(),
        severity,
        words,
        Map.of());
  }

  private FindingTable.Kept keep(DateRange range, Collection<Integer> named, Draft... drafts) {
    return database.inTransaction(handle ->
        new FindingTable(handle, now, "test")
            .keep(
                new QualityScan.Asked("test", range, Set.of(), Set.of()), named, List.of(drafts)));
  }

  private FindingTable.Kept keep(Draft... drafts) {
    return keep(MAY, List.of(), drafts);
  }

  private List<Finding> all() {
    return new Findings(database, () -> now).list(Findings.Filter.of(Optional.empty(), 1_000));
  }

  @Test
  void whatComesAndGoesIsOneFinding() {
    for (int instrument : List.of(0, 1)) {
      var draft = draft(instrument, Severity.HIGH, "seen", 14);
      assertThat(keep(draft)).isEqualTo(new FindingTable.Kept(1, 0));
      assertThat(keep(draft)).isEqualTo(new FindingTable.Kept(0, 0));
      assertThat(keep()).isEqualTo(new FindingTable.Kept(0, 1));
      assertThat(keep(draft)).isEqualTo(new FindingTable.Kept(1, 0));
      assertThat(keep()).isEqualTo(new FindingTable.Kept(0, 1));
      assertThat(keep(draft)).isEqualTo(new FindingTable.Kept(1, 0));
      assertThat(all())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.state()).isEqualTo(Finding.State.OPEN);
            assertThat(new Findings(database, () -> now).events(one.id()))
                .extracting(Finding.Event::event)
                .containsExactly("found", "resolved", "found_again", "resolved", "found_again");
          });
      database.useTransaction(handle -> {
        handle.execute("DELETE FROM quality_event");
        handle.execute("DELETE FROM quality_finding");
      });
    }
  }

  @Test
  void twoAtOnePlaceAreOneThatSaysBoth() {
    assertThat(
            keep(
                draft(0, Severity.LOW, "a habit", 14, 20),
                draft(0, Severity.HIGH, "many at once", 14)))
        .isEqualTo(new FindingTable.Kept(1, 0));
    assertThat(all())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.severity()).isEqualTo(Severity.HIGH);
          assertThat(one.sessions()).isEqualTo(2);
          assertThat(one.summary()).isEqualTo("many at once; a habit");
        });
    var twice = draft(1, Severity.LOW, "seen", 14);
    assertThat(keep(twice, twice, draft(0, Severity.HIGH, "many at once", 14)))
        .isEqualTo(new FindingTable.Kept(1, 0));
    assertThat(all()).hasSize(2);
  }

  @Test
  void aFindingThatAPassOverSomeDoesNotLookAtIsFoundWhereItStands() {
    keep(draft(0, Severity.LOW, "seen", 14));
    keep();
    assertThat(keep(MAY, List.of(1, 2), draft(0, Severity.LOW, "seen", 14)))
        .isEqualTo(new FindingTable.Kept(1, 0));
    assertThat(all())
        .singleElement()
        .satisfies(one -> assertThat(one.state()).isEqualTo(Finding.State.OPEN));
  }

  @Test
  void aFindingFromBeforeWhatWasLookedAtIsFoundWhereItStands() {
    keep(draft(1, Severity.LOW, "seen", 1));
    keep();
    var late = new DateRange(LocalDate.of(2025, 5, 28), LocalDate.of(2025, 6, 30));
    assertThat(keep(late, List.of(), draft(1, Severity.LOW, "seen", 1, 2, 28)))
        .isEqualTo(new FindingTable.Kept(1, 0));
    assertThat(all()).hasSize(1);
  }

  @Test
  void whatMovesDoesNotPushAnotherAside() {
    keep(draft(1, Severity.LOW, "a", 5), draft(1, Severity.LOW, "b", 16));
    keep(draft(1, Severity.LOW, "b", 16));
    assertThat(keep(draft(1, Severity.LOW, "c", 12), draft(1, Severity.LOW, "b", 16)))
        .isEqualTo(new FindingTable.Kept(1, 0));
    assertThat(keep(draft(1, Severity.LOW, "a", 5), draft(1, Severity.LOW, "b", 12)))
        .isEqualTo(new FindingTable.Kept(1, 1));
    assertThat(all().stream().map(one -> one.first().getDayOfMonth() + " " + one.state().word()))
        .containsExactlyInAnyOrder("5 open", "12 open", "16 resolved");
  }
}
