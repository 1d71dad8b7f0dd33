package ai.tickstock.universe;

import static ai.tickstock.universe.CacheProjection.ETF_UNIVERSE;
import static ai.tickstock.universe.CacheProjection.PRIORITY_STOCKS;
import static ai.tickstock.universe.CacheProjection.STOCK_STATS;
import static ai.tickstock.universe.CacheProjection.STOCK_UNIVERSE;
import static ai.tickstock.universe.CacheProjection.THEMES;
import static ai.tickstock.universe.CacheProjection.US;
import static ai.tickstock.universe.CacheProjection.WRITTEN_BY;
import static java.util.Comparator.comparing;

import ai.tickstock.universe.CacheProjection.Filled;
import ai.tickstock.universe.CacheProjection.Instrument;
import ai.tickstock.universe.CacheProjection.Listed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The shapes in which older applications expect each entry of `public.cache_entries`.
///
/// @param now written as `last_updated`
record CacheShapes(String now) {
  private static final int TOP_PRIORITY = 50;
  private static final int SECONDARY_PRIORITY = 50;
  private static final String CRITERIA =
      "priority_score = priority_level of the equity type + 50 * log10(market cap in billions of"
          + " dollars): ten times the size counts as much as 50 levels; the "
          + TOP_PRIORITY
          + " highest are TOP; the "
          + SECONDARY_PRIORITY
          + " after them SECONDARY";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  List<CacheEntry> entries(Filled universe, Collection<Listed> members) {
    var tickers = tickers(members);
    var metadata = metadata(universe, members.size());
    return switch (universe.kind()) {
      case THEMES ->
          List.of(
              entry(THEMES, universe.name(), "list", tickers, universe, metadata),
              entry(STOCK_UNIVERSE, THEMES, universe.key(), tickers, universe, metadata));
      case ETF_UNIVERSE ->
          List.of(entry(universe, isBare(universe) ? tickers : etfs(universe, members), metadata));
      default ->
          List.of(
              entry(universe, isBare(universe) ? tickers : stocks(universe, members), metadata));
    };
  }

  private static boolean isBare(Filled universe) {
    return universe.cacheName().equals("complete") && universe.key().startsWith("all_");
  }

  private static CacheEntry entry(Filled universe, JsonNode value, ObjectNode metadata) {
    return entry(universe.kind(), universe.cacheName(), universe.key(), value, universe, metadata);
  }

  private static CacheEntry entry(
      String type, String name, String key, JsonNode value, Filled universe, ObjectNode metadata) {
    return new CacheEntry(
        type,
        name,
        key,
        value,
        universe.category(),
        universe.rule().flatMap(CacheShapes::liquidity),
        metadata);
  }

  private static ArrayNode tickers(Collection<Listed> members) {
    var array = JSON.createArrayNode();
    members.forEach(member -> array.add(member.ticker()));
    return array;
  }

  private ObjectNode stocks(Filled universe, Collection<Listed> members) {
    var value = JSON.createObjectNode();
    if (universe.category().equals("dev")) {
      value.put("type", universe.kind());
      value.put("name", universe.name());
      value.put("description", universe.description());
      value.set("stocks", named(members));
      return value;
    }
    var list = JSON.createArrayNode();
    for (var member : members.stream().sorted(Listed.LARGEST_FIRST).toList()) {
      list.add(stock(member, list.size() + 1));
    }
    value.put("count", list.size());
    value.set("stocks", list);
    value.put("last_updated", now);
    return value;
  }

  private static ObjectNode stock(Listed member, int rank) {
    var stock = JSON.createObjectNode();
    stock.put("ticker", member.ticker());
    put(stock, "name", member.fact(Instrument::name));
    stock.put("rank", rank);
    put(stock, "sector", member.fact(Instrument::sector));
    put(stock, "industry", member.fact(Instrument::industry));
    put(stock, "exchange", member.fact(Instrument::exchange));
    putDollars(stock, "market_cap", member.fact(Instrument::marketCap));
    return stock;
  }

