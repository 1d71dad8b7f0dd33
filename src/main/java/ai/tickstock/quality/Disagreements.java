package ai.tickstock.quality;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.RefereedBar.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The findings of second sources. What stands with them is which bars which source contradicted;
/// it stays until that source agrees on that bar, whatever other ranges, samples and sources are
/// compared in between.
final class Disagreements {
  /// Sessions of one instrument that lie no further apart, in days, are one event.
  private static final int NEIGHBOURS = 7;

  /// An instrument with more events than that has one fault and not many.
  private static final int MOST_EVENTS = 5;

  /// Bars that are kept with a finding.
  private static final int BARS_KEPT = 500;

  private static final double LARGE = 0.01;
  private static final int BARS_OF_A_RATIO = 5;

  private static final String KNOWN =
      """
      SELECT f.id, f.instrument_id, f.subject, f.first_session, f.last_session,
             x.session, x.start, x.source, x.open, x.high, x.low, x.close, x.volume,
             x.there_open, x.there_high, x.there_low, x.there_close, x.there_volume
      FROM quality_finding f
      CROSS JOIN LATERAL jsonb_to_recordset(f.evidence -> 'bars') AS x (
        session date, start timestamptz, source text, open double precision, high double precision,
        low double precision, close double precision, volume double precision,
        there_open double precision, there_high double precision, there_low double precision,
        there_close double precision, there_volume double precision)
      WHERE f.rule = :rule AND f.state IN ('open', 'accepted')
        AND (:everybody OR f.instrument_id = ANY(:ids))
        AND f.last_session >= :first AND f.first_session <= :last
      """;

  /// A bar of which a source says something else.
  ///
  /// @param start of a minute; empty for days
  record Contradicted(
      int instrument,
      String ticker,
      LocalDate session,
      Optional<Instant> start,
      String source,
      Values here,
      Values there) {
    Cell cell() {
      return new Cell(instrument, session, start, source);
    }

    /// The day, or the minute in New York.
    String when() {
      return session + start.map(at -> " " + LocalTime.ofInstant(at, Bar.NEW_YORK)).orElse("");
    }

    Map<String, Object> evidence() {
      var one = new LinkedHashMap<String, Object>();
      one.put("session", session.toString());
      start.ifPresent(at -> one.put("start", at.toString()));
      one.put("source", source);
      put(one, "", here);
      put(one, "there_", there);
      return one;
    }

    private static void put(Map<String, Object> one, String prefix, Values values) {
      one.put(prefix + "open", values.open());
      one.put(prefix + "high", values.high());
      one.put(prefix + "low", values.low());
      one.put(prefix + "close", values.close());
      if (!Double.isNaN(values.volume())) {
        one.put(prefix + "volume", values.volume());
      }
    }
  }

  /// What a source was asked about.
  record Cell(int instrument, LocalDate session, Optional<Instant> start, String source) {}

  private final Collection<Integer> named;
  private final Agreement agreement;
  private final BarInterval interval;

  /// @param named whom a comparison is about; everybody when empty
  Disagreements(Collection<Integer> named, Agreement agreement, BarInterval interval) {
    this.named = List.copyOf(named);
    this.agreement = agreement;
    this.interval = interval;
  }

  /// Those that stand with findings of a range, and the range that these findings have together.
  private record Known(List<Contradicted> bars, DateRange range) {}

  private Known known(Handle handle, DateRange range) {
    var reached = range;
    while (true) {
      var bars = new ArrayList<Contradicted>();
      var findings = new ArrayList<DateRange>();
      handle
          .createQuery(KNOWN)
          .bind("rule", Agreement.about(interval).id())
          .bind("everybody", named.isEmpty())
          .bindArray("ids", Integer.class, named)
          .bind("first", reached.first().minusDays(KnownFinding.NEIGHBOURS))
          .bind("last", reached.last().plusDays(KnownFinding.NEIGHBOURS))
          .map((row, context) -> {
            findings.add(
                new DateRange(
                    row.getObject("first_session", LocalDate.class),
                    row.getObject("last_session", LocalDate.class)));
            return contradicted(row);
          })
          .forEach(bars::add);
      var wider = reached;
      for (var one : findings) {
        wider =
            new DateRange(
                one.first().isBefore(wider.first()) ? one.first() : wider.first(),
                one.last().isAfter(wider.last()) ? one.last() : wider.last());
      }
      if (wider.equals(reached)) {
        return new Known(bars, wider);
      }
      reached = wider;
    }
  }

