package ai.tickstock.listing;

import ai.tickstock.database.Database;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The equity types in PostgreSQL.
final class PostgresEquityTypes implements EquityTypes {
  private static final String ALL =
      """
      SELECT code, category, description, update_frequency, priority_level, loaded,
             requires_eod_validation, processing_rules
      FROM equity_types
      ORDER BY priority_level DESC, code
      """;

  private static final String CATEGORY = "SELECT category FROM equity_types WHERE code = :code";

  private static final String LOADED = "SELECT code FROM equity_types WHERE loaded";

  private static final String SEED =
      """
      INSERT INTO equity_types (code, category, description, update_frequency, priority_level,
                                loaded, requires_eod_validation, processing_rules)
      VALUES (:code, :category, :description, :frequency, :priority,
              :loaded, :validated, :rules::jsonb)
      ON CONFLICT (code) DO NOTHING
      """;

  private static final String LEARN =
      """
      INSERT INTO equity_types (code, category, description, update_frequency, priority_level,
                                loaded, requires_eod_validation)
      SELECT code, :category, 'met in a list of the vendor; nobody has classified it yet',
             'manual', 0, false, false
      FROM unnest(:codes) AS met (code)
      WHERE code NOT IN (SELECT code FROM equity_types)
      ORDER BY code
      ON CONFLICT (code) DO NOTHING
      RETURNING code
      """;

  private final Database database;

  PostgresEquityTypes(Database database) {
    this.database = database;
  }

  @Override
  public int seed() {
    return seed(
        new InputStreamReader(
            Objects.requireNonNull(
                EquityTypes.class.getResourceAsStream("equity-types.csv"), "equity-types.csv"),
            StandardCharsets.UTF_8));
  }

  /// Seeds from a file with the columns `code,category,description,update_frequency,priority,
  /// loaded,requires_eod_validation,rules`, and closes it.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong; nothing is seeded then
  int seed(Reader file) {
    try (var csv =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(file)) {
      var types = csv.stream().map(PostgresEquityTypes::type).toList();
      return database.inTransaction(h -> types.stream().mapToInt(t -> insert(h, t)).sum());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EquityType type(NamedCsvRecord row) {
    try {
      return new EquityType(
          row.getField("code"),
          EquityCategory.of(row.getField("category")),
          row.getField("description"),
          row.getField("update_frequency"),
          Integer.parseInt(row.getField("priority")),
          flag(row, "loaded"),
          flag(row, "requires_eod_validation"),
          row.getField("rules").isBlank() ? "{}" : row.getField("rules"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line " + row.getStartingLineNumber() + " of equity types: " + e.getMessage(), e);
    }
  }

  private static boolean flag(NamedCsvRecord row, String column) {
    return switch (row.getField(column)) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw new IllegalArgumentException(column + " is true or false, not '" + other + "'");
    };
  }

  private static int insert(Handle h, EquityType type) {
    return h.createUpdate(SEED)
        .bind("code", type.code())
        .bind("category", type.category().word())
        .bind("description", type.description())
        .bind("frequency", type.updateFrequency())
        .bind("priority", type.priority())
        .bind("loaded", type.loaded())
        .bind("validated", type.endOfDayValidated())
        .bind("rules", type.rules())
        .execute();
  }

  @Override
  public List<EquityType> all() {
    return database.read(h -> h.createQuery(ALL).map((row, context) -> type(row)).list());
  }

  @Override
  public EquityCategory category(Optional<String> code) {
    return code.flatMap(c ->
            database.read(
                h -> h.createQuery(CATEGORY).bind("code", c).mapTo(String.class).findOne()))
        .map(EquityCategory::of)
        .orElse(EquityCategory.OTHER);
  }

  @Override
  public boolean isLoaded(String code) {
    return loaded().contains(code);
  }

  @Override
  public Set<String> loaded() {
    return database.read(
        h -> h.createQuery(LOADED).mapTo(String.class).collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public Set<String> learn(Handle transaction, Collection<String> codes) {
    return transaction
        .createQuery(LEARN)
        .bind("category", EquityCategory.OTHER.word())
        .bindArray("codes", String.class, List.copyOf(new TreeSet<>(codes)))
        .mapTo(String.class)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static EquityType type(ResultSet row) throws SQLException {
    return new EquityType(
        row.getString("code"),
        EquityCategory.of(row.getString("category")),
        row.getString("description"),
        row.getString("update_frequency"),
        row.getInt("priority_level"),
        row.getBoolean("loaded"),
        row.getBoolean("requires_eod_validation"),
        row.getString("processing_rules"));
  }
}
