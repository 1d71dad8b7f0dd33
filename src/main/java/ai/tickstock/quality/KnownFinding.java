package ai.tickstock.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A finding that is stored, as much of it as tells whether a pass sees it again.
///
/// @param instrument 0 for the market, a universe or a file
/// @param names the tickers of a finding of many names; as many as stand with it
/// @param isOfMoreNames whether it is of more than these
record KnownFinding(
    long id,
    String rule,
    int instrument,
    String subject,
    LocalDate first,
    LocalDate last,
    int sessions,
    Severity severity,
    Finding.State state,
    Set<String> names,
    boolean isOfMoreNames) {
  /// Days between two ranges that are one finding of an instrument.
  static final int NEIGHBOURS = 10;

  /// A session that the market lacks is one that each of these names misses.
  private static final Set<String> HOLES = Set.of(Holes.ABOUT.id(), Rules.PARTIAL_DAY.id());

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Whose it is; one stands there once for each first session.
  record Whose(String rule, int instrument, String subject) {
    static Whose of(String rule, int instrument, String subject) {
      return new Whose(rule, instrument, instrument == 0 ? subject : "");
    }

    static Whose of(Draft draft) {
      return of(draft.rule(), draft.instrument(), draft.subject());
    }
  }

  /// What stands in the database once.
  record Place(Whose whose, LocalDate first) {
    static Place of(Draft draft) {
      return new Place(Whose.of(draft), draft.first());
    }
  }

  static KnownFinding of(ResultSet row) throws SQLException {
    int instrument = row.getInt("instrument_id");
    Optional<JsonNode> evidence =
        Optional.ofNullable(row.getString("evidence")).map(JSON::readTree);
    var names =
        evidence.stream()
            .flatMap(node -> node.path("names").valueStream())
            .map(JsonNode::asString)
            .collect(Collectors.toSet());
    return new KnownFinding(
        row.getLong("id"),
        row.getString("rule"),
        instrument,
        row.getString("subject"),
        row.getObject("first_session", LocalDate.class),
        row.getObject("last_session", LocalDate.class),
        row.getInt("sessions"),
        Severity.of(row.getString("severity")),
        Finding.State.of(row.getString("state")),
        names,
        evidence.filter(node -> node.path("count").asInt(0) > names.size()).isPresent());
  }

  Whose whose() {
    return Whose.of(rule, instrument, subject);
  }

  Place place() {
    return new Place(whose(), first);
  }

  boolean isGone() {
    return state == Finding.State.RESOLVED || state == Finding.State.REPAIRED;
  }

  private boolean isOf(Draft draft) {
    return whose().equals(Whose.of(draft));
  }

  boolean touches(Draft draft) {
    return isNear(draft, instrument == 0 ? 0 : NEIGHBOURS);
  }

  private boolean isNear(Draft draft, int days) {
    return !first.isAfter(draft.last().plusDays(days))
        && !last.isBefore(draft.first().minusDays(days));
  }

  private boolean isOnADayOf(Draft draft) {
    return draft.sessions().stream().anyMatch(day -> !day.isBefore(first) && !day.isAfter(last));
  }

  private boolean isOfTheFaultOf(Draft draft) {
    return rule.equals(draft.rule()) || HOLES.contains(rule) && HOLES.contains(draft.rule());
  }

  /// Whether what a pass sees is this one, or has it among the names of the market.
  boolean isSeenIn(Draft draft) {
    return isOf(draft)
        ? isNear(draft, 0)
        : instrument != 0
            && draft.instrument() == 0
            && isOfTheFaultOf(draft)
            && draft.hasName(subject)
            && isOnADayOf(draft);
  }

  /// Whether what a pass sees is this one some days off.
  boolean isSeenNear(Draft draft) {
    return isOf(draft) && touches(draft);
  }

  /// Whether it is of the market and what a pass sees is a part of it.
  boolean has(Draft draft) {
    return instrument == 0
        && draft.instrument() != 0
        && isOfTheFaultOf(draft)
        && (isOfMoreNames || names.contains(draft.subject()))
        && isOnADayOf(draft);
  }

  /// Those that are it in what is seen, or the nearest thing to it.
  static List<KnownFinding> seenIn(Draft draft, List<KnownFinding> those) {
    var exactly = those.stream().filter(one -> one.isSeenIn(draft)).toList();
    return exactly.isEmpty()
        ? those.stream().filter(one -> one.isSeenNear(draft)).limit(1).toList()
        : exactly;
  }
}
