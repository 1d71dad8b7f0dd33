package ai.tickstock.listing;

import ai.tickstock.database.RowSnapshot;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// What decisions about two instruments do to their rows, in one session's hands.
final class DecisionTable {
  /// Tickers that began before and last still, or longer.
  private static final String END_TICKERS =
      """
      UPDATE instrument_symbol SET valid_to = CAST(:on AS date) - 1, reason = :reason
      WHERE instrument_id = :instrument
        AND (valid_from IS NULL OR valid_from < :on)
        AND (valid_to IS NULL OR valid_to >= :on)
      """;

  private static final String MOVE_TICKERS =
      """
      UPDATE instrument_symbol SET
        instrument_id = :to, valid_from = coalesce(valid_from, CAST(:on AS date))
      WHERE instrument_id = :from
      """;

  private static final String TAKE_FACTS =
      """
      UPDATE instrument i SET
        name = coalesce(later.name, i.name), type = coalesce(later.type, i.type),
        mic = coalesce(later.mic, i.mic), active = later.active,
        provisional = i.provisional AND later.provisional,
        delist_date = later.delist_date,
        list_date = coalesce(
          i.list_date, CASE WHEN later.list_date < :on THEN later.list_date END),
        composite_figi = coalesce(later.composite_figi, i.composite_figi),
        share_class_figi = coalesce(later.share_class_figi, i.share_class_figi),
        cik = coalesce(later.cik, i.cik), updated_at = now()
      FROM instrument later
      WHERE i.id = :to AND later.id = :from
      """;

  private static final String RETIRE =
      """
      UPDATE instrument SET
        active = false, merged_into = :to, composite_figi = NULL, share_class_figi = NULL,
        updated_at = now()
      WHERE id = :from
      """;

  private static final String PART_ROW =
      """
      INSERT INTO instrument (id, name, type, mic, active, provisional, list_date, delist_date,
                              composite_figi, share_class_figi, cik, source)
        OVERRIDING SYSTEM VALUE
      SELECT :to, name, type, mic, active, provisional, CAST(:since AS date), delist_date,
             composite_figi, share_class_figi, cik, source
      FROM instrument
      WHERE id = :from
      ON CONFLICT (id) DO UPDATE SET
        active = excluded.active, merged_into = NULL, delist_date = excluded.delist_date,
        composite_figi = excluded.composite_figi, share_class_figi = excluded.share_class_figi,
        updated_at = now()
      """;

  /// The numbers were learned of who trades now, and so go with the later one; so does a begin of
  /// the listing that is not before it.
  private static final String END_PARTED =
      """
      UPDATE instrument SET
        active = false, delist_date = :since, composite_figi = NULL, share_class_figi = NULL,
        list_date = CASE WHEN list_date < :since THEN list_date END, updated_at = now()
      WHERE id = :from
      """;

  private static final String MOVE_LATER_TICKERS =
      """
      UPDATE instrument_symbol SET instrument_id = :to
      WHERE instrument_id = :from AND valid_from >= :since
      """;

  private static final String REOPEN_TICKER =
      """
      UPDATE instrument_symbol s SET valid_to = NULL, reason = 'still listed, somebody said'
      WHERE s.instrument_id = :instrument
        AND s.valid_to = (
          SELECT max(valid_to) FROM instrument_symbol WHERE instrument_id = :instrument)
        AND NOT EXISTS (
          SELECT FROM instrument_symbol o WHERE o.instrument_id = :instrument AND o.valid_to IS NULL)
        AND NOT EXISTS (
          SELECT FROM instrument_symbol o WHERE o.ticker = s.ticker AND o.valid_to IS NULL)
      """;

  private static final String TRADES =
      """
      UPDATE instrument SET active = true, delist_date = NULL, updated_at = now()
      WHERE id = :instrument
      """;

  private static final String HOLDS_TICKER =
      "SELECT count(*) FROM instrument_symbol WHERE instrument_id = :instrument AND valid_to IS NULL";

  private static final List<String> MOVE_ACTIONS =
      List.of(
          """
          DELETE FROM corporate_action a
          WHERE a.instrument_id = :from AND a.ex_date >= :since
            AND EXISTS (SELECT FROM corporate_action b
                        WHERE b.instrument_id = :to AND b.ex_date = a.ex_date AND b.kind = a.kind)
          """,
          """
          UPDATE corporate_action SET instrument_id = :to
          WHERE instrument_id = :from AND ex_date >= :since
          """,
          "DELETE FROM actions_covered WHERE instrument_id = :from");

  /// Of two classes the one that was given last.
  private static final List<String> MOVE_CLASS =
      List.of(
          """
          DELETE FROM instrument_class kept
          USING instrument_class other
          WHERE kept.instrument_id = :to AND other.instrument_id = :from
            AND other.set_at > kept.set_at
          """,
          """
          INSERT INTO instrument_class (instrument_id, processing_class, reason, source, set_at)
          SELECT :to, processing_class, reason, source, set_at
          FROM instrument_class
          WHERE instrument_id = :from
          ON CONFLICT (instrument_id) DO NOTHING
          """);

