package ai.tickstock.universe;

import ai.tickstock.market.Symbol;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Rows of `universe_change`: who joined and left when and why, and what was held.
final class ChangeLog {
  /// The same held twice in a row is noted once.
  private static final String NOTE =
      """
      INSERT INTO universe_change
        (universe_id, effective, state, members, joined, joined_why, left_it, left_why, message)
      SELECT :universe, :day, :state, :members, :joined::text[], :joined_why::text[],
             :left::text[], :left_why::text[], :message
      WHERE NOT EXISTS (
        SELECT FROM (
          SELECT state, members, joined, left_it FROM universe_change
          WHERE universe_id = :universe ORDER BY id DESC LIMIT 1) last
        WHERE :state = 'held'
          AND (last.state, last.members, last.joined, last.left_it)
            = ('held', :members, :joined::text[], :left::text[]))
      """;

  private static final String READ =
      """
      SELECT changed_at, effective, state, members, joined, joined_why, left_it, left_why, message
      FROM universe_change
      WHERE universe_id = :universe
      ORDER BY id DESC
      """;

  private static final String HELD =
      """
      SELECT universe_id, changed_at, effective, state, members, joined, joined_why, left_it, left_why, message
      FROM (
        SELECT DISTINCT ON (universe_id) universe_id, changed_at, effective, state, members, joined, joined_why, left_it,
               left_why, message
        FROM universe_change
        ORDER BY universe_id, id DESC) last
      WHERE state = 'held'
      """;

  private ChangeLog() {}

  /// @param state `applied` or `held`
  /// @param members how many belonged before
  static void note(
      Handle h,
      int universe,
      LocalDate day,
      String state,
      int members,
      List<RuleRefresh.Move> joined,
      List<RuleRefresh.Move> left,
      String message) {
    h.createUpdate(NOTE)
        .bind("universe", universe)
        .bind("day", day)
        .bind("state", state)
        .bind("members", members)
        .bindArray("joined", String.class, tickers(joined))
        .bindArray("joined_why", String.class, reasons(joined))
        .bindArray("left", String.class, tickers(left))
        .bindArray("left_why", String.class, reasons(left))
        .bind("message", message)
        .execute();
  }

  /// The latest first.
  static List<RuleUniverses.Change> of(Handle h, int universe) {
    return h.createQuery(READ).bind("universe", universe).map((row, context) -> change(row)).list();
  }

  /// The last entry of each universe of which it says that something was held.
  static Map<Integer, RuleUniverses.Change> held(Handle h) {
    var held = new HashMap<Integer, RuleUniverses.Change>();
    h.createQuery(HELD)
        .map((row, context) -> Map.entry(row.getInt("universe_id"), change(row)))
        .forEach(one -> held.put(one.getKey(), one.getValue()));
    return held;
  }

  private static List<String> tickers(List<RuleRefresh.Move> moves) {
    return moves.stream().map(move -> move.symbol().ticker()).toList();
  }

  private static List<String> reasons(List<RuleRefresh.Move> moves) {
    return moves.stream().map(RuleRefresh.Move::reason).toList();
  }

  private static RuleUniverses.Change change(ResultSet row) throws SQLException {
    return new RuleUniverses.Change(
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getObject("effective", LocalDate.class),
        row.getString("state"),
        row.getInt("members"),
        moves(row.getArray("joined"), row.getArray("joined_why")),
        moves(row.getArray("left_it"), row.getArray("left_why")),
        row.getString("message"));
  }

  private static List<RuleRefresh.Move> moves(Array tickers, Array reasons) throws SQLException {
    var symbols = (String[]) tickers.getArray();
    var why = (String[]) reasons.getArray();
    var moves = new ArrayList<RuleRefresh.Move>();
    for (int i = 0; i < symbols.length; i++) {
      moves.add(new RuleRefresh.Move(new Symbol(symbols[i]), i < why.length ? why[i] : ""));
    }
    return moves;
  }
}
