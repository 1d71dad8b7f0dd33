package ai.tickstock.listing;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
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
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;

/// The equity types in PostgreSQL.
final class PostgresEquityTypes implements EquityTypes {
  private static final int MOST_NEAR_MATCHES = 5;
  private static final String OPERATOR = "operator";
  private static final String AS_ITS_TYPE = "as its type";

  private static final String SELECT =
      """
      SELECT code, category, description,
             coalesce(processing_class, CASE update_frequency
               WHEN 'realtime' THEN 'STOCK_REALTIME' WHEN 'daily' THEN 'STOCK_EOD' ELSE 'MANUAL' END)
               AS processing_class,
             update_frequency, priority_level, loaded, requires_eod_validation, batch_size,
             rate_limit_ms, processing_rules, additional_data_fields, met_at, classified
      FROM equity_types
      """;

  private static final String ALL = SELECT + "ORDER BY priority_level DESC, code";

  private static final String ONE = SELECT + "WHERE code = :code FOR UPDATE";

  /// Those that `seed` would leave as they are.
  private static final String COMPLETE =
      "SELECT code FROM equity_types WHERE processing_class IS NOT NULL";

  private static final String SEED =
      """
      INSERT INTO equity_types (code, category, description, processing_class, update_frequency,
                                priority_level, loaded, requires_eod_validation, batch_size,
                                rate_limit_ms, processing_rules, additional_data_fields)
      VALUES (:code, :category, :description, :class, :frequency, :priority, :loaded, :validated,
              :batch, :pause, :rules::jsonb, :fields::jsonb)
      ON CONFLICT (code) DO NOTHING
      """;

  /// Rows from before these columns have no class yet. Where somebody had changed the frequency,
  /// the class follows what they wrote.
  private static final String FILL =
      """
      UPDATE equity_types SET
        processing_class = CASE
          WHEN update_frequency = :frequency THEN :class
          WHEN update_frequency = 'realtime' THEN 'STOCK_REALTIME'
          WHEN update_frequency = 'daily' THEN 'STOCK_EOD'
          ELSE 'MANUAL' END,
        batch_size = :batch, rate_limit_ms = :pause, additional_data_fields = :fields::jsonb
      WHERE code = :code AND processing_class IS NULL
      """;

  private static final String UPDATE =
      """
      UPDATE equity_types SET
        category = :category, description = :description, processing_class = :class,
        update_frequency = :frequency, priority_level = :priority, loaded = :loaded,
        requires_eod_validation = :validated, batch_size = :batch, rate_limit_ms = :pause,
        processing_rules = :rules::jsonb, additional_data_fields = :fields::jsonb,
        classified = true
      WHERE code = :code
      """;

  private static final String LEARN =
      """
      INSERT INTO equity_types (code, category, description, processing_class, update_frequency,
                                priority_level, loaded, requires_eod_validation, met_at, classified)
      SELECT code, :category, 'met in a list of the vendor; nobody has classified it yet',
             'MANUAL', 'manual', 0, false, false, now(), false
      FROM unnest(:codes) AS met (code)
      WHERE code NOT IN (SELECT code FROM equity_types)
      ORDER BY code
      ON CONFLICT (code) DO NOTHING
      RETURNING code
      """;

  private static final String CLASSES =
      "SELECT instrument_id, processing_class FROM instrument_class";

  private static final String OWN_CLASS =
      """
      SELECT processing_class, reason, set_at FROM instrument_class WHERE instrument_id = :id
      """;

  private static final String PUT_INTO =
      """
      INSERT INTO instrument_class (instrument_id, processing_class, reason, source)
      VALUES (:id, :class, :reason, :source)
      ON CONFLICT (instrument_id) DO UPDATE SET
        processing_class = excluded.processing_class, reason = excluded.reason,
        source = excluded.source, set_at = now()
      """;

  private static final String WITHDRAW = "DELETE FROM instrument_class WHERE instrument_id = :id";

  private final Database database;

  PostgresEquityTypes(Database database) {
    this.database = database;
  }

  // ---- what comes with the program

  @Override
  public int seed() {
    return seed(
        new InputStreamReader(
            Objects.requireNonNull(
                EquityTypes.class.getResourceAsStream("equity-types.csv"), "equity-types.csv"),
            StandardCharsets.UTF_8));
  }

