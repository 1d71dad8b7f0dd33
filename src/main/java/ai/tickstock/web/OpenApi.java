package ai.tickstock.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The description of the API in OpenAPI 3.1, made from the routes themselves: shapes of answers
/// are those of the records that are written.
final class OpenApi {
  static final String PATH = "/api/openapi.json";
  private static final String JSON = "application/json";

  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();

  private OpenApi() {}

  static Map<String, Object> of(ConsoleRoutes routes, String version) {
    var made = new OpenApi();
    routes.queries().forEach(made::add);
    routes.deeds().forEach(made::add);
    made.addEvents();
    made.addSelf();
    var all = new LinkedHashMap<String, Object>();
    all.put("openapi", "3.1.0");
    all.put(
        "info",
        Map.of(
            "title",
            "TickStock Data",
            "version",
            version,
            "description",
            "What the admin console shows and does. Errors are application/problem+json."));
    all.put("security", List.of(Map.of("token", List.of()), Map.of("login", List.of())));
    all.put("paths", made.paths);
    all.put(
        "components",
        Map.of(
            "securitySchemes",
            Map.of(
                "token", Map.of("type", "http", "scheme", "bearer"),
                "login", Map.of("type", "apiKey", "in", "cookie", "name", "tickstock_login")),
            "schemas",
            made.schemas));
    return all;
  }

  private void add(Query<?> query) {
    var parameters = new ArrayList<Object>(inPath(query.path()));
    query.parameters().forEach(one -> parameters.add(parameter(one, "query")));
    put(
        query.api(),
        "get",
        query.summary() + " Role: " + query.role().word() + ".",
        parameters,
        Optional.empty(),
        Map.of(JSON, Map.of("schema", schema(query.answer()))));
  }

  private void add(Deed deed) {
    var properties = new LinkedHashMap<String, Object>();
    deed.fields().forEach(field -> properties.put(field.name(), described(field)));
    put(
        deed.api(),
        "post",
        deed.summary() + " Role: " + deed.role().word() + ".",
        inPath(deed.path()),
        Optional.of(
            Map.of(
                "content",
                Map.of(
                    JSON,
                    Map.of(
                        "schema",
                        Map.of(
                            "type",
                            "object",
                            "properties",
                            properties,
                            "additionalProperties",
                            false))))),
        Map.of(JSON, Map.of("schema", schema(deed.answer()))));
  }

  private void addEvents() {
    put(
        Query.API + ConsoleRoutes.EVENTS,
        "get",
        "How a load goes on, as server-sent events: `progress` with the load as JSON, then `end`."
            + " Role: viewer.",
        inPath(ConsoleRoutes.EVENTS),
        Optional.empty(),
        Map.of("text/event-stream", Map.of("schema", Map.of("type", "string"))));
  }

  private void addSelf() {
    put(
        PATH,
        "get",
        "This document. Role: viewer.",
        List.of(),
        Optional.empty(),
        Map.of(JSON, Map.of("schema", Map.of("type", "object"))));
  }

  private void put(
      String path,
      String method,
      String summary,
      List<?> parameters,
      Optional<Object> body,
      Map<String, Object> content) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("summary", summary);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    body.ifPresent(one -> operation.put("requestBody", one));
    operation.put(
        "responses",
        Map.of(
            "200", Map.of("description", "the answer", "content", content),
            "default",
                Map.of(
                    "description",
                    "what is wrong",
                    "content",
                    Map.of("application/problem+json", Map.of("schema", schema(Problem.class))))));
    paths.computeIfAbsent(path, _ -> new LinkedHashMap<>()).put(method, operation);
  }

  private static List<Map<String, Object>> inPath(String path) {
    var found = new ArrayList<Map<String, Object>>();
    for (var part : path.split("/", -1)) {
      if (part.startsWith("{")) {
        var name = part.substring(1, part.length() - 1);
        found.add(
            Map.of(
                "name",
                name,
                "in",
                "path",
                "required",
                true,
                "schema",
                Map.of("type", name.equals("id") || name.equals("number") ? "integer" : "string")));
      }
    }
    return found;
  }

  private static Map<String, Object> parameter(Parameter one, String in) {
    return Map.of(
        "name",
        one.name(),
        "in",
        in,
        "required",
        one.required(),
        "description",
        one.meaning(),
        "schema",
        form(one.form()));
  }

  private static Map<String, Object> described(Parameter field) {
    var schema = new LinkedHashMap<>(form(field.form()));
    schema.put("description", field.meaning());
    return schema;
  }

  private static Map<String, Object> form(String form) {
    return form.equals("date") ? Map.of("type", "string", "format", "date") : Map.of("type", form);
  }

  private Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType of) {
      var arguments = of.getActualTypeArguments();
      if (of.getRawType() == Optional.class) {
        return Map.of("anyOf", List.of(schema(arguments[0]), Map.of("type", "null")));
      }
      return of.getRawType() == Map.class
          ? Map.of("type", "object", "additionalProperties", schema(arguments[1]))
          : Map.of("type", "array", "items", schema(arguments[0]));
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return reference(plain);
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Map.of("type", "integer");
    }
    if (type == double.class || type == Double.class || type == BigDecimal.class) {
      return Map.of("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (type == LocalDate.class) {
      return Map.of("type", "string", "format", "date");
    }
    if (type == Duration.class) {
      return Map.of("type", "string", "format", "duration");
    }
    if (type == String.class) {
      return Map.of("type", "string");
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  /// As JSON has it: `next_before`.
  private static String name(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> reference(Class<?> type) {
    var name =
        type.getEnclosingClass() == null || type.getEnclosingClass() == Facts.class
            ? type.getSimpleName()
            : type.getEnclosingClass().getSimpleName() + type.getSimpleName();
    if (!schemas.containsKey(name)) {
      schemas.put(name, Map.of()); // a record that holds its own kind would not end
      var properties = new LinkedHashMap<String, Object>();
      for (var component : type.getRecordComponents()) {
        properties.put(name(component.getName()), schema(component.getGenericType()));
      }
      schemas.put(
          name,
          Map.of(
              "type",
              "object",
              "properties",
              properties,
              "required",
              List.copyOf(properties.keySet())));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }
}
