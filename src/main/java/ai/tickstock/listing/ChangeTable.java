package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Rows of `listing_change` in one session's hands.
final class ChangeTable {
  private static final String INSERT =
      """
      INSERT INTO listing_change (kind, instrument_id, other_id, ticker, before, after, on_date,
                                  confidence, evidence, source, list_date)
      VALUES (:kind, :instrument, :other, :ticker, :before, :after, :on,
              :confidence, :evidence, :source, :list_date)
      """;

  private static final String SELECT =
      """
      SELECT id, kind, instrument_id, other_id, ticker, before, after, on_date, confidence,
             evidence, source, list_date, found_at, undone_at, undone_because
      FROM listing_change
      """;

  private static final String SINCE = SELECT + "WHERE list_date >= :since ORDER BY list_date, id";

  private static final String NEWEST =
      SELECT + "WHERE id < :before AND (:any OR kind = ANY(:kinds)) ORDER BY id DESC LIMIT :most";

  private static final String BY_ID = SELECT + "WHERE id = :id FOR UPDATE";

  private static final String LATER =
      """
      SELECT min(id)
      FROM listing_change
      WHERE found_at > :found_at AND undone_at IS NULL AND kind NOT IN ('exchange', 'type', 'name', 'adopted')
        AND (kind <> 'returned' OR :kind = 'left_list')
        AND (instrument_id IN (:instrument, :other) OR other_id IN (:instrument, :other))
      """;

  /// With a ticker that is given back goes what was said of its former holder by the same list.
  private static final String UNDONE =
      """
      UPDATE listing_change c
      SET undone_at = now(), undone_by = :by, undone_because = :because
      FROM listing_change undone
      WHERE undone.id = :id AND c.undone_at IS NULL
        AND (c.id = undone.id
             OR undone.kind = 'recycled' AND c.found_at = undone.found_at
                AND c.instrument_id IN (undone.instrument_id, undone.other_id)
                AND c.kind IN ('listed', 'delisted'))
      """;

  private static final String UNDONE_DELISTINGS =
      """
      SELECT instrument_id, on_date FROM listing_change
      WHERE kind = 'delisted' AND undone_at IS NOT NULL
      """;

  private static final String LISTED_ON =
      """
      SELECT min(on_date) FROM listing_change
      WHERE instrument_id = :id AND kind = 'listed' AND undone_at IS NULL
      """;

  private static final String KEEP_ROWS =
      """
      UPDATE listing_change SET rows_before = CAST(:rows AS jsonb)
      WHERE id = (SELECT max(id) FROM listing_change)
      """;

  private static final String ROWS_BEFORE = "SELECT rows_before FROM listing_change WHERE id = :id";

  private ChangeTable() {}

  static void write(Handle transaction, List<NotedChange> changes, ListSource source) {
    if (changes.isEmpty()) {
      return;
    }
    var batch = transaction.prepareBatch(INSERT);
    for (var noted : changes) {
      var row = row(noted.change().get(), source.date());
      batch
          .bind("kind", row.kind.word())
          .bind("instrument", row.instrument.value())
          .bind("other", row.other.map(InstrumentId::value).orElse(null))
          .bind("ticker", row.ticker)
          .bind("before", row.before)
          .bind("after", row.after)
          .bind("on", row.on)
          .bind("confidence", noted.confidence())
          .bind("evidence", noted.evidence())
          .bind("source", source.vendor())
          .bind("list_date", source.date())
          .add();
    }
    batch.execute();
  }

  private record Row(
      RecordedChange.Kind kind,
      InstrumentId instrument,
      Optional<InstrumentId> other,
      String ticker,
      String before,
      String after,
      LocalDate on) {
    Row(RecordedChange.Kind kind, ListingChange change, Symbol symbol, LocalDate on) {
      this(kind, change.instrument(), Optional.empty(), symbol.ticker(), "", "", on);
    }
  }

  private static Row row(ListingChange change, LocalDate listDate) {
    return switch (change) {
      case ListingChange.Listed c -> new Row(RecordedChange.Kind.LISTED, c, c.symbol(), c.on());
      case ListingChange.Adopted c -> new Row(RecordedChange.Kind.ADOPTED, c, c.symbol(), listDate);
      case ListingChange.Delisted c -> new Row(RecordedChange.Kind.DELISTED, c, c.symbol(), c.on());
      case ListingChange.ListedAgain c ->
          new Row(RecordedChange.Kind.LISTED_AGAIN, c, c.symbol(), c.on());
      case ListingChange.LeftList c ->
          new Row(RecordedChange.Kind.LEFT_LIST, c, c.symbol(), c.on());
      case ListingChange.Returned c -> new Row(RecordedChange.Kind.RETURNED, c, c.symbol(), c.on());
      case ListingChange.Renamed c ->
          new Row(
              RecordedChange.Kind.RENAMED,
              c.instrument(),
              Optional.empty(),
              c.to().ticker(),
              c.from().ticker(),
              c.to().ticker(),
              c.on());
      case ListingChange.Recycled c ->
          new Row(
              RecordedChange.Kind.RECYCLED,
              c.instrument(),
              Optional.of(c.formerHolder()),
              c.symbol().ticker(),
              "",
              "",
              c.on());
      case ListingChange.FactChanged c ->
          new Row(
              RecordedChange.Kind.valueOf(c.fact().name()),
              c.instrument(),
              Optional.empty(),
              c.symbol().ticker(),
              c.before(),
              c.after(),
              c.on());
    };
  }

