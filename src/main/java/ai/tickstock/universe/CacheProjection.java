package ai.tickstock.universe;

import static java.util.Comparator.comparingDouble;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// What the rows of `public.cache_entries` should say of universes and instruments.
///
/// @param listRead whether a list of instruments was read; else there are no entries, as they would
///   say less than the rows of an older application do
/// @param leftOut memberships of whom no entry tells, with the reason
record CacheProjection(boolean listRead, List<CacheEntry> entries, List<String> leftOut) {
  static final String STOCK_UNIVERSE = "stock_universe";
  static final String ETF_UNIVERSE = "etf_universe";
  static final String THEMES = "themes";
  static final String PRIORITY_STOCKS = "priority_stocks";
  static final String STOCK_STATS = "stock_stats";

  /// Stands in the metadata of each row that we wrote.
  static final String WRITTEN_BY = "written_by";

  static final String US = "TickStock Data";

  private static final String UNIVERSES =
      """
      SELECT u.id, u.kind, u.key, u.name, u.cache_name, u.category, u.description, u.rule
      FROM universe u
      WHERE u.kind = ANY(:kinds)
        AND EXISTS (
          SELECT FROM universe_member m WHERE m.universe_id = u.id AND m.valid_from <= :as_of)
      ORDER BY u.kind, u.key
      """;

  private static final String MEMBERS =
      """
      SELECT m.universe_id, m.ticker, m.expected_name, m.instrument_id,
             EXISTS (SELECT FROM instrument_symbol s WHERE s.ticker = m.ticker) AS known
      FROM universe_member m
      WHERE m.valid_from <= :as_of AND (m.valid_to IS NULL OR m.valid_to >= :as_of)
      ORDER BY m.universe_id, m.ticker, m.valid_from
      """;

  private static final String INSTRUMENTS =
      """
      SELECT i.id, s.ticker, s.valid_to IS NULL AS held, i.name, i.mic, i.sector, i.industry,
             i.market_cap, i.etf_type, i.issuer, i.aum_millions, NOT i.provisional AS listed,
             lower(t.category) = 'stocks' AS stock, p.priority_level
      FROM instrument i
        CROSS JOIN LATERAL (
          SELECT ticker, valid_to FROM instrument_symbol
          WHERE instrument_id = i.id
          ORDER BY valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST
          LIMIT 1) s
        LEFT JOIN equity_types t ON t.code = i.type
        LEFT JOIN instrument_class c ON c.instrument_id = i.id
        LEFT JOIN equity_types p ON p.code = coalesce(c.processing_class, i.type)
      WHERE i.active
      ORDER BY s.ticker
      """;

  CacheProjection {
    entries = List.copyOf(entries);
    leftOut = List.copyOf(leftOut);
  }

  static CacheProjection read(Handle h, LocalDate asOf, Instant now) {
    var instruments = h.createQuery(INSTRUMENTS).map((row, context) -> Instrument.read(row)).list();
    if (instruments.stream().noneMatch(Instrument::isListed)) {
      return new CacheProjection(false, List.of(), List.of());
    }
    var leftOut = new ArrayList<String>();
    var universes =
        h.createQuery(UNIVERSES)
            .bindArray("kinds", String.class, List.of(STOCK_UNIVERSE, ETF_UNIVERSE, THEMES))
            .bind("as_of", asOf)
            .map((row, context) -> Filled.read(row))
            .list();
    var members = members(h, asOf, universes, instruments, leftOut);
    var shapes = new CacheShapes(now.truncatedTo(ChronoUnit.SECONDS).toString());
    var entries = new ArrayList<CacheEntry>();
    for (var universe : universes) {
      entries.addAll(
          shapes.entries(universe, members.getOrDefault(universe.id(), Map.of()).values()));
    }
    var stocks = instruments.stream().filter(i -> i.isListed() && i.stock()).toList();
    entries.addAll(shapes.priorities(stocks));
    entries.add(shapes.summary(stocks));
    return new CacheProjection(true, entries, leftOut);
  }

  /// A universe that has or had members.
  record Filled(
      int id,
      String kind,
      String key,
      String name,
      String cacheName,
      String category,
      String description,
      Optional<String> rule) {
    static Filled read(ResultSet row) throws SQLException {
      return new Filled(
          row.getInt("id"),
          row.getString("kind"),
          row.getString("key"),
          row.getString("name"),
          row.getString("cache_name"),
          row.getString("category"),
          row.getString("description"),
          Optional.ofNullable(row.getString("rule")));
    }
  }

