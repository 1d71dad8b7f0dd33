package ai.tickstock.listing;

import ai.tickstock.market.Mic;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How often each kind of evidence for a rename was right on real nights, counted by hand.
final class RenameOdds {
  /// What speaks for a rename.
  enum Evidence {
    /// The vendor says so itself.
    VENDOR_EVENT,
    /// The same company number and share class, under which nobody else left or came.
    SAME_CIK,
    SAME_NAME,
    ALIKE_NAME,
    /// Several securities under one ticker but for its ending left, and as many with the same
    /// endings came under another, in the same night: FREY and FREY.W, TE and TE.W.
    SAME_FAMILY,
    /// The only one of its kind to leave an exchange, and the only one to come, in the same night.
    ONLY_PAIR
  }

  private final Map<Evidence, Map<Optional<Mic>, Double>> odds = new EnumMap<>(Evidence.class);

  private RenameOdds() {}

  static RenameOdds bundled() {
    var odds = new RenameOdds();
    var file =
        Objects.requireNonNull(
            RenameOdds.class.getResourceAsStream("rename-odds.csv"), "rename-odds.csv");
    try (var csv =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (var row : csv) {
        var exchange = row.getField("exchange");
        odds.odds
            .computeIfAbsent(
                Evidence.valueOf(row.getField("evidence").toUpperCase(Locale.ROOT)),
                _ -> new HashMap<>())
            .put(
                exchange.isEmpty() ? Optional.empty() : Optional.of(new Mic(exchange)),
                confidence(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return odds;
  }

  /// Counted cases by the rule of succession, (right + 1) of (right + wrong + 2), so that few prove
  /// little.
  private static double confidence(NamedCsvRecord row) {
    if (!row.getField("set").isEmpty()) {
      return Double.parseDouble(row.getField("set"));
    }
    int right = Integer.parseInt(row.getField("right"));
    int wrong = Integer.parseInt(row.getField("wrong"));
    return (right + 1.0) / (right + wrong + 2.0);
  }

  /// From 0 to 1.
  double of(Evidence evidence, Optional<Mic> exchange) {
    var known = odds.getOrDefault(evidence, Map.of());
    return known.getOrDefault(exchange, known.getOrDefault(Optional.<Mic>empty(), 0.5));
  }
}