  private static Contradicted contradicted(ResultSet row) throws SQLException {
    return new Contradicted(
        row.getInt("instrument_id"),
        row.getString("subject"),
        row.getObject("session", LocalDate.class),
        Optional.ofNullable(row.getObject("start", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getString("source"),
        values(row, ""),
        values(row, "there_"));
  }

  private static Values values(ResultSet row, String prefix) throws SQLException {
    var volume = row.getObject(prefix + "volume", Double.class);
    return new Values(
        row.getDouble(prefix + "open"),
        row.getDouble(prefix + "high"),
        row.getDouble(prefix + "low"),
        row.getDouble(prefix + "close"),
        volume == null ? Double.NaN : volume);
  }

  /// Bars that a source contradicted before, to be looked at again.
  List<Contradicted> open(Handle handle, String source, DateRange range) {
    return known(handle, range).bars.stream()
        .filter(bar -> bar.source.equals(source) && range.contains(bar.session))
        .toList();
  }

  /// Brings the findings up to date.
  ///
  /// @param looked what was compared
  /// @param seen what of it was contradicted
  FindingTable.Kept keep(
      Handle handle,
      DateRange range,
      Set<Cell> looked,
      List<Contradicted> seen,
      String words,
      Instant at) {
    var known = known(handle, range);
    var now = new ArrayList<>(seen);
    var cells = new HashSet<>(looked);
    for (var bar : known.bars) {
      if (cells.add(bar.cell())) {
        now.add(bar);
      }
    }
    return new FindingTable(handle, at, "compare")
        .keep(
            new QualityScan.Asked(
                words, known.range, Set.of(), Set.of(Agreement.about(interval).id())),
            named,
            drafts(now));
  }

  private List<Draft> drafts(List<Contradicted> bars) {
    var byName = new TreeMap<Integer, List<Contradicted>>();
    bars.forEach(bar -> byName.computeIfAbsent(bar.instrument, _ -> new ArrayList<>()).add(bar));
    var drafts = new ArrayList<Draft>();
    for (var ofName : byName.values()) {
      ofName.sort(
          Comparator.comparing(Contradicted::session)
              .thenComparing(bar -> bar.start().orElse(Instant.EPOCH))
              .thenComparing(Contradicted::source));
      var events = events(ofName);
      if (events.size() > MOST_EVENTS) {
        drafts.add(draft(ofName));
      } else {
        events.forEach(event -> drafts.add(draft(event)));
      }
    }
    return drafts;
  }

  private static List<List<Contradicted>> events(List<Contradicted> bars) {
    var events = new ArrayList<List<Contradicted>>();
    var last = LocalDate.MIN;
    for (var bar : bars) {
      if (events.isEmpty() || bar.session.isAfter(last.plusDays(NEIGHBOURS))) {
        events.add(new ArrayList<>());
      }
      events.getLast().add(bar);
      last = bar.session;
    }
    return events;
  }

  private Draft draft(List<Contradicted> bars) {
    var sessions = bars.stream().map(Contradicted::session).distinct().toList();
    var worst = bars.stream().max(Comparator.comparingDouble(this::distance)).orElseThrow();
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("sessions", sessions.stream().limit(BARS_KEPT).map(LocalDate::toString).toList());
    evidence.put("bars", bars.stream().limit(BARS_KEPT).map(Contradicted::evidence).toList());
    return new Draft(
        Agreement.about(interval).id(),
        worst.instrument,
        worst.ticker,
        sessions,
        severity(worst),
        (bars.size() == 1
                ? worst.start.map(_ -> worst.when() + ": ").orElse("")
                : "%,d %s; %s: "
                    .formatted(
                        bars.size(),
                        interval == BarInterval.DAY ? "bars" : "minutes",
                        worst.when()))
            + words(worst)
            + ratio(bars).map(ratio -> "; all closes times %.4g".formatted(ratio)).orElse(""),
        evidence);
  }

  /// The largest difference of a price as a part of it; volumes count only where no price differs.
  private double distance(Contradicted bar) {
    double most = 0;
    for (var field : Field.values()) {
      double here = field.of(bar.here);
      double there = field.of(bar.there);
      if (!agreement.isSame(here, there)) {
        most = Math.max(most, Math.abs(there / here - 1));
      }
    }
    return most > 0 ? most : 1e-9 * Math.min(1e6, Agreement.times(bar.here, bar.there));
  }

  private Severity severity(Contradicted bar) {
    boolean isClose = !agreement.isSame(bar.here.close(), bar.there.close());
    boolean isLarge = distance(bar) >= LARGE;
    return isClose && isLarge ? Severity.HIGH : isClose || isLarge ? Severity.MEDIUM : Severity.LOW;
  }

  private enum Field {
    CLOSE,
    OPEN,
    HIGH,
    LOW;

    double of(Values values) {
      return switch (this) {
        case CLOSE -> values.close();
        case OPEN -> values.open();
        case HIGH -> values.high();
        case LOW -> values.low();
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private String words(Contradicted bar) {
    var parts = new ArrayList<String>();
    for (var field : Field.values()) {
      if (!agreement.isSame(field.of(bar.here), field.of(bar.there))) {
        parts.add(
            field.word()
                + " "
                + Agreement.price(field.of(bar.here))
                + " here, "
                + Agreement.price(field.of(bar.there))
                + " there");
      }
    }
    if (parts.isEmpty()) {
      parts.add("%,.0f shares here, %,.0f there".formatted(bar.here.volume(), bar.there.volume()));
    }
    return String.join("; ", parts) + " (" + bar.source + ")";
  }

  /// What the closes of all bars are multiplied by there, as where one side is adjusted.
  private static Optional<Double> ratio(List<Contradicted> bars) {
    var ratios = bars.stream().map(bar -> bar.there.close() / bar.here.close()).sorted().toList();
    double middle = ratios.get(ratios.size() / 2);
    boolean isOne =
        bars.size() >= BARS_OF_A_RATIO
            && Math.abs(middle - 1) > 0.002
            && ratios.getLast() / ratios.getFirst() < 1.005;
    return isOne ? Optional.of(middle) : Optional.empty();
  }
}
