package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;

/// How large an instrument is and what it costs, as far as it was known on a date.
///
/// @param sicCode the four-digit industry code of a company
/// @param shares of a company, on the date since which the source says this number
/// @param fundCap shares outstanding times NAV of a fund, of one day and source
/// @param fundParts which of `shares_outstanding` and `nav` a source told
/// @param capMissing why the last computation gave no market cap
/// @param capBefore the market cap of the computed day before the present one
/// @param band of the market cap
/// @param aum US dollars
/// @param expenseRatio a fraction a year
/// @param later facts that are dated after the date, so that they do not count
public record Fundamentals(
    InstrumentId instrument,
    Optional<String> sicCode,
    Optional<Dated> shares,
    Optional<Dated> fundCap,
    List<String> fundParts,
    OptionalDouble marketCap,
    Optional<LocalDate> marketCapAsOf,
    Optional<String> capMissing,
    OptionalDouble capBefore,
    Optional<String> band,
    Optional<Dated> aum,
    Optional<Dated> expenseRatio,
    List<String> later) {
  private static final String READ =
      """
      WITH told AS (
        SELECT DISTINCT ON (instrument_id, fact) instrument_id, fact, number, as_of
        FROM etf_fact
        WHERE fact IN ('aum', 'expense_ratio', 'shares_outstanding', 'nav')
          AND as_of <= :as_of
        ORDER BY instrument_id, fact, as_of DESC, recorded_at DESC, source
      ), fund AS (
        SELECT instrument_id,
               max(number) FILTER (WHERE fact = 'aum') AS aum,
               max(as_of) FILTER (WHERE fact = 'aum') AS aum_as_of,
               max(number) FILTER (WHERE fact = 'expense_ratio') AS expense_ratio,
               max(as_of) FILTER (WHERE fact = 'expense_ratio') AS expense_ratio_as_of,
               array_agg(fact ORDER BY fact) FILTER (WHERE fact IN ('shares_outstanding', 'nav'))
                 AS parts
        FROM told
        GROUP BY instrument_id
      ), size AS (
        SELECT DISTINCT ON (s.instrument_id) s.instrument_id, s.number * n.number AS cap, s.as_of
        FROM etf_fact s JOIN etf_fact n USING (instrument_id, source, as_of)
        WHERE s.fact = 'shares_outstanding' AND n.fact = 'nav' AND s.as_of <= :as_of
        ORDER BY s.instrument_id, s.as_of DESC, s.recorded_at DESC, s.source
      ), later AS (
        SELECT instrument_id, array_agg(DISTINCT fact) AS facts
        FROM etf_fact
        WHERE as_of > :as_of AND source <> :rules
        GROUP BY instrument_id
      )
      SELECT i.id, i.sic_code, coalesce(i.weighted_shares, i.class_shares) AS shares,
             i.shares_as_of, size.cap, size.as_of AS cap_as_of, fund.parts, i.market_cap,
             i.market_cap_as_of, i.market_cap_missing, i.market_cap_before, i.market_cap_band,
             fund.aum, fund.aum_as_of, fund.expense_ratio, fund.expense_ratio_as_of, later.facts
      FROM instrument i
        LEFT JOIN fund ON fund.instrument_id = i.id
        LEFT JOIN size ON size.instrument_id = i.id
        LEFT JOIN later ON later.instrument_id = i.id
      WHERE i.active AND NOT i.provisional
      ORDER BY i.id
      """;

  private static final String WRITE_CAPS =
      """
      UPDATE instrument i SET
        market_cap_before = CASE WHEN i.market_cap_as_of IS DISTINCT FROM new.as_of
          THEN i.market_cap ELSE i.market_cap_before END,
        market_cap = new.cap, market_cap_as_of = new.as_of, market_cap_missing = new.missing,
        market_cap_band = new.band, updated_at = now()
      FROM unnest(:ids, :caps, :days::date[], :missing, :bands)
        AS new (id, cap, as_of, missing, band)
      WHERE i.id = new.id
        AND (i.market_cap, i.market_cap_as_of, i.market_cap_missing, i.market_cap_band)
          IS DISTINCT FROM (new.cap, new.as_of, new.missing, new.band)
      """;

  public Fundamentals {
    fundParts = List.copyOf(fundParts);
    later = List.copyOf(later);
  }

  /// A number and the day for which it was said.
  public record Dated(double value, LocalDate asOf) {}

  /// A market cap as it is stored.
  ///
  /// @param cap US dollars
  /// @param asOf session of the close or day of the NAV
  /// @param missing why the last computation gave none
  public record Cap(
      OptionalDouble cap,
      Optional<LocalDate> asOf,
      Optional<String> missing,
      Optional<String> band) {}

  /// Of an instrument about which nothing was asked.
  public static Fundamentals notAsked(InstrumentId instrument) {
    return new Fundamentals(
        instrument,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// The market cap as it is stored.
  public Cap cap() {
    return new Cap(marketCap, marketCapAsOf, capMissing, band);
  }

  /// Of all instruments that a list says are trading, ascending by id.
  public static Map<InstrumentId, Fundamentals> read(Handle handle, LocalDate asOf) {
    var all = new LinkedHashMap<InstrumentId, Fundamentals>();
    handle
        .createQuery(READ)
        .bind("as_of", asOf)
        .bind("rules", EtfFacts.RULES)
        .map((row, context) -> of(row))
        .forEach(one -> all.put(one.instrument(), one));
    return all;
  }

  /// Stores market caps and bands.
  ///
  /// @return rows that are other than before
  public static int writeCaps(Handle transaction, Map<InstrumentId, Cap> caps) {
    Collection<Cap> all = caps.values();
    return transaction
        .createUpdate(WRITE_CAPS)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(caps.keySet()))
        .bindArray(
            "caps",
            Double.class,
            all.stream().map(c -> c.cap().isPresent() ? c.cap().getAsDouble() : null).toList())
        .bindArray(
            "days",
            String.class,
            all.stream().map(c -> c.asOf().map(LocalDate::toString).orElse(null)).toList())
        .bindArray(
            "missing", String.class, all.stream().map(c -> c.missing().orElse(null)).toList())
        .bindArray("bands", String.class, all.stream().map(c -> c.band().orElse(null)).toList())
        .execute();
  }

  private static Fundamentals of(ResultSet row) throws SQLException {
    return new Fundamentals(
        new InstrumentId(row.getInt("id")),
        Optional.ofNullable(row.getString("sic_code")),
        dated(row, "shares", "shares_as_of"),
        dated(row, "cap", "cap_as_of"),
        texts(row, "parts"),
        number(row, "market_cap"),
        Optional.ofNullable(row.getObject("market_cap_as_of", LocalDate.class)),
        Optional.ofNullable(row.getString("market_cap_missing")),
        number(row, "market_cap_before"),
        Optional.ofNullable(row.getString("market_cap_band")),
        dated(row, "aum", "aum_as_of"),
        dated(row, "expense_ratio", "expense_ratio_as_of"),
        texts(row, "facts"));
  }

  private static OptionalDouble number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<Dated> dated(ResultSet row, String column, String asOf)
      throws SQLException {
    var value = Optional.ofNullable(row.getBigDecimal(column)).map(BigDecimal::doubleValue);
    var date = Optional.ofNullable(row.getObject(asOf, LocalDate.class));
    return value.flatMap(number -> date.map(day -> new Dated(number, day)));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    var array = Optional.<Array>ofNullable(row.getArray(column));
    return array.isPresent() ? List.of((String[]) array.get().getArray()) : List.of();
  }
}