  private static final String DROP_CLASS =
      "DELETE FROM instrument_class WHERE instrument_id = :instrument";

  private static final List<RowSnapshot> SNAPSHOTS =
      List.of(
          new RowSnapshot(
              "instrument_class",
              "instrument_id",
              List.of("instrument_id", "processing_class", "reason", "source", "set_at")),
          new RowSnapshot(
              "corporate_action",
              "instrument_id",
              List.of(
                  "instrument_id",
                  "kind",
                  "ex_date",
                  "split_from",
                  "split_to",
                  "cash_amount",
                  "currency",
                  "vendor_id",
                  "source",
                  "recorded_at")),
          new RowSnapshot(
              "actions_covered",
              "instrument_id",
              List.of("instrument_id", "first_date", "last_date", "source", "asked_at")));

  private static final String ROWS =
      """
      SELECT jsonb_build_object(
        'instruments',
        (SELECT coalesce(jsonb_agg(to_jsonb(i)), '[]') FROM instrument i WHERE i.id = ANY(:ids)),
        'tickers',
        (SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]')
         FROM instrument_symbol s WHERE s.instrument_id = ANY(:ids)),
        'bars_since', CAST(:since AS date))::text
      """;

  private static final String WITH_TABLE =
      """
      SELECT jsonb_set(CAST(:rows AS jsonb), ARRAY[CAST(:name AS text)], CAST(:value AS jsonb))::text
      """;

  private static final String BARS_SINCE =
      "SELECT CAST(CAST(:rows AS jsonb) ->> 'bars_since' AS date)";

  /// Null where the table was changed after the decision.
  private static final String UNCHANGED =
      """
      SELECT CASE WHEN CAST(:rows AS jsonb) -> 'after' -> :table = CAST(:now AS jsonb) -> :table
                  THEN (CAST(:rows AS jsonb) -> :table)::text END
      """;

  private static final List<String> PUT_BACK =
      List.of(
          "DELETE FROM instrument_symbol WHERE instrument_id IN (:a, :b)",
          """
          INSERT INTO instrument_symbol
            (instrument_id, ticker, valid_from, valid_to, seen_from, reason, source, recorded_at)
          SELECT instrument_id, ticker, valid_from, valid_to, seen_from, reason, source, recorded_at
          FROM jsonb_populate_recordset(
            CAST(NULL AS instrument_symbol), CAST(:rows AS jsonb) -> 'tickers')
          """,
          // Who did not exist then has no tickers now.
          """
          UPDATE instrument SET
            active = false, merged_into = CAST(:a AS integer), composite_figi = NULL,
            share_class_figi = NULL, updated_at = now()
          WHERE id = :b
          """,
          """
          UPDATE instrument i SET
            name = old.name, type = old.type, mic = old.mic, active = old.active,
            provisional = old.provisional, list_date = old.list_date,
            delist_date = old.delist_date, composite_figi = old.composite_figi,
            share_class_figi = old.share_class_figi, cik = old.cik,
            merged_into = old.merged_into, updated_at = now()
          FROM jsonb_populate_recordset(
            CAST(NULL AS instrument), CAST(:rows AS jsonb) -> 'instruments') old
          WHERE i.id = old.id
          """);

  private DecisionTable() {}

  static void endTickers(Handle h, InstrumentId instrument, LocalDate on, String reason) {
    h.createUpdate(END_TICKERS)
        .bind("instrument", instrument.value())
        .bind("on", on)
        .bind("reason", reason)
        .execute();
  }

  static void moveTickers(Handle h, InstrumentId from, InstrumentId to, LocalDate on) {
    h.createUpdate(MOVE_TICKERS)
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("on", on)
        .execute();
  }

  /// The later one's facts are newer; its row stays, without tickers and numbers. A listing that
  /// began with it says nothing of when the earlier one's did.
  static void takeFacts(Handle h, InstrumentId to, InstrumentId from, LocalDate on) {
    h.createUpdate(TAKE_FACTS)
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("on", on)
        .execute();
    h.createUpdate(RETIRE).bind("from", from.value()).bind("to", to.value()).execute();
  }

  static void partRow(Handle h, InstrumentId from, InstrumentId to, LocalDate since) {
    h.createUpdate(PART_ROW)
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("since", since)
        .execute();
    h.createUpdate(END_PARTED).bind("from", from.value()).bind("since", since).execute();
  }