  private ObjectNode etfs(Filled universe, Collection<Listed> members) {
    var value = JSON.createObjectNode();
    if (!universe.cacheName().equals("complete")) {
      value.put("name", universe.name());
      value.put("description", universe.description());
      value.set("etfs", named(members));
      return value;
    }
    var list = JSON.createArrayNode();
    for (var member : members.stream().sorted(Listed.LARGEST_FIRST).toList()) {
      var etf = JSON.createObjectNode();
      put(etf, "name", member.fact(Instrument::name));
      etf.put("rank", list.size() + 1);
      etf.put("ticker", member.ticker());
      put(etf, "etf_type", member.fact(Instrument::etfType));
      put(etf, "issuer", member.fact(Instrument::issuer));
      put(etf, "exchange", member.fact(Instrument::exchange));
      putDollars(etf, "market_cap", member.fact(Instrument::marketCap));
      list.add(etf);
    }
    value.put("count", list.size());
    value.set("etfs", list);
    return value;
  }

  private static ArrayNode named(Collection<Listed> members) {
    var list = JSON.createArrayNode();
    for (var member : members) {
      var one = JSON.createObjectNode();
      one.put("ticker", member.ticker());
      put(one, "name", member.fact(Instrument::name));
      list.add(one);
    }
    return list;
  }

  private static ObjectNode metadata(Filled universe, int count) {
    var metadata =
        metadata(
            universe.kind().equals(THEMES) ? universe.name() : universe.category(),
            universe.description(),
            count,
            universe.rule());
    focus(universe).ifPresent(focus -> metadata.put("focus", focus));
    return metadata;
  }

  private static ObjectNode metadata(
      String theme, String description, int count, Optional<String> criteria) {
    var metadata = JSON.createObjectNode();
    metadata.put("theme", theme);
    metadata.put("description", description);
    metadata.put("count", count);
    put(metadata, "criteria", criteria);
    metadata.put(WRITTEN_BY, US);
    return metadata;
  }

  private static Optional<String> focus(Filled universe) {
    return switch (universe.cacheName()) {
      case "sector_leaders" ->
          Optional.of(universe.key().replaceFirst("^top_\\d+_", "").replace('_', ' '));
      case "industry" -> Optional.of(universe.key().replace('_', ' '));
      default -> Optional.empty();
    };
  }

  /// A rule that cannot be read has none; its refresh is held and says why.
  private static Optional<JsonNode> liquidity(String rule) {
    try {
      return UniverseRule.parse(rule).liquidityFilter().map(JSON::readTree);
    } catch (UniverseRefused unreadable) {
      return Optional.empty();
    }
  }

  // ---- priorities

  private record Scored(Instrument stock, BigDecimal score) {}

  private static final Comparator<Scored> HIGHEST_FIRST =
      comparing(Scored::score).reversed().thenComparing(one -> one.stock().ticker());

  /// None while no market capitalisation is known.
  List<CacheEntry> priorities(List<Instrument> stocks) {
    var scored = new ArrayList<Scored>();
    for (var stock : stocks) {
      score(stock).ifPresent(score -> scored.add(new Scored(stock, score)));
    }
    if (scored.isEmpty()) {
      return List.of();
    }
    var highest =
        scored.stream().sorted(HIGHEST_FIRST).limit(TOP_PRIORITY + SECONDARY_PRIORITY).toList();
    var list = JSON.createArrayNode();
    for (var one : highest) {
      int rank = list.size() + 1;
      var stock = stock(new Listed(one.stock().ticker(), Optional.of(one.stock())), rank);
      stock.put("priority_level", rank <= TOP_PRIORITY ? "TOP" : "SECONDARY");
      stock.put("priority_score", one.score());
      list.add(stock);
    }
    int top = Math.min(TOP_PRIORITY, list.size());
    return List.of(
        priority("priority_list", list, 0, list.size(), top),
        priority("top_priority", list, 0, top, top),
        priority("secondary_priority", list, top, list.size(), top));
  }

