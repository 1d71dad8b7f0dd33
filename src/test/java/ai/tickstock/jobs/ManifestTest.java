package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.FRIDAY;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.ManifestCheck;
import ai.tickstock.quality.SessionManifest;
import ai.tickstock.quality.SessionManifests;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What evenings keep of final sessions, and what is said when somebody changes a row afterwards.
class ManifestTest {
  private static final LocalDate THURSDAY = LocalDate.parse("2026-06-11");
  private static final LocalDate WEDNESDAY = LocalDate.parse("2026-06-10");
  private static final String SOMEBODY =
      "(SELECT min(instrument_id) + %d FROM bar_daily WHERE session = '%s')";
  private static Evening evening;

  @BeforeAll
  static void anEvening() throws InterruptedException {
    evening = Evening.ordinary();
    evening.run(FRIDAY);
    var days = new SessionManifests(evening.database()).list(DateRange.ALWAYS);
    assertThat(days)
        .extracting(SessionManifest::session)
        .hasSize(5)
        .contains(THURSDAY, WEDNESDAY)
        .doesNotContain(FRIDAY);
  }

  @AfterAll
  static void end() {
    evening.close();
  }

  private Database tampered() {
    return evening.database();
  }

  @AfterEach
  void isSoundAgain() {
    assertThat(checks()).allMatch(ManifestCheck::isSound);
  }

  private static List<ManifestCheck> checks() {
    var manifests = new SessionManifests(evening.database());
    return manifests.list(DateRange.ALWAYS).stream().map(manifests::check).toList();
  }

  private static ManifestCheck check(LocalDate session) {
    return checks().stream()
        .filter(one -> one.manifest().session().equals(session))
        .findFirst()
        .orElseThrow();
  }

  private static List<ManifestCheck.Kind> silent(LocalDate session) {
    return check(session).silent().stream().map(ManifestCheck.Silent::kind).toList();
  }

  private void execute(String sql) {
    assertThat(tampered().<Integer>inTransaction(handle -> handle.createUpdate(sql).execute()))
        .isEqualTo(1);
  }

  @Test
  void theLastFinalSessionsAreKeptWithTheirCells() {
    assertThat(checks())
        .allSatisfy(one -> {
          var manifest = one.manifest();
          assertThat(manifest.interval()).isEqualTo(BarInterval.DAY);
          assertThat(manifest.cells().open()).isZero();
          assertThat(manifest.cells().present()).isEqualTo(manifest.bars()).isGreaterThan(50);
          assertThat(manifest.digest()).hasSize(64);
        });
  }

  @Test
  void aPriceThatWasChangedPastTheRecordIsNamed() {
    var who = SOMEBODY.formatted(3, THURSDAY);
    var change =
        "UPDATE bar_daily SET close = close %s 0.25 WHERE session = '"
            + THURSDAY
            + "' AND instrument_id = "
            + who;
    execute(change.formatted("+"));

    assertThat(silent(THURSDAY)).containsExactly(ManifestCheck.Kind.CHANGED);
    assertThat(check(THURSDAY).silent().getFirst().instrument().value())
        .isEqualTo((int) evening.number("SELECT " + who));
    assertThat(silent(WEDNESDAY)).isEmpty();

    execute(change.formatted("-"));
  }

  @Test
  void aVolumeThatWasChangedIsNamedToo() {
    var change =
        "UPDATE bar_daily SET trades = trades %s 1 WHERE session = '"
            + THURSDAY
            + "' AND instrument_id = "
            + SOMEBODY.formatted(3, THURSDAY);
    execute(change.formatted("+"));

    assertThat(silent(THURSDAY)).containsExactly(ManifestCheck.Kind.CHANGED);

    execute(change.formatted("-"));
  }

  @Test
  void aRowThatWasDeletedAndOneThatWasInventedAreNamed() {
    tampered()
        .useTransaction(handle ->
            handle.execute(
                "CREATE TABLE public.taken AS SELECT * FROM bar_daily WHERE session = '"
                    + WEDNESDAY
                    + "' AND instrument_id = "
                    + SOMEBODY.formatted(5, WEDNESDAY)));
    execute(
        "DELETE FROM bar_daily b USING public.taken t WHERE b.instrument_id = t.instrument_id AND b.session = t.session");
    execute(
        "INSERT INTO bar_daily SELECT i.id, session, open, high, low, close, volume, vwap, trades, fmv, fmv_at, known_from, run_id, source, suspicions, provisional FROM public.taken, (SELECT max(id) AS id FROM instrument WHERE id NOT IN (SELECT instrument_id FROM bar_daily WHERE session = '"
            + WEDNESDAY
            + "')) i");

    assertThat(silent(WEDNESDAY))
        .containsExactlyInAnyOrder(ManifestCheck.Kind.GONE, ManifestCheck.Kind.APPEARED);

    execute(
        "DELETE FROM bar_daily b USING public.taken t WHERE b.session = t.session AND b.instrument_id <> t.instrument_id AND b.open = t.open AND b.close = t.close AND b.volume = t.volume");
    execute("INSERT INTO bar_daily SELECT * FROM public.taken");
    tampered().useTransaction(handle -> handle.execute("DROP TABLE public.taken"));
  }

  @Test
  void aManifestThatWasChangedIsNotBelieved() {
    var change =
        "UPDATE session_manifest SET hashes[2] = hashes[2] %s 1 WHERE session = '" + THURSDAY + "'";
    execute(change.formatted("+"));

    assertThat(check(THURSDAY).problem())
        .hasValueSatisfying(why -> assertThat(why).contains("digest"));

    execute(change.formatted("-"));
  }

  @Test
  void whatTheVendorRevisesLaterIsNoTampering() throws Exception {
    evening
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.REVISED_BARS)
                    .withProbability(0.2)
                    .withSessions(DateRange.of(LocalDate.parse("2026-06-08")))
                    .withAfter(new CorrectionTime.Later(Duration.ofDays(4)))));
    var monday = LocalDate.parse("2026-06-15");
    evening.setTime(Evening.at(monday, "16:45"));
    evening.run(monday);

    assertThat(evening.number("SELECT count(*) FROM bar_revision")).isGreaterThan(3);
    var revised = check(LocalDate.parse("2026-06-08"));
    assertThat(revised.isSound()).isTrue();
    assertThat(revised.revised()).isGreaterThan(3);
    assertThat(check(FRIDAY).isSound()).isTrue();
  }
}
