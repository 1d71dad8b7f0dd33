package ai.tickstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// The queries that the TickStock applications send, from `reader-queries.sql`: literals stand in
/// them as the applications' driver puts them there.
public final class ReaderQueries {
  private static final Pattern NAME = Pattern.compile("-- name: (\\w+)");
  private static final Pattern READS = Pattern.compile("-- reads: (\\w+)");

  private ReaderQueries() {}

  /// How much a query has to read.
  public enum Reads {
    /// What one page shows; meant to take less than 10 ms.
    PAGE,
    /// Every symbol or every bar of one, by its nature; shown apart.
    EVERYTHING
  }

  /// @param name unique
  /// @param sql one statement, without its semicolon
  public record Query(String name, Reads reads, String sql) {
    /// Seconds until all rows are fetched.
    double seconds(Connection connection) throws SQLException {
      long began = System.nanoTime();
      try (var statement = connection.createStatement();
          var result = statement.executeQuery(sql)) {
        while (result.next()) {
          result.getString(1);
        }
      }
      return (System.nanoTime() - began) / 1e9;
    }
  }

  /// All of them, in the order of the file.
  public static List<Query> all() {
    return parse(text());
  }

  /// The one of that name.
  public static Query named(String name) {
    return all().stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no reader query is called " + name));
  }

  static List<Query> parse(String text) {
    var queries = new ArrayList<Query>();
    for (var part : text.split("(?m)(?=^-- name: )")) {
      var name = NAME.matcher(part);
      if (name.lookingAt()) {
        var reads = READS.matcher(part);
        queries.add(
            new Query(
                name.group(1),
                reads.find() ? Reads.valueOf(reads.group(1).toUpperCase(Locale.ROOT)) : Reads.PAGE,
                part.replaceAll("(?m)^--.*$", "").strip().replaceFirst(";$", "")));
      }
    }
    if (queries.stream().map(Query::name).distinct().count() < queries.size()) {
      throw new IllegalStateException("two reader queries have one name");
    }
    return List.copyOf(queries);
  }

  private static String text() {
    try (var stream =
        Objects.requireNonNull(ReaderQueries.class.getResourceAsStream("reader-queries.sql"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
