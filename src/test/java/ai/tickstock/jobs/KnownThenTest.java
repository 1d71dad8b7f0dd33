package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.FRIDAY;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.Feed;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.quality.ManifestCheck;
import ai.tickstock.quality.SessionManifests;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Universe;
import ai.tickstock.universe.Universes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Simulated months, evening after evening, in which the vendor corrects one bar in ten afterwards.
/// What was read each night is kept, and is what the as-of reads of that night show at the end.
class KnownThenTest {
  private static final int SESSIONS_BEFORE = 8;

  /// @param isFinal bars that were final; provisional ones are replaced without a record
  private record Night(
      LocalDate session,
      Instant at,
      DateRange lately,
      Map<InstrumentId, Map<Bar, Boolean>> isFinal,
      Map<String, Set<String>> members) {}

  @Test
  void whatWasReadEachNightIsWhatIsReadOfItAtTheEnd() throws Exception {
    replay(LocalDate.parse("2026-06-24"), 8);
  }

  @Test
  @Tag("faults")
  void theSameOverTwoMonths() throws Exception {
    replay(LocalDate.parse("2026-08-14"), 40);
  }

  /// @param least nights
  private static void replay(LocalDate last, int least) throws InterruptedException {
    try (var evening = Evening.ordinary()) {
      evening
          .vendor()
          .faults(
              List.of(
                  FaultRule.of(FaultKind.REVISED_BARS)
                      .withProbability(0.1)
                      .withSeed(3)
                      .withAfter(new CorrectionTime.Later(Duration.ofDays(3)))));
      var nights = new ArrayList<Night>();
      for (var session : sessions(new DateRange(FRIDAY, last))) {
        evening.setTime(Evening.at(session, "16:45"));
        evening.run(session);
        nights.add(night(evening, session));
      }

      assertThat(nights).hasSizeGreaterThanOrEqualTo(least);
      assertThat(evening.number("SELECT count(*) FROM bar_revision")).isGreaterThan(2 * least);
      assertThat(evening.number("SELECT count(*) FROM universe_member WHERE valid_to IS NOT NULL"))
          .isPositive();
      int superseded = 0;
      for (var night : nights) {
        superseded += compare(evening, night);
      }
      assertThat(superseded).isGreaterThan(2 * least);

      var manifests = new SessionManifests(evening.database());
      var checks = manifests.list(DateRange.ALWAYS).stream().map(manifests::check).toList();
      assertThat(checks).hasSizeGreaterThanOrEqualTo(least).allMatch(ManifestCheck::isSound);
      assertThat(checks.stream().mapToInt(ManifestCheck::revised).sum()).isGreaterThan(least);
    }
  }

  private static List<LocalDate> sessions(DateRange range) {
    return Evening.CALENDAR.sessions(range).stream().map(Session::date).toList();
  }

  private static BarStore bars(Evening evening) {
    return BarStore.postgres(evening.database(), Feed.of(Duration.ofMinutes(15)));
  }

  private static Night night(Evening evening, LocalDate session) {
    var at =
        evening
            .database()
            .read(handle ->
                handle
                    .createQuery("SELECT clock_timestamp()")
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant());
    var lately = new DateRange(session.minusDays(SESSIONS_BEFORE), session);
    var seen = new TreeMap<InstrumentId, Map<Bar, Boolean>>();
    for (var id : instruments(evening)) {
      var ofOne = new HashMap<Bar, Boolean>();
      bars(evening)
          .read(id, lately, Optional.empty())
          .forEach(bar -> ofOne.put(bar.bar(), !bar.provisional()));
      seen.put(id, ofOne);
    }
    return new Night(session, at, lately, seen, members(evening, session));
  }

  private static List<InstrumentId> instruments(Evening evening) {
    return evening
        .database()
        .read(handle ->
            handle
                .createQuery("SELECT id FROM instrument ORDER BY id")
                .mapTo(Integer.class)
                .list()
                .stream()
                .map(InstrumentId::new)
                .toList());
  }

  private static Map<String, Set<String>> members(Evening evening, LocalDate session) {
    var universes = Universes.postgres(evening.database());
    var members = new TreeMap<String, Set<String>>();
    for (var key : universes.list(session).stream().map(Universe::key).toList()) {
      var symbols = new HashSet<String>();
      universes.members(key, session).stream()
          .map(Member::symbol)
          .forEach(symbol -> symbols.add(symbol.ticker()));
      members.put(key, symbols);
    }
    return members;
  }

  /// @return bars of that night that are others at present
  private static int compare(Evening evening, Night night) {
    int superseded = 0;
    for (var seen : night.isFinal().entrySet()) {
      var then =
          bars(evening).read(seen.getKey(), night.lately(), Optional.of(night.at())).stream()
              .map(StoredBar::bar)
              .toList();
      var now =
          bars(evening).read(seen.getKey(), night.lately(), Optional.empty()).stream()
              .map(StoredBar::bar)
              .toList();
      for (var bar : seen.getValue().entrySet()) {
        if (bar.getValue()) {
          assertThat(then)
              .as("%s in the night of %s", seen.getKey(), night.session())
              .contains(bar.getKey());
          superseded += now.contains(bar.getKey()) ? 0 : 1;
        }
      }
      assertThat(seen.getValue().keySet()).as("%s", night.session()).containsAll(then);
    }
    assertThat(members(evening, night.session())).isEqualTo(night.members());
    return superseded;
  }
}
