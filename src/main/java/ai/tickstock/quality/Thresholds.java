package ai.tickstock.quality;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The values of the rules' parameters: the program's, or what somebody set in table
/// `quality_parameter`.
public final class Thresholds {
  private static final String SET =
      """
      INSERT INTO quality_parameter (rule, name, value, reason, set_by)
      VALUES (:rule, :name, :value, :reason, :by)
      ON CONFLICT (rule, name) DO UPDATE SET value = excluded.value, reason = excluded.reason,
        set_by = excluded.set_by, set_at = now()
      """;

  private final Map<String, Double> values;

  private Thresholds(Map<String, Double> values) {
    this.values = Map.copyOf(values);
  }

  /// The program's own values.
  static Thresholds standard() {
    var values = new HashMap<String, Double>();
    for (var rule : Rules.ABOUT) {
      rule.parameters().forEach(p -> values.put(key(rule.id(), p.name()), p.standard()));
    }
    return new Thresholds(values);
  }

  /// The values in force in a database. A value that its bounds do not allow is refused, whoever
  /// wrote it.
  ///
  /// @throws QualityRefused when a stored value makes no sense
  public static Thresholds read(Handle handle) {
    var values = new HashMap<>(standard().values);
    handle
        .createQuery("SELECT rule, name, value FROM quality_parameter")
        .map((row, context) ->
            Map.entry(key(row.getString("rule"), row.getString("name")), row.getDouble("value")))
        .forEach(entry -> {
          requireSensible(entry.getKey(), entry.getValue());
          values.put(entry.getKey(), entry.getValue());
        });
    return new Thresholds(values);
  }

  /// Sets a value, with the reason, in the audit as well.
  ///
  /// @param name `RULE.NAME`
  /// @throws QualityRefused when there is no such parameter or the value is outside its bounds
  public static void set(Database database, String name, double value, String reason, String by) {
    requireSensible(name, value);
    int dot = name.indexOf('.');
    database.useTransaction(handle -> {
      handle
          .createUpdate(SET)
          .bind("rule", name.substring(0, dot))
          .bind("name", name.substring(dot + 1))
          .bind("value", value)
          .bind("reason", reason)
          .bind("by", by)
          .execute();
      Audit.note(handle, by, "quality rules --set", name, plain(value) + ": " + reason);
    });
  }

  private static void requireSensible(String name, double value) {
    int dot = name.indexOf('.');
    var parameter =
        (dot < 0
                ? Optional.<About>empty()
                : Rules.ABOUT.stream()
                    .filter(rule -> rule.id().equals(name.substring(0, dot)))
                    .findFirst())
            .flatMap(rule -> rule.parameter(name.substring(dot + 1)))
            .orElseThrow(() ->
                new QualityRefused(
                    "there is no parameter '"
                        + name
                        + "': 'tickstock quality rules' lists them as RULE.NAME"));
    if (!parameter.allows(value)) {
      throw new QualityRefused(
          name
              + " is "
              + parameter.unit()
              + ", from "
              + plain(parameter.least())
              + " to "
              + plain(parameter.most())
              + ", not "
              + plain(value));
    }
  }

  private static String key(String rule, String name) {
    return rule + "." + name;
  }

  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  /// The value in force.
  ///
  /// @throws IllegalArgumentException if the rule has no such parameter
  public double of(String rule, String name) {
    var value = values.get(key(rule, name));
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + key(rule, name));
    }
    return value;
  }
}
