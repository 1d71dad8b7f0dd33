package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks again at all findings that are open or were repaired, as the passes looked that found
/// them: at the whole market, at the same sessions and at those around. Where nothing changed,
/// nothing does.
public final class SecondLook {
  /// Findings further apart are looked at apart: what lies between them is not read.
  private static final int FAR = QualityScan.DAYS_BEFORE + QualityScan.DAYS_AFTER;

  private static final String LAST_LOOKED_AT = "SELECT max(last_date) FROM quality_scan";

  private final Database database;
  private final Function<Mic, TradingCalendar> calendars;
  private final InstantSource clock;

  /// @param calendars by exchange
  public SecondLook(
      Database database, Function<Mic, TradingCalendar> calendars, InstantSource clock) {
    this.database = database;
    this.calendars = calendars;
    this.clock = clock;
  }

  /// What came of it.
  ///
  /// @param findings how many were looked at
  /// @param resolved those that the data show no more
  /// @param fresh those that are back, and what was a part of one and stands by itself now
  public record Result(int findings, int resolved, int fresh) {}

  /// Findings of other rules than those of scans are left as they are.
  ///
  /// @throws InterruptedException when stopped from outside; what was looked at by then is kept
  public Result run() throws InterruptedException {
    var known =
        new Findings(database, clock)
            .list(Findings.Filter.of(Optional.empty(), Integer.MAX_VALUE)).stream()
                .filter(one ->
                    one.state() == Finding.State.OPEN || one.state() == Finding.State.REPAIRED)
                .filter(one -> Rules.isOfScans(one.rule()))
                .toList();
    var scan = new QualityScan(database, calendars, clock);
    int resolved = 0;
    int fresh = 0;
    for (var look : looks(known)) {
      var rules =
          look.findings.stream().map(Finding::rule).collect(Collectors.toCollection(HashSet::new));
      if (rules.contains(Rules.PARTIAL_DAY.id())) {
        rules.add(Holes.ABOUT.id());
      } else if (rules.contains(Holes.ABOUT.id())) {
        rules.add(Rules.PARTIAL_DAY.id());
      }
      var result =
          scan.again(
              new QualityScan.Asked("quality verify", look.range, Set.of(), rules),
              look.findings.stream().map(Finding::id).collect(Collectors.toSet()));
      resolved += result.resolved();
      fresh += result.fresh();
    }
    return new Result(known.size(), resolved, fresh);
  }

  private record Look(DateRange range, List<Finding> findings) {
    static Look of(List<Finding> findings, Optional<LocalDate> end) {
      var first =
          findings.stream().map(Finding::first).min(Comparator.naturalOrder()).orElseThrow();
      var last = findings.stream().map(Finding::last).max(Comparator.naturalOrder()).orElseThrow();
      return new Look(new DateRange(first, end.filter(last::isBefore).orElse(last)), findings);
    }
  }

  private List<Look> looks(List<Finding> known) {
    var looks = new ArrayList<Look>();
    var byEnd = new TreeMap<LocalDate, List<Finding>>();
    var others = new ArrayList<Finding>();
    for (var one : known) {
      (StoredRules.isOfTheEnd(one.rule())
              ? byEnd.computeIfAbsent(one.last(), _ -> new ArrayList<>())
              : others)
          .add(one);
    }
    byEnd.values().forEach(those -> looks.add(Look.of(those, Optional.empty())));
    others.sort(Comparator.comparing(Finding::first));
    var together = new ArrayList<Finding>();
    var last = LocalDate.MIN;
    for (var one : others) {
      if (!together.isEmpty() && one.first().isAfter(last.plusDays(FAR))) {
        looks.add(Look.of(List.copyOf(together), end(last)));
        together.clear();
      }
      together.add(one);
      last = one.last().isAfter(last) ? one.last() : last;
    }
    if (!together.isEmpty()) {
      looks.add(Look.of(List.copyOf(together), end(last)));
    }
    return looks;
  }

  /// What trades no more is judged otherwise on the last sessions of what is looked at than on
  /// those before. Where scans went on, these are not the last ones.
  private Optional<LocalDate> end(LocalDate last) {
    return database
        .<Optional<LocalDate>>read(
            handle -> handle.createQuery(LAST_LOOKED_AT).mapTo(LocalDate.class).findOne())
        .map(looked -> min(looked, last.plusDays(QualityScan.DAYS_AFTER)));
  }

  private static LocalDate min(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }
}
