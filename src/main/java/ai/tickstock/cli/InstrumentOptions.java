package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Which instruments a command is about: the members of universes or tickers, or neither.
final class InstrumentOptions {
  @Option(
      names = "--universe",
      paramLabel = "KEY[,KEY]",
      description = "The members of these universes.")
  private Optional<String> universe = Optional.empty();

  @Option(
      names = "--symbols",
      paramLabel = "A,B",
      split = ",",
      description = "These tickers; neither: all that have bars, where the command can.")
  private List<Symbol> symbols = new ArrayList<>();

  boolean areGiven() {
    return universe.isPresent() || areTickers();
  }

  boolean areTickers() {
    return !symbols.isEmpty();
  }

  /// @throws Misuse when both are given
  void requireOneWay() {
    if (universe.isPresent() && areTickers()) {
      throw new Misuse("--universe and --symbols say it two ways: give one of them");
    }
  }

  /// Empty when neither is given.
  ///
  /// @throws Misuse when a key or a ticker is not known
  Optional<AskedInstruments> find(Database database, Instant now) {
    return universe
        .map(key -> AskedInstruments.ofUniverse(database, key, now))
        .or(() ->
            areTickers()
                ? Optional.of(AskedInstruments.bySymbol(database, symbols))
                : Optional.empty());
  }

  /// Those that this database knows; none when neither is given, which means all.
  ///
  /// @throws Misuse when a key or a ticker is not known, or a universe has no member here
  Set<InstrumentId> known(Database database, Instant now) {
    var found = find(database, now).map(asked -> asked.found().keySet()).orElse(Set.of());
    if (universe.isPresent() && found.isEmpty()) {
      throw new Misuse("no member of " + universe.get() + " is known here; load it first");
    }
    return found;
  }

  /// In words: `universe dev_etfs`, `symbols A,B`.
  @Override
  public String toString() {
    return universe
        .map(key -> "universe " + key)
        .orElseGet(() ->
            "symbols " + symbols.stream().map(Symbol::ticker).collect(Collectors.joining(",")));
  }
}
