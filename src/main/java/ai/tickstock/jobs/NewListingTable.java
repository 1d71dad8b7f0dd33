package ai.tickstock.jobs;

import ai.tickstock.jobs.NewListing.State;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `new_listing` in one session's hands.
final class NewListingTable {
  private static final String FOUND =
      """
      INSERT INTO new_listing (instrument_id, ticker, listed_on, found_at, state)
      VALUES (:id, :ticker, :listed_on, :found_at, :state)
      ON CONFLICT (instrument_id) DO NOTHING
      """;

  private static final String SELECT =
      """
      SELECT instrument_id, ticker, listed_on, found_at, state, attempts, asked_at, bars, anomalies,
             message, finished_at
      FROM new_listing
      """;

  private static final String SINCE =
      SELECT + "WHERE listed_on >= :since ORDER BY listed_on, ticker";

  private static final String DUE =
      SELECT
          + """
          WHERE state NOT IN ('complete', 'not_loaded') AND listed_on <= :last_final
            AND (attempts < :nightly OR asked_at IS NULL OR asked_at <= :asked_before)
          ORDER BY listed_on, ticker
          """;

  private static final String JOINED =
      """
      UPDATE new_listing SET
        state = 'complete', message = 'was joined with another instrument, which has its bars',
        finished_at = :at
      WHERE instrument_id = :id
      """;

  private static final String ENDED =
      """
      UPDATE new_listing SET
        ticker = :ticker, state = :state, attempts = attempts + 1, bars = :bars, anomalies = :anomalies,
        message = :message, asked_at = :at,
        finished_at = CASE WHEN :state = 'complete' THEN CAST(:at AS timestamptz) END
      WHERE instrument_id = :id
      """;

  private NewListingTable() {}

  static void found(
      Handle transaction,
      InstrumentId id,
      Symbol symbol,
      LocalDate listedOn,
      Instant at,
      State state) {
    transaction
        .createUpdate(FOUND)
        .bind("id", id.value())
        .bind("ticker", symbol.ticker())
        .bind("listed_on", listedOn)
        .bind("found_at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .bind("state", state.word())
        .execute();
  }

  static List<NewListing> since(Handle h, LocalDate date) {
    return h.createQuery(SINCE).bind("since", date).map((row, context) -> listing(row)).list();
  }

  /// Those of which a final session can be there, and that are not complete.
  ///
  /// @param nightly so often each is due whenever it was asked for
  /// @param askedBefore afterwards those are that were not asked for since then
  static List<NewListing> due(Handle h, LocalDate lastFinal, int nightly, Instant askedBefore) {
    return h.createQuery(DUE)
        .bind("last_final", lastFinal)
        .bind("nightly", nightly)
        .bind("asked_before", OffsetDateTime.ofInstant(askedBefore, ZoneOffset.UTC))
        .map((row, context) -> listing(row))
        .list();
  }

  /// Nothing is to be asked for any more.
  static void joined(Handle transaction, InstrumentId id, Instant at) {
    transaction
        .createUpdate(JOINED)
        .bind("id", id.value())
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .execute();
  }

  /// @param symbol its present ticker
  static void ended(
      Handle transaction,
      InstrumentId id,
      Symbol symbol,
      State state,
      int bars,
      String anomalies,
      String message,
      Instant at) {
    transaction
        .createUpdate(ENDED)
        .bind("id", id.value())
        .bind("ticker", symbol.ticker())
        .bind("state", state.word())
        .bind("bars", bars)
        .bind("anomalies", anomalies)
        .bind("message", message)
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .execute();
  }

  private static NewListing listing(ResultSet row) throws SQLException {
    return new NewListing(
        new InstrumentId(row.getInt("instrument_id")),
        new Symbol(row.getString("ticker")),
        row.getObject("listed_on", LocalDate.class),
        row.getObject("found_at", OffsetDateTime.class).toInstant(),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        instant(row, "asked_at"),
        row.getInt("bars"),
        row.getString("anomalies"),
        row.getString("message"),
        instant(row, "finished_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
