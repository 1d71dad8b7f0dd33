package ai.tickstock.listing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What drives how instruments are processed: a vendor's type code, or a processing class into
/// which single instruments are put, or both.
///
/// @param code e.g. `CS`, `ETF`, `STOCK_EOD`
/// @param processingClass what class its instruments are of; its own code where it is a class
/// @param priority 0 to 1000; the higher, the earlier its tasks are claimed
/// @param loaded whether loads of everything may take its instruments, see `isTracked`
/// @param endOfDayValidated whether live minutes count only after final ones have replaced them
/// @param batchSize most tasks of it in one transaction of a load
/// @param pause time between two tasks of it in a load, beside the vendor's limit
/// @param rules a JSON object for applications of the older TickStock; nothing of it is read here
/// @param additionalFields what else is wanted, a JSON object
/// @param metAt when a list of the vendor first had the code; empty for those of the program
/// @param classified whether somebody said what the code is
public record EquityType(
    String code,
    EquityCategory category,
    String description,
    String processingClass,
    UpdateFrequency updateFrequency,
    int priority,
    boolean loaded,
    boolean endOfDayValidated,
    int batchSize,
    Duration pause,
    String rules,
    String additionalFields,
    Optional<Instant> metAt,
    boolean classified) {
  /// The rows of the program that are both.
  private static final Set<String> TYPES_AND_CLASSES = Set.of("ETF", "ETN");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Whether single instruments can be put into it.
  public boolean isClass() {
    return code.equals(processingClass);
  }

  /// Whether the vendor has instruments of it, so that it is more than a class.
  public boolean isType() {
    return !isClass() || metAt.isPresent() || TYPES_AND_CLASSES.contains(code);
  }

  /// Whether loads of everything and the watch for new listings take its instruments: those of a
  /// manual type are loaded by name only.
  public boolean isTracked() {
    return loaded && updateFrequency != UpdateFrequency.MANUAL;
  }

  /// Columns of the table `instrument` that its instruments should have.
  public List<String> facts() {
    return StreamSupport.stream(JSON.readTree(additionalFields).path("facts").spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }
}