  /// Who trades.
  ///
  /// @param held whether it trades under the ticker now
  /// @param isListed whether a list holds it; else it is known from bars only
  record Instrument(
      int id,
      String ticker,
      boolean held,
      Optional<String> name,
      Optional<String> exchange,
      Optional<String> sector,
      Optional<String> industry,
      Optional<Double> marketCap,
      Optional<String> etfType,
      Optional<String> issuer,
      Optional<BigDecimal> aumMillions,
      boolean isListed,
      boolean stock,
      Optional<Integer> priority) {
    static Instrument read(ResultSet row) throws SQLException {
      return new Instrument(
          row.getInt("id"),
          row.getString("ticker"),
          row.getBoolean("held"),
          Optional.ofNullable(row.getString("name")),
          Optional.ofNullable(row.getString("mic")),
          Optional.ofNullable(row.getString("sector")),
          Optional.ofNullable(row.getString("industry")),
          Optional.ofNullable(row.getObject("market_cap", Double.class)),
          Optional.ofNullable(row.getString("etf_type")),
          Optional.ofNullable(row.getString("issuer")),
          Optional.ofNullable(row.getBigDecimal("aum_millions")),
          row.getBoolean("listed"),
          row.getBoolean("stock"),
          Optional.ofNullable(row.getObject("priority_level", Integer.class)));
    }

    /// Dollars; of a fund of which no market capitalisation is known, what it manages.
    Optional<Double> size() {
      return marketCap.or(() -> aumMillions.map(aum -> aum.doubleValue() * 1e6));
    }
  }

  /// A member of a universe.
  ///
  /// @param instrument empty for a ticker that nobody known here has
  record Listed(String ticker, Optional<Instrument> instrument) {
    static final Comparator<Listed> LARGEST_FIRST =
        comparingDouble((Listed one) ->
                -one.instrument().flatMap(Instrument::size).orElse(Double.NEGATIVE_INFINITY))
            .thenComparing(Listed::ticker);

    <T> Optional<T> fact(Function<Instrument, Optional<T>> of) {
      return instrument.flatMap(of);
    }
  }

  /// By universe and ticker, each instrument once under the ticker that it has now.
  private static Map<Integer, Map<String, Listed>> members(
      Handle h,
      LocalDate asOf,
      List<Filled> universes,
      List<Instrument> instruments,
      List<String> leftOut) {
    var byId = new LinkedHashMap<Integer, Instrument>();
    var byTicker = new LinkedHashMap<String, Instrument>();
    for (var instrument : instruments) {
      byId.put(instrument.id(), instrument);
      if (instrument.held()) {
        byTicker.put(instrument.ticker(), instrument);
      }
    }
    var names = new LinkedHashMap<Integer, String>();
    universes.forEach(universe -> names.put(universe.id(), universe.key()));
    var members = new LinkedHashMap<Integer, Map<String, Listed>>();
    h.createQuery(MEMBERS)
        .bind("as_of", asOf)
        .map((row, context) ->
            new Membership(
                row.getInt("universe_id"),
                row.getString("ticker"),
                row.getString("expected_name"),
                Optional.ofNullable(row.getObject("instrument_id", Integer.class)),
                row.getBoolean("known")))
        .forEach(member -> {
          var universe = names.get(member.universe());
          if (universe == null) {
            return;
          }
          var found =
              member.instrument().isPresent()
                  ? member.instrument().map(byId::get)
                  : Optional.ofNullable(byTicker.get(member.ticker()));
          var reason = member.whyLeftOut(found);
          if (reason.isPresent()) {
            leftOut.add(member.ticker() + " in " + universe + " (" + reason.get() + ")");
            return;
          }
          var ticker = found.map(Instrument::ticker).orElse(member.ticker());
          members
              .computeIfAbsent(member.universe(), _ -> new TreeMap<>())
              .put(ticker, new Listed(ticker, found));
        });
    return members;
  }

  /// @param known whether anybody known here has or had the ticker
  private record Membership(
      int universe,
      String ticker,
      String expectedName,
      Optional<Integer> instrument,
      boolean known) {

    Optional<String> whyLeftOut(Optional<Instrument> found) {
      if (found.isEmpty()) {
        return known || instrument.isPresent() ? Optional.of("trades no more") : Optional.empty();
      }
      return instrument.isPresent()
          ? Optional.empty()
          : found
              .flatMap(Instrument::name)
              .filter(name -> !CompanyName.of(expectedName).isMeantBy(name))
              .map(name -> "the ticker belongs to " + name);
    }
  }
}