  /// Seeds from a file whose columns are `code` and the fields, and closes it.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong; nothing is seeded then
  int seed(Reader file) {
    try (var csv =
        CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(file)) {
      var types = csv.stream().map(PostgresEquityTypes::type).toList();
      return database.inTransaction(h -> {
        var complete = Set.copyOf(h.createQuery(COMPLETE).mapTo(String.class).list());
        return types.stream()
            .filter(type -> !complete.contains(type.code()))
            .mapToInt(type -> seed(h, type))
            .sum();
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EquityType type(NamedCsvRecord row) {
    var read =
        EquityTypeFields.read(row.getField("code"), row.getFieldsAsMap(), Optional.empty(), true);
    return switch (read) {
      case EquityTypeFields.Read.Type(var type) -> type;
      case EquityTypeFields.Read.Refused(var problems) ->
          throw new IllegalArgumentException(
              "line "
                  + row.getStartingLineNumber()
                  + " of equity types: "
                  + String.join("; ", problems));
    };
  }

  private static int seed(Handle h, EquityType type) {
    int added = bind(h.createUpdate(SEED), type).execute();
    if (added == 0) {
      bind(h.createUpdate(FILL), type).execute();
    }
    return added;
  }

  private static <S extends SqlStatement<S>> S bind(S statement, EquityType type) {
    // FILL needs fewer of them than the others.
    statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return statement
        .bind("code", type.code())
        .bind("category", type.category().word())
        .bind("description", type.description())
        .bind("class", type.processingClass())
        .bind("frequency", type.updateFrequency().word())
        .bind("priority", type.priority())
        .bind("loaded", type.loaded())
        .bind("validated", type.endOfDayValidated())
        .bind("batch", type.batchSize())
        .bind("pause", type.pause().toMillis())
        .bind("rules", type.rules())
        .bind("fields", type.additionalFields());
  }

  // ---- reading

  @Override
  public List<EquityType> all() {
    return database.read(PostgresEquityTypes::all);
  }

  private static List<EquityType> all(Handle h) {
    return h.createQuery(ALL).map((row, context) -> type(row)).list();
  }

  @Override
  public Optional<EquityType> find(String code) {
    return all().stream().filter(type -> type.code().equals(code)).findFirst();
  }

  @Override
  public List<String> nearest(String code) {
    return nearest(code, all(), type -> true);
  }

  private static List<String> nearest(
      String code, List<EquityType> types, Predicate<EquityType> meant) {
    return NearMatches.of(
        code, types.stream().filter(meant).map(EquityType::code).toList(), MOST_NEAR_MATCHES);
  }

  @Override
  public Processing now() {
    return database.read(h -> new Processing(all(h), classes(h)));
  }

  private static Map<InstrumentId, String> classes(Handle h) {
    return h.createQuery(CLASSES)
        .reduceRows(
            new HashMap<InstrumentId, String>(),
            (map, row) -> {
              map.put(
                  new InstrumentId(row.getColumn("instrument_id", Integer.class)),
                  row.getColumn("processing_class", String.class));
              return map;
            });
  }

  private static EquityType type(ResultSet row) throws SQLException {
    return new EquityType(
        row.getString("code"),
        EquityCategory.of(row.getString("category")),
        row.getString("description"),
        row.getString("processing_class"),
        UpdateFrequency.of(row.getString("update_frequency")),
        row.getInt("priority_level"),
        row.getBoolean("loaded"),
        row.getBoolean("requires_eod_validation"),
        row.getInt("batch_size"),
        Duration.ofMillis(row.getInt("rate_limit_ms")),
        row.getString("processing_rules"),
        row.getString("additional_data_fields"),
        Optional.ofNullable(row.getObject("met_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getBoolean("classified"));
  }

  // ---- changing

  @Override
  public Set<String> learn(Handle transaction, Collection<String> codes) {
    return transaction
        .createQuery(LEARN)
        .bind("category", EquityCategory.OTHER.word())
        .bindArray("codes", String.class, List.copyOf(new TreeSet<>(codes)))
        .mapTo(String.class)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public TypeChange set(String code, Map<String, String> fields, String reason, String by) {
    return database.inTransaction(h -> {
      var before = h.createQuery(ONE).bind("code", code).map((row, context) -> type(row)).findOne();
      var types = all(h);
      var problems = new ArrayList<String>();
      if (before.isEmpty()) {
        problems.add(
            "there is no equity type '" + code + "'" + didYouMean(nearest(code, types, t -> true)));
      }
      unknownFields(fields.keySet()).forEach(problems::add);
      requireReason(reason, problems);
      if (before.isEmpty() || !problems.isEmpty()) {
        return new TypeChange.Refused(problems);
      }
      var old = EquityTypeFields.texts(before.get());
      var texts = new LinkedHashMap<>(old);
      if (fields.containsKey(EquityTypeFields.CLASS)) {
        takeOver(before.get(), fields.get(EquityTypeFields.CLASS).strip(), types, texts, problems);
      }
      texts.putAll(fields);
      return switch (EquityTypeFields.read(code, texts, before.get().metAt(), true)) {
        case EquityTypeFields.Read.Refused(var more) -> {
          problems.addAll(more);
          yield new TypeChange.Refused(problems);
        }
        case EquityTypeFields.Read.Type(var after) ->
            problems.isEmpty()
                ? done(h, after, old, reason.strip(), by)
                : new TypeChange.Refused(problems);
      };
    });
  }

  private static List<String> unknownFields(Set<String> fields) {
    return fields.stream()
        .filter(field -> !EquityTypeFields.ALL.contains(field))
        .map(field -> {
          var near = NearMatches.of(field, EquityTypeFields.ALL, MOST_NEAR_MATCHES);
          return "an equity type has no field '"
              + field
              + "'"
              + (near.isEmpty()
                  ? "; it has " + String.join(", ", EquityTypeFields.ALL)
                  : didYouMean(near));
        })
        .toList();
  }

  private static void requireReason(String reason, List<String> problems) {
    if (reason.isBlank()) {
      problems.add("the reason is empty: say why, it stays with the change");
    }
  }

  /// What the row of a class says becomes what the type says.
  private static void takeOver(
      EquityType type,
      String wanted,
      List<EquityType> types,
      Map<String, String> texts,
      List<String> problems) {
    if (wanted.equals(type.processingClass())) {
      return;
    }
    if (type.isClass()) {
      problems.add(
          type.code() + " is a class itself and stays one: change what it says field by field");
      return;
    }
    classNamed(wanted, types, problems)
        .ifPresent(row -> {
          var says = EquityTypeFields.texts(row);
          EquityTypeFields.DRIVING.forEach(
              field -> texts.put(field, Objects.requireNonNull(says.get(field))));
        });
  }

  private static Optional<EquityType> classNamed(
      String name, List<EquityType> types, List<String> problems) {
    var found =
        types.stream().filter(type -> type.isClass() && type.code().equals(name)).findFirst();
    if (found.isEmpty()) {
      var near = nearest(name, types, EquityType::isClass);
      problems.add(
          "there is no processing class '"
              + name
              + "'"
              + (near.isEmpty()
                  ? "; there are "
                      + types.stream()
                          .filter(EquityType::isClass)
                          .map(EquityType::code)
                          .sorted()
                          .collect(Collectors.joining(", "))
                  : didYouMean(near)));
    }
    return found;
  }

  private static TypeChange done(
      Handle h, EquityType after, Map<String, String> old, String reason, String by) {
    var texts = EquityTypeFields.texts(after);
    var changed =
        EquityTypeFields.ALL.stream()
            .map(name ->
                new TypeChange.Field(
                    name,
                    Objects.requireNonNull(old.get(name)),
                    Objects.requireNonNull(texts.get(name))))
            .filter(field -> !EquityTypeFields.isSame(field))
            .toList();
    // Also where all was said already: that somebody said it classifies the code.
    bind(h.createUpdate(UPDATE), after).execute();
    changed.forEach(field -> note(h, by, "types set", after.code(), field, reason));
    return new TypeChange.Done(changed);
  }

  private static void note(
      Handle h, String by, String action, String subject, TypeChange.Field field, String reason) {
    Audit.note(
        h,
        by,
        action,
        subject + " " + field.name(),
        field.before() + " -> " + field.after() + ": " + reason);
  }

  // ---- classes of single instruments

  @Override
  public Optional<OwnClass> ownClass(Instrument instrument) {
    return database.read(h -> ownClass(h, instrument));
  }

  private static Optional<OwnClass> ownClass(Handle h, Instrument instrument) {
    return h.createQuery(OWN_CLASS)
        .bind("id", instrument.id().value())
        .map((row, context) ->
            new OwnClass(
                row.getString("processing_class"),
                row.getString("reason"),
                row.getObject("set_at", OffsetDateTime.class).toInstant()))
        .findOne();
  }

  @Override
  public TypeChange putInto(
      Instrument instrument, String processingClass, String reason, String by) {
    return database.inTransaction(h -> {
      var problems = new ArrayList<String>();
      classNamed(processingClass, all(h), problems);
      requireReason(reason, problems);
      if (!problems.isEmpty()) {
        return new TypeChange.Refused(problems);
      }
      var before = ownClass(h, instrument).map(OwnClass::processingClass);
      if (before.equals(Optional.of(processingClass))) {
        return new TypeChange.Done(List.of());
      }
      h.createUpdate(PUT_INTO)
          .bind("id", instrument.id().value())
          .bind("class", processingClass)
          .bind("reason", reason.strip())
          .bind("source", OPERATOR)
          .execute();
      return classChanged(
          h, instrument, before.orElse(AS_ITS_TYPE), processingClass, reason.strip(), by);
    });
  }

  @Override
  public TypeChange withdraw(Instrument instrument, String reason, String by) {
    return database.inTransaction(h -> {
      var problems = new ArrayList<String>();
      requireReason(reason, problems);
      if (!problems.isEmpty()) {
        return new TypeChange.Refused(problems);
      }
      var before = ownClass(h, instrument).map(OwnClass::processingClass);
      if (before.isEmpty()) {
        return new TypeChange.Done(List.of());
      }
      h.createUpdate(WITHDRAW).bind("id", instrument.id().value()).execute();
      return classChanged(h, instrument, before.get(), AS_ITS_TYPE, reason.strip(), by);
    });
  }

  private static TypeChange classChanged(
      Handle h, Instrument instrument, String before, String after, String reason, String by) {
    var field = new TypeChange.Field(EquityTypeFields.CLASS, before, after);
    note(h, by, "types class", instrument.toString(), field, reason);
    return new TypeChange.Done(List.of(field));
  }

  private static String didYouMean(List<String> near) {
    return near.isEmpty()
        ? " ('tickstock types list' shows all)"
        : "; did you mean " + String.join(", ", near) + "?";
  }
}
