package ai.tickstock.universe;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityType;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The universes that the program brings along and their members, as the data files that ship with
/// it list them, in the order of the files.
record UniverseSeeds(
    List<SeedUniverse> universes, List<SeedMember> members, List<IndexEtf> indexEtfs) {
  private static final String UNIVERSES = "seed-universes.csv";
  private static final String MEMBERS = "seed-members.csv";
  private static final String INDEX_ETFS = "seed-index-etfs.csv";

  /// A universe that consumers know by its key.
  ///
  /// @param key lower case words joined by `_`, such as `etf_growth`
  /// @param name for people, such as `Growth ETFs`
  /// @param category the group it is shown in, such as `growth`
  /// @param kind type of the entry that consumers look for: `stock_universe`, `etf_universe` or
  ///   `themes`
  /// @param cacheName name of that entry, such as `market_cap`
  /// @param rule who belongs; a list when empty
  record SeedUniverse(
      String key,
      String name,
      String category,
      String kind,
      String cacheName,
      Optional<String> rule,
      String description) {}

  /// That a universe lists a ticker.
  ///
  /// @param universe key of the universe
  /// @param expectedName part of the name of the company or fund that is meant, to be compared
  ///   without regard to case
  /// @param validFrom first day of the membership
  record SeedMember(
      String universe,
      Symbol ticker,
      String expectedName,
      LocalDate validFrom,
      String reason,
      String source) {}

  /// That an ETF tracks an index.
  ///
  /// @param index name of the index, such as `Russell 2000`
  /// @param expectedName part of the name of the fund that is meant
  record IndexEtf(String index, Symbol ticker, String expectedName, String source) {}

  UniverseSeeds {
    universes = List.copyOf(universes);
    members = List.copyOf(members);
    indexEtfs = List.copyOf(indexEtfs);
  }

  /// What ships with the program.
  static UniverseSeeds bundled() {
    return read(
        SeedRow.resource(UNIVERSES), SeedRow.resource(MEMBERS), SeedRow.resource(INDEX_ETFS));
  }

  /// From the texts of the three files.
  ///
  /// @throws IllegalArgumentException if a line is wrong, with file, line number and reason
  static UniverseSeeds read(String universes, String members, String indexEtfs) {
    var read = universes(universes);
    var keys =
        read.stream()
            .collect(Collectors.groupingBy(SeedUniverse::key, Collectors.counting()))
            .entrySet()
            .stream()
            .filter(key -> key.getValue() == 1)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return new UniverseSeeds(read, members(members, keys), indexEtfs(indexEtfs));
  }

  /// Category and entry of the sets of one equity type each.
  static final String EQUITY_TYPES = "equity_types";

  /// One universe for each type of the vendor, filled by its rule.
  static List<SeedUniverse> ofTypes(List<EquityType> types) {
    return types.stream()
        .filter(type -> type.isType() && type.code().matches("[A-Za-z0-9]+(_[A-Za-z0-9]+)*"))
        .map(type ->
            new SeedUniverse(
                "type_" + type.code().toLowerCase(Locale.ROOT),
                "Type " + type.code(),
                EQUITY_TYPES,
                type.category() == EquityCategory.ETFS ? UniverseKey.ETFS : UniverseKey.STOCKS,
                EQUITY_TYPES,
                Optional.of("type = " + type.code()),
                type.description()))
        .toList();
  }

  UniverseSeeds with(List<SeedUniverse> more) {
    return new UniverseSeeds(
        Stream.concat(universes.stream(), more.stream()).toList(), members, indexEtfs);
  }

  private static List<SeedUniverse> universes(String text) {
    var universes = new ArrayList<SeedUniverse>();
    var keys = new HashSet<String>();
    for (var row :
        SeedRow.all(UNIVERSES, text, "key,name,category,kind,cache_name,rule,description")) {
      var key = row.text("key");
      row.require(
          key.matches("[a-z0-9]+(_[a-z0-9]+)*"),
          "'" + key + "' is not a key: lower case words joined by _ are");
      row.require(
          keys.add(row.text("kind") + ":" + key), "the universe '" + key + "' is here already");
      var rule = Optional.of(row.record().getField("rule").strip()).filter(r -> !r.isEmpty());
      rule.ifPresent(one -> requireRule(row, one));
      universes.add(
          new SeedUniverse(
              key,
              row.text("name"),
              row.text("category"),
              row.text("kind"),
              row.text("cache_name"),
              rule,
              row.text("description")));
    }
    return universes;
  }

  private static void requireRule(SeedRow row, String rule) {
    try {
      UniverseRule.parse(rule);
    } catch (UniverseRefused refused) {
      row.require(false, String.valueOf(refused.getMessage()));
    }
  }

  private static List<SeedMember> members(String text, Set<String> keys) {
    var members = new ArrayList<SeedMember>();
    var seen = new HashSet<String>();
    for (var row :
        SeedRow.all(MEMBERS, text, "universe,ticker,expected_name,valid_from,reason,source")) {
      var key = row.text("universe");
      var ticker = row.symbol("ticker");
      row.require(
          keys.contains(key),
          "the universe '" + key + "' is not in " + UNIVERSES + ", or of two kinds");
      row.require(seen.add(key + " " + ticker), ticker + " is in '" + key + "' already");
      members.add(
          new SeedMember(
              key,
              ticker,
              row.text("expected_name"),
              row.date("valid_from"),
              row.text("reason"),
              row.text("source")));
    }
    return members;
  }

  private static List<IndexEtf> indexEtfs(String text) {
    var etfs = new ArrayList<IndexEtf>();
    var seen = new HashSet<String>();
    for (var row : SeedRow.all(INDEX_ETFS, text, "index,ticker,expected_name,source")) {
      var index = row.text("index");
      var ticker = row.symbol("ticker");
      row.require(seen.add(index + " " + ticker), ticker + " is under '" + index + "' already");
      etfs.add(new IndexEtf(index, ticker, row.text("expected_name"), row.text("source")));
    }
    return etfs;
  }
}