  /// A change that somebody decided.
  static void write(
      Handle transaction,
      RecordedChange.Kind kind,
      InstrumentId instrument,
      InstrumentId other,
      Symbol symbol,
      LocalDate on,
      String because,
      LocalDate today,
      String rowsBefore) {
    transaction
        .createUpdate(INSERT)
        .bind("kind", kind.word())
        .bind("instrument", instrument.value())
        .bind("other", other.value())
        .bind("ticker", symbol.ticker())
        .bind("before", "")
        .bind("after", "")
        .bind("on", on)
        .bind("confidence", 1.0)
        .bind("evidence", because)
        .bind("source", "operator")
        .bind("list_date", today)
        .execute();
    transaction.createUpdate(KEEP_ROWS).bind("rows", rowsBefore).execute();
  }

  /// Of delistings that somebody took back: since when they were said to be.
  static Map<InstrumentId, Set<LocalDate>> undoneDelistings(Handle h) {
    var dates = new HashMap<InstrumentId, Set<LocalDate>>();
    h.createQuery(UNDONE_DELISTINGS)
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("instrument_id")),
                row.getObject("on_date", LocalDate.class)))
        .forEach(
            one -> dates.computeIfAbsent(one.getKey(), _ -> new HashSet<>()).add(one.getValue()));
    return dates;
  }

  /// The date of the list that named it first.
  static Optional<LocalDate> listedOn(Handle h, InstrumentId instrument) {
    return h.createQuery(LISTED_ON).bind("id", instrument.value()).mapTo(LocalDate.class).findOne();
  }

  /// The rows of both instruments before they were joined or parted.
  static String rowsBefore(Handle transaction, int id) {
    return transaction.createQuery(ROWS_BEFORE).bind("id", id).mapTo(String.class).one();
  }

  /// In the order of the lists.
  static List<RecordedChange> since(Handle h, LocalDate date) {
    return h.createQuery(SINCE).bind("since", date).map((row, context) -> change(row)).list();
  }

  static List<RecordedChange> newest(
      Handle h, int before, Set<RecordedChange.Kind> kinds, int most) {
    return h.createQuery(NEWEST)
        .bind("before", before)
        .bind("any", kinds.isEmpty())
        .bindArray("kinds", String.class, kinds.stream().map(RecordedChange.Kind::word).toList())
        .bind("most", most)
        .map((row, context) -> change(row))
        .list();
  }

  static Optional<RecordedChange> byId(Handle transaction, int id) {
    return transaction
        .createQuery(BY_ID)
        .bind("id", id)
        .map((row, context) -> change(row))
        .findOne();
  }

  /// The first change of the same instruments after this one that is in force.
  static Optional<Integer> later(Handle transaction, RecordedChange change) {
    return transaction
        .createQuery(LATER)
        .bind("kind", change.kind().word())
        .bind("found_at", OffsetDateTime.ofInstant(change.foundAt(), ZoneOffset.UTC))
        .bind("instrument", change.instrument().value())
        .bind("other", change.other().orElse(change.instrument()).value())
        .mapTo(Integer.class)
        .findOne();
  }

  static void undone(Handle transaction, int id, String by, String because) {
    transaction
        .createUpdate(UNDONE)
        .bind("id", id)
        .bind("by", by)
        .bind("because", because)
        .execute();
  }

  private static RecordedChange change(ResultSet row) throws SQLException {
    int other = row.getInt("other_id");
    var hasOther = !row.wasNull();
    return new RecordedChange(
        row.getInt("id"),
        RecordedChange.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        new InstrumentId(row.getInt("instrument_id")),
        hasOther ? Optional.of(new InstrumentId(other)) : Optional.empty(),
        new Symbol(row.getString("ticker")),
        row.getString("before"),
        row.getString("after"),
        row.getObject("on_date", LocalDate.class),
        row.getDouble("confidence"),
        row.getString("evidence"),
        row.getString("source"),
        row.getObject("list_date", LocalDate.class),
        row.getObject("found_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("undone_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("undone_because")));
  }
}
