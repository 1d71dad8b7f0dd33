package ai.tickstock.calendar;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The exchanges' calendars with the decisions that a database holds about their days: an
/// operator's goes before the vendor's, the vendor's before the file. Read anew at each call, so
/// that a decision holds for all processes at once. Safe for use by many threads.
public final class Calendars {
  private static final String SELECT =
      """
      SELECT id, exchange, day, kind, opens, closes, reason, source, decided_by, decided_at, undone_by, undone_at, undone_reason
      FROM tickstock.calendar_override
      """;

  private static final String IN_FORCE = SELECT + "WHERE undone_at IS NULL ORDER BY day, source";

  private static final String HAS_DECISIONS =
      "SELECT to_regclass('tickstock.calendar_override') IS NOT NULL";

  private static final String ALL = SELECT + "ORDER BY day, source, id";

  /// One decision about a day of a source at a time: who comes second waits and replaces the first.
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('calendar_override', 0))";

  private static final String END =
      """
      UPDATE tickstock.calendar_override
      SET undone_by = :by, undone_at = now(), undone_reason = :reason
      WHERE exchange = :exchange AND day = :day AND source = :source AND undone_at IS NULL
      """;

  private static final String ENTER =
      """
      INSERT INTO tickstock.calendar_override (exchange, day, kind, opens, closes, reason, source, decided_by)
      VALUES (:exchange, :day, :kind, :opens, :closes, :reason, :source, :by)
      """;

  private static final Logger LOG = LoggerFactory.getLogger(Calendars.class);

  private final Database database;

  private Calendars(Database database) {
    this.database = database;
  }

  public static Calendars postgres(Database database) {
    return new Calendars(database);
  }

  /// A decision as it is kept.
  ///
  /// @param by who decided
  public record Kept(
      int id, DayOverride decision, String by, Instant at, Optional<Undone> undone) {}

  /// The end of a decision.
  public record Undone(String by, Instant at, String reason) {}

  /// How an attempt to decide ended.
  public sealed interface Outcome {
    /// @param before what held until now
    /// @param after what holds from now on
    record Done(TradingCalendar before, TradingCalendar after) implements Outcome {}

    /// @param objection what is in the way and what to do
    record Refused(String objection) implements Outcome {}
  }

  /// The calendar of an exchange as decided until now.
  ///
  /// @throws IllegalArgumentException if there is no calendar of it
  public TradingCalendar of(Mic exchange) {
    return TradingCalendar.of(exchange, database.read(Calendars::inForce));
  }

  /// The calendars of all exchanges as decided until now, each always the same object: for what
  /// lasts and goes by the calendars as they were when it began. Safe for use by many threads.
  public Function<Mic, TradingCalendar> asDecided() {
    var decisions = database.read(Calendars::inForce);
    var calendars = new ConcurrentHashMap<Mic, TradingCalendar>();
    return exchange ->
        calendars.computeIfAbsent(exchange, mic -> TradingCalendar.of(mic, decisions));
  }

  /// The calendar of an exchange as decided in a database that is only looked at: where it has no
  /// table of decisions, none was taken.
  ///
  /// @throws ai.tickstock.database.DatabaseUnavailable when it does not answer within seconds
  public static TradingCalendar of(Mic exchange, DatabaseAddress address) {
    return TradingCalendar.of(
        exchange,
        Database.glance(
            address,
            handle ->
                handle.createQuery(HAS_DECISIONS).mapTo(Boolean.class).one()
                    ? inForce(handle)
                    : List.<DayOverride>of()));
  }

  /// The calendar that an instrument follows: that of the exchange where it is listed, whatever its
  /// holdings. Where that exchange has none, or is not known, that of New York, where the vendor's
  /// instruments trade.
  public TradingCalendar followedBy(Optional<Mic> listedOn) {
    return of(TradingCalendar.followed(listedOn));
  }

  /// Takes a decision; one of the same source about the same day ends. A decision about one of the
  /// exchanges that share a file is about all of them. The very same one again changes nothing.
  ///
  /// @param by who decides, for the audit
  public Outcome decide(DayOverride asked, String by) {
    var decision = asked.of(TradingCalendar.of(asked.exchange()).exchange());
    return database.inTransaction(handle -> {
      handle.execute(LOCK);
      var inForce = inForce(handle);
      if (inForce.contains(decision)) {
        return done(handle, decision.exchange(), inForce);
      }
      var others = inForce.stream().filter(o -> !isSameDay(o, decision)).toList();
      var objection = decision.objection(TradingCalendar.of(decision.exchange(), others));
      if (objection.isPresent()) {
        return new Outcome.Refused(objection.get());
      }
      end(handle, decision, by, "replaced");
      handle
          .createUpdate(ENTER)
          .bind("exchange", decision.exchange().code())
          .bind("day", decision.date())
          .bind("kind", word(decision.kind()))
          .bind("opens", decision.opens().orElse(null))
          .bind("closes", decision.closes().orElse(null))
          .bind("reason", decision.reason())
          .bind("source", word(decision.source()))
          .bind("by", by)
          .execute();
      audit(handle, by, "calendar override " + word(decision.kind()), decision, decision.reason());
      return done(handle, decision.exchange(), inForce);
    });
  }

  /// Ends the operator's decision about a day. The vendor's is not undone, it would come again with
  /// the next list: an operator decides over it.
  public Outcome undo(Mic asked, LocalDate day, String reason, String by) {
    var exchange = TradingCalendar.of(asked).exchange();
    return database.inTransaction(handle -> {
      handle.execute(LOCK);
      var inForce = inForce(handle);
      var ofDay =
          inForce.stream()
              .filter(o -> o.exchange().equals(exchange) && o.date().equals(day))
              .toList();
      var ended = ofDay.stream().filter(o -> o.source() == DayOverride.Source.OPERATOR).findFirst();
      if (ended.isEmpty()) {
        return new Outcome.Refused(
            ofDay.isEmpty()
                ? "nothing was decided about "
                    + exchange
                    + " on "
                    + day
                    + ": there is nothing to undo"
                : "the vendor's list says that of "
                    + exchange
                    + " on "
                    + day
                    + " ("
                    + ofDay.getFirst().reason()
                    + ") and would say it again: decide otherwise with override open");
      }
      end(handle, ended.get(), by, reason);
      audit(handle, by, "calendar override undo", ended.get(), reason);
      return done(handle, exchange, inForce);
    });
  }

  private static Outcome done(Handle handle, Mic exchange, List<DayOverride> before) {
    return new Outcome.Done(
        TradingCalendar.of(exchange, before), TradingCalendar.of(exchange, inForce(handle)));
  }

  /// The decisions that hold, by day.
  public List<Kept> inForce() {
    return database.read(handle -> handle.createQuery(IN_FORCE).map((row, c) -> kept(row)).list());
  }

  /// Also those that were undone or replaced.
  public List<Kept> all() {
    return database.read(handle -> handle.createQuery(ALL).map((row, c) -> kept(row)).list());
  }

  /// Notes that a load ended in another way since a day was decided.
  ///
  /// @param run its number
  public void noteReexplained(int run, String before, String after, LocalDate day, String by) {
    database.useTransaction(handle ->
        Audit.note(
            handle,
            by,
            "run summed up anew",
            "run " + run,
            before + " -> " + after + ", the calendar of " + day + " changed"));
  }

  private static List<DayOverride> inForce(Handle handle) {
    return handle.createQuery(IN_FORCE).map((row, context) -> readable(row)).list().stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// One row that somebody wrote by hand must not take the whole calendar away.
  private static Optional<DayOverride> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(kept(row).decision()).filter(o -> isKnown(o.exchange()));
    } catch (IllegalArgumentException e) {
      LOG.warn("left out calendar_override id={} error=\"{}\"", row.getInt("id"), e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isKnown(Mic exchange) {
    return TradingCalendar.exchanges().contains(exchange);
  }

  private static boolean isSameDay(DayOverride one, DayOverride other) {
    return one.exchange().equals(other.exchange())
        && one.date().equals(other.date())
        && one.source() == other.source();
  }

  private static void end(Handle handle, DayOverride decision, String by, String reason) {
    handle
        .createUpdate(END)
        .bind("exchange", decision.exchange().code())
        .bind("day", decision.date())
        .bind("source", word(decision.source()))
        .bind("by", by)
        .bind("reason", reason)
        .execute();
  }

  private static void audit(
      Handle handle, String by, String action, DayOverride decision, String detail) {
    Audit.note(handle, by, action, decision.exchange() + " " + decision.date(), detail);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    var undoneAt = Optional.ofNullable(row.getObject("undone_at", OffsetDateTime.class));
    var undoneBy = Optional.ofNullable(row.getString("undone_by"));
    var undoneReason = Optional.ofNullable(row.getString("undone_reason"));
    return new Kept(
        row.getInt("id"),
        new DayOverride(
            new Mic(row.getString("exchange")),
            row.getObject("day", LocalDate.class),
            DayOverride.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            Optional.ofNullable(row.getObject("opens", LocalTime.class)),
            Optional.ofNullable(row.getObject("closes", LocalTime.class)),
            row.getString("reason"),
            DayOverride.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT))),
        row.getString("decided_by"),
        row.getObject("decided_at", OffsetDateTime.class).toInstant(),
        undoneAt.map(
            at -> new Undone(undoneBy.orElseThrow(), at.toInstant(), undoneReason.orElseThrow())));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
