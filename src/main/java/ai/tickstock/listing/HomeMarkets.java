package ai.tickstock.listing;

import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The home markets that the program knows of. Immutable.
public final class HomeMarkets {
  private static final String FILE = "home-markets.csv";

  private final Map<Symbol, HomeMarket> bySymbol;

  private HomeMarkets(Map<Symbol, HomeMarket> bySymbol) {
    this.bySymbol = Collections.unmodifiableMap(bySymbol);
  }

  /// What ships with the program.
  public static HomeMarkets bundled() {
    return read(
        new InputStreamReader(
            Objects.requireNonNull(HomeMarkets.class.getResourceAsStream(FILE), FILE),
            StandardCharsets.UTF_8));
  }

  /// From a file with the columns `symbol,expected_name,home,country,source`, and closes it.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong
  static HomeMarkets read(Reader file) {
    try (var csv =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(file)) {
      var bySymbol = new LinkedHashMap<Symbol, HomeMarket>();
      for (var row : csv) {
        var home = home(row);
        if (bySymbol.put(home.symbol(), home) != null) {
          throw new IllegalArgumentException(where(row) + home.symbol() + " is here already");
        }
      }
      return new HomeMarkets(bySymbol);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  private static HomeMarket home(NamedCsvRecord row) {
    try {
      var exchange = new Mic(row.getField("home"));
      if (!TradingCalendar.exchanges().contains(exchange)) {
        throw new IllegalArgumentException("there is no calendar of " + exchange);
      }
      return new HomeMarket(
          new Symbol(row.getField("symbol")),
          text(row, "expected_name"),
          exchange,
          text(row, "country"),
          text(row, "source"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where(row) + e.getMessage(), e);
    }
  }

  private static String text(NamedCsvRecord row, String column) {
    var text = row.getField(column).strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    return text;
  }

  private static String where(NamedCsvRecord row) {
    return FILE + ", line " + row.getStartingLineNumber() + ": ";
  }

  /// The home market of the fund with a ticker; empty where none is known, as for funds of the US.
  public Optional<HomeMarket> of(Symbol symbol) {
    return Optional.ofNullable(bySymbol.get(symbol));
  }

  /// In the order of the file.
  public List<HomeMarket> all() {
    return List.copyOf(bySymbol.values());
  }
}