  private static Optional<BigDecimal> score(Instrument stock) {
    if (stock.priority().isEmpty() || stock.marketCap().filter(cap -> cap > 0).isEmpty()) {
      return Optional.empty();
    }
    double size = 50 * Math.log10(stock.marketCap().get() / 1e9);
    return Optional.of(
        BigDecimal.valueOf(stock.priority().get() + size).setScale(2, RoundingMode.HALF_UP));
  }

  private CacheEntry priority(String key, ArrayNode all, int from, int to, int top) {
    var part = JSON.createArrayNode();
    var tickers = JSON.createArrayNode();
    for (int i = from; i < to; i++) {
      part.add(all.get(i).deepCopy());
      tickers.add(all.get(i).path("ticker").asString());
    }
    var value = JSON.createObjectNode();
    value.put("count", part.size());
    value.set("stocks", part);
    if (!key.equals("priority_list")) {
      value.set("tickers", tickers);
    }
    value.put("top_priority_count", top);
    value.put("secondary_priority_count", all.size() - top);
    value.put("criteria", CRITERIA);
    value.put("last_updated", now);
    return new CacheEntry(
        PRIORITY_STOCKS,
        "processing",
        key,
        value,
        "priority",
        Optional.empty(),
        metadata("priority", "Stocks to process first", part.size(), Optional.of(CRITERIA)));
  }

  // ---- statistics

  CacheEntry summary(List<Instrument> stocks) {
    var overview = JSON.createObjectNode();
    overview.put("total_stocks", stocks.size());
    overview.put("unique_sectors", distinct(stocks, Instrument::sector));
    var total = total(stocks);
    int withCap = (int) stocks.stream().filter(s -> s.marketCap().isPresent()).count();
    putDollars(overview, "total_market_cap", total);
    putDollars(overview, "average_market_cap", total.map(sum -> sum / withCap));
    overview.put("unique_exchanges", distinct(stocks, Instrument::exchange));
    overview.put("unique_industries", distinct(stocks, Instrument::industry));
    overview.put("stocks_with_market_cap", withCap);
    var bySector = new TreeMap<String, List<Instrument>>();
    for (var stock : stocks) {
      bySector.computeIfAbsent(stock.sector().orElse(""), _ -> new ArrayList<>()).add(stock);
    }
    var breakdown = JSON.createArrayNode();
    bySector.forEach((sector, its) -> {
      if (!sector.isEmpty()) {
        breakdown.add(sector(Optional.of(sector), its));
      }
    });
    var unknown = bySector.get("");
    if (unknown != null) {
      breakdown.add(sector(Optional.empty(), unknown));
    }
    var value = JSON.createObjectNode();
    value.set("overview", overview);
    value.set("sector_breakdown", breakdown);
    value.put("last_updated", now);
    return new CacheEntry(
        STOCK_STATS,
        "universe",
        "summary",
        value,
        "stats",
        Optional.empty(),
        metadata(
            "stats",
            "Stocks that trade",
            stocks.size(),
            Optional.of("types of the category Stocks")));
  }

  private static ObjectNode sector(Optional<String> sector, List<Instrument> stocks) {
    var row = JSON.createObjectNode();
    put(row, "sector", sector);
    row.put("count", stocks.size());
    putDollars(row, "total_market_cap", total(stocks));
    return row;
  }

  private static Optional<Double> total(List<Instrument> stocks) {
    return stocks.stream().flatMap(s -> s.marketCap().stream()).reduce(Double::sum);
  }

  private static int distinct(
      List<Instrument> stocks, Function<Instrument, Optional<String>> fact) {
    var seen = new HashSet<String>();
    stocks.forEach(stock -> fact.apply(stock).ifPresent(seen::add));
    return seen.size();
  }

  // ---- values that can be unknown

  private static void put(ObjectNode object, String field, Optional<String> value) {
    value.ifPresentOrElse(text -> object.put(field, text), () -> object.putNull(field));
  }

  private static void putDollars(ObjectNode object, String field, Optional<Double> value) {
    value.ifPresentOrElse(
        dollars -> object.put(field, Math.round(dollars)), () -> object.putNull(field));
  }
}