  static void partTickers(Handle h, InstrumentId from, InstrumentId to, LocalDate since) {
    h.createUpdate(MOVE_LATER_TICKERS)
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("since", since)
        .execute();
    // A ticker that lasts over the date is the earlier one's until the day before.
    var over =
        InstrumentTable.spansOf(h, List.of(from)).stream()
            .filter(span -> span.contains(since))
            .toList();
    InstrumentTable.replaceSpans(
        h, over, over.stream().map(span -> until(span, since.minusDays(1))).toList());
    InstrumentTable.insertSpans(
        h, over.stream().map(span -> since(span, to, since)).toList(), "operator");
  }

  private static SymbolSpan until(SymbolSpan span, LocalDate last) {
    return new SymbolSpan(
        span.instrument(), span.symbol(), span.from(), Optional.of(last), span.reason());
  }

  private static SymbolSpan since(SymbolSpan span, InstrumentId holder, LocalDate first) {
    return new SymbolSpan(holder, span.symbol(), Optional.of(first), span.to(), span.reason());
  }

  static void moveActions(Handle h, InstrumentId from, InstrumentId to, LocalDate since) {
    for (var move : MOVE_ACTIONS) {
      h.createUpdate(move)
          .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
          .bind("from", from.value())
          .bind("to", to.value())
          .bind("since", since)
          .execute();
    }
  }

  /// Lets another instrument be processed by the class into which somebody put this one.
  static void copyClass(Handle h, InstrumentId from, InstrumentId to) {
    for (var move : MOVE_CLASS) {
      h.createUpdate(move).bind("from", from.value()).bind("to", to.value()).execute();
    }
  }

  static void dropClass(Handle h, InstrumentId instrument) {
    h.createUpdate(DROP_CLASS).bind("instrument", instrument.value()).execute();
  }

  /// Lets an instrument trade under its last ticker again, unless somebody else holds that now.
  ///
  /// @param whateverListsSay whether its being missing counts no longer
  /// @return whether it trades
  static boolean keepTrading(
      Handle h,
      InstrumentId instrument,
      LocalDate missingSince,
      String because,
      boolean whateverListsSay) {
    h.createUpdate(REOPEN_TICKER).bind("instrument", instrument.value()).execute();
    int held =
        h.createQuery(HOLDS_TICKER)
            .bind("instrument", instrument.value())
            .mapTo(Integer.class)
            .one();
    if (held == 0) {
      return false;
    }
    h.createUpdate(TRADES).bind("instrument", instrument.value()).execute();
    AbsenceTable.store(
        h,
        Map.of(
            instrument,
            new Absence(
                missingSince.minusDays(1),
                missingSince,
                missingSince,
                1,
                false,
                whateverListsSay ? Optional.of(because) : Optional.empty())));
    return true;
  }

  /// The rows of instruments, their tickers, and what moves along, as a JSON object.
  ///
  /// @param since from when on bars move
  static String rows(
      Handle h, List<InstrumentId> ids, LocalDate since, List<RowSnapshot> followers) {
    var numbers = InstrumentTable.numbers(ids);
    var rows =
        h.createQuery(ROWS)
            .bindArray("ids", Integer.class, numbers)
            .bind("since", since)
            .mapTo(String.class)
            .one();
    for (var table : snapshots(followers)) {
      rows = with(h, rows, table.table(), table.of(h, numbers));
    }
    return rows;
  }

  /// What is kept of a decision: the rows before it, and how it left them.
  static String change(Handle h, String before, String after) {
    return with(h, before, "after", after);
  }

  private static String with(Handle h, String rows, String name, String value) {
    return h.createQuery(WITH_TABLE)
        .bind("rows", rows)
        .bind("name", name)
        .bind("value", value)
        .mapTo(String.class)
        .one();
  }

  private static List<RowSnapshot> snapshots(List<RowSnapshot> followers) {
    return Stream.concat(SNAPSHOTS.stream(), followers.stream()).toList();
  }

  static Optional<LocalDate> barsSince(Handle h, String rows) {
    return h.createQuery(BARS_SINCE).bind("rows", rows).mapTo(LocalDate.class).findOne();
  }

  /// Puts back what moved along, table by table; not what was changed since.
  static void restore(
      Handle h, List<InstrumentId> ids, String rows, String now, List<RowSnapshot> followers) {
    for (var table : snapshots(followers)) {
      h.createQuery(UNCHANGED)
          .bind("rows", rows)
          .bind("now", now)
          .bind("table", table.table())
          .mapTo(String.class)
          .findOne()
          .ifPresent(before -> table.restore(h, InstrumentTable.numbers(ids), before));
    }
  }

  /// Makes two instruments what they were.
  static void putBack(Handle h, InstrumentId kept, InstrumentId other, String rows) {
    for (var statement : PUT_BACK) {
      h.createUpdate(statement)
          .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
          .bind("a", kept.value())
          .bind("b", other.value())
          .bind("rows", rows)
          .execute();
    }
  }
}
