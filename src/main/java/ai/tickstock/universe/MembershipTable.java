package ai.tickstock.universe;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `universe_member` in force, as rules and people change them.
final class MembershipTable {
  private static final String OPEN =
      """
      SELECT m.universe_id, m.ticker, m.expected_name, m.instrument_id, m.valid_from, m.source,
             NOT i.active AND NOT i.provisional AS is_gone, i.delist_date,
             holder.instrument_id AS holder_id
      FROM universe_member m
        LEFT JOIN instrument i ON i.id = m.instrument_id
        LEFT JOIN instrument_symbol holder
          ON holder.ticker = m.ticker AND holder.valid_to IS NULL AND m.instrument_id IS NULL
      WHERE m.valid_to IS NULL AND m.universe_id = ANY(:universes)
      ORDER BY m.universe_id, m.ticker, m.valid_from
      """;

  private static final String JOIN =
      """
      INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
      SELECT :universe, new.ticker, new.instrument_id, CAST(:day AS date), new.reason, :source
      FROM unnest(:tickers, :ids, :reasons) AS new (ticker, instrument_id, reason)
      ON CONFLICT (universe_id, ticker, valid_from) DO UPDATE SET
        valid_to = NULL, instrument_id = EXCLUDED.instrument_id, reason = EXCLUDED.reason,
        source = EXCLUDED.source, rank = NULL, recorded_at = now()
      """;

  /// Who joined on the same day never belonged at the end of one.
  private static final List<String> LEAVE =
      List.of(
          """
          DELETE FROM universe_member m
          USING unnest(:tickers, :froms::date[], :reasons) AS gone (ticker, valid_from, reason)
          WHERE m.universe_id = :universe AND m.ticker = gone.ticker
            AND m.valid_from = gone.valid_from AND m.valid_from >= CAST(:day AS date)
            AND m.valid_to IS NULL AND gone.reason IS NOT NULL
          """,
          """
          UPDATE universe_member m SET
            valid_to = CAST(:day AS date) - 1, reason = m.reason || '; left: ' || gone.reason,
            rank = NULL
          FROM unnest(:tickers, :froms::date[], :reasons) AS gone (ticker, valid_from, reason)
          WHERE m.universe_id = :universe AND m.ticker = gone.ticker
            AND m.valid_from = gone.valid_from AND m.valid_from < CAST(:day AS date)
            AND m.valid_to IS NULL
          """);

  private static final String RANK =
      """
      UPDATE universe_member m SET rank = new.rank
      FROM unnest(:ids, :ranks) AS new (instrument_id, rank)
      WHERE m.universe_id = :universe AND m.instrument_id = new.instrument_id
        AND m.valid_to IS NULL AND m.rank IS DISTINCT FROM new.rank
      """;

  private MembershipTable() {}

  /// A membership in force.
  ///
  /// @param instrument that it is bound to
  /// @param holder who holds the ticker now, of a membership that is bound to nobody
  /// @param source `rules`, or who or what else made it
  /// @param gone why the instrument trades no more; empty where it does
  record Open(
      Symbol ticker,
      String expectedName,
      Optional<InstrumentId> instrument,
      Optional<InstrumentId> holder,
      LocalDate from,
      String source,
      Optional<String> gone) {

    boolean byRules() {
      return source.equals(EtfFacts.RULES);
    }
  }

  /// Somebody who joins.
  record Joining(Symbol symbol, Optional<InstrumentId> instrument, String reason) {}

  /// Somebody who leaves.
  record Leaving(Open member, String reason) {}

  /// By universe, of each by ticker.
  static Map<Integer, List<Open>> open(Handle h, Collection<Integer> universes) {
    var open = new HashMap<Integer, List<Open>>();
    h.createQuery(OPEN)
        .bindArray("universes", Integer.class, universes)
        .map((row, context) -> Map.entry(row.getInt("universe_id"), open(row)))
        .forEach(
            one -> open.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
    return open;
  }

  static void join(Handle h, int universe, List<Joining> all, LocalDate day, String source) {
    if (all.isEmpty()) {
      return;
    }
    h.createUpdate(JOIN)
        .bind("universe", universe)
        .bind("day", day)
        .bind("source", source)
        .bindArray("tickers", String.class, all.stream().map(j -> j.symbol().ticker()).toList())
        .bindArray(
            "ids",
            Integer.class,
            all.stream().map(j -> j.instrument().map(InstrumentId::value).orElse(null)).toList())
        .bindArray("reasons", String.class, all.stream().map(Joining::reason).toList())
        .execute();
  }

  static void leave(Handle h, int universe, List<Leaving> all, LocalDate day) {
    if (all.isEmpty()) {
      return;
    }
    for (var statement : LEAVE) {
      h.createUpdate(statement)
          .bind("universe", universe)
          .bind("day", day)
          .bindArray(
              "tickers", String.class, all.stream().map(l -> l.member().ticker().ticker()).toList())
          .bindArray(
              "froms", String.class, all.stream().map(l -> l.member().from().toString()).toList())
          .bindArray("reasons", String.class, all.stream().map(Leaving::reason).toList())
          .execute();
    }
  }

  /// Says of members by a rule top N which rank they have now.
  static void rank(Handle h, int universe, Map<InstrumentId, Integer> ranks) {
    if (ranks.isEmpty()) {
      return;
    }
    h.createUpdate(RANK)
        .bind("universe", universe)
        .bindArray("ids", Integer.class, ranks.keySet().stream().map(InstrumentId::value).toList())
        .bindArray("ranks", Integer.class, List.copyOf(ranks.values()))
        .execute();
  }

  private static Open open(ResultSet row) throws SQLException {
    boolean isGone = row.getBoolean("is_gone");
    var delisted = Optional.ofNullable(row.getObject("delist_date", LocalDate.class));
    return new Open(
        new Symbol(row.getString("ticker")),
        row.getString("expected_name"),
        instrument(row, "instrument_id"),
        instrument(row, "holder_id"),
        row.getObject("valid_from", LocalDate.class),
        row.getString("source"),
        isGone
            ? Optional.of(
                delisted.map(date -> "delisted on " + date).orElse("no list says that it trades"))
            : Optional.empty());
  }

  private static Optional<InstrumentId> instrument(ResultSet row, String column)
      throws SQLException {
    int id = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(new InstrumentId(id));
  }
}
