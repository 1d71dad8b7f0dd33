package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Odd texts in every parameter of every route that the console has: nothing breaks, nothing is
/// shown as markup, nothing leaks. The routes are those of the console itself, so that a new one is
/// among them.
class InjectionTest {
  /// What breaks SQL, HTML, headers, paths, numbers, dates and readers of text elsewhere.
  private static final List<String> CORPUS =
      List.of(
          "'",
          "\"",
          "''; DROP TABLE load_run; --",
          "' OR '1'='1",
          "x' UNION SELECT password FROM web_account --",
          "\\'; SELECT pg_sleep(10); --",
          "%' AND 1=0 --",
          ":name ?1 ??",
          "{1,2}",
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "'><svg onload=alert(1)>",
          "</title></head><body onload=alert(1)>",
          "javascript:alert(1)",
          "${7*7}#{7*7}{{7*7}}",
          "@if(true)x@endif !{var x}",
          "&lt;b&gt;",
          "a\r\nSet-Cookie: stolen=1",
          "a\r\n\r\n<html>",
          "../../../../etc/passwd",
          "..%2f..%2fetc%2fpasswd",
          "file:///etc/passwd",
          "//evil.example/x",
          "\u0000",
          "a\u0000b",
          "\u202e\u200b\ufeff",
          "\ud83d\ude00",
          "-1",
          "0",
          "2147483648",
          "99999999999999999999",
          "1e9",
          "NaN",
          "2026-02-30",
          "+999999999-12-31",
          "0000-01-01",
          "2026-06-12T00:00:00Z",
          "$(touch /tmp/tickstock-was-here)",
          "a".repeat(19_000),
          "a".repeat(21_000));

  /// Would be markup if it were not escaped.
  private static final Pattern MARKUP =
      Pattern.compile("<script>alert|<img src=x|<svg onload|<body onload|onerror=alert\\(1\\)>");

  private static final String ACCEPTED =
      "SELECT count(DISTINCT detail) FROM audit WHERE action = 'coverage accept'";

  private static final Pattern ATTRIBUTE = Pattern.compile("=\"[^\"]*\"");

  private static final List<String> HEADERS =
      List.of(
          "User-Agent", "Referer", "Accept-Language", "Authorization", "X-Forwarded-For", "Accept");

  /// A ticker of which there are bars.
  private static final String KNOWN = "SPY";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static TestConsole console;
  private static Visit admin;
  private static String csrf = "";
  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
    admin = console.person("admin", Role.ADMIN);
    csrf = admin.csrf();
    admin.load("{\"symbols\": \"" + KNOWN + "\", \"months\": 1}");
    LOGGED.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(LOGGED);
  }

  @AfterAll
  static void close() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(LOGGED);
    console.close();
  }

  /// One request, and what it is called where it fails.
  private record Attack(String name, HttpRequest.Builder request) {}

  @Test
  void nothingBreaksIsShownAsMarkupOrLeaks() throws Exception {
    var attacks = new ArrayList<Attack>();
    for (var text : CORPUS) {
      console.routes().queries().forEach(query -> attacks.addAll(onQuery(query, text)));
      console.routes().deeds().forEach(deed -> attacks.addAll(onDeed(deed, text)));
      HEADERS.forEach(header -> onHeader(header, text).ifPresent(attacks::add));
    }
    long rows = count();

    var broken = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var answers =
          threads.invokeAll(
              attacks.stream()
                  .<Callable<List<String>>>map(attack -> () -> judged(attack))
                  .toList());
      for (var answer : answers) {
        broken.addAll(answer.get());
      }
    }

    assertThat(attacks).hasSizeGreaterThan(3_000);
    assertThat(broken).isEmpty();
    int accepted = console.database().read(h -> h.createQuery(ACCEPTED).mapTo(Integer.class).one());
    assertThat(accepted).as("odd reasons with which sessions were accepted").isPositive();
    assertThat(count()).as("nothing was executed").isEqualTo(rows);
    assertThat(LOGGED.list)
        .noneMatch(event -> event.getFormattedMessage().contains(TestConsole.CANARY))
        .noneMatch(event -> event.getFormattedMessage().contains("a request broke"));
  }

  private static long count() {
    return console
        .database()
        .read(h ->
            h.createQuery(
                    "SELECT (SELECT count(*) FROM instrument) + (SELECT count(*) FROM load_run)"
                        + " + (SELECT count(*) FROM web_account)")
                .mapTo(Long.class)
                .one());
  }

  private static List<String> judged(Attack attack) {
    HttpResponse<String> answer;
    try {
      answer = admin.send(attack.request());
    } catch (UncheckedIOException ended) {
      return List.of(); // of what is too long the server ends the connection
    }
    var broken = new ArrayList<String>();
    if (answer.statusCode() >= 500) {
      broken.add(attack.name() + ": " + answer.statusCode());
    }
    // Between the quotes of an attribute all but a quote is text.
    if (isHtml(answer)
        && MARKUP.matcher(ATTRIBUTE.matcher(answer.body()).replaceAll("=\"\"")).find()) {
      broken.add(attack.name() + ": shown as markup");
    }
    if (answer.body().contains(TestConsole.CANARY)
        || answer.body().contains("org.postgresql")
        || answer.body().contains("root:x:0")
        || answer.body().contains("\tat ai.tickstock")) {
      broken.add(attack.name() + ": leaks " + answer.body());
    }
    if (answer.headers().firstValue("set-cookie").filter(c -> c.contains("stolen")).isPresent()
        || answer.headers().firstValue("location").filter(l -> l.startsWith("//")).isPresent()) {
      broken.add(attack.name() + ": a header of the attacker's");
    }
    return broken;
  }

  private static boolean isHtml(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").filter(t -> t.contains("html")).isPresent();
  }

  private static List<Attack> onQuery(Query<?> query, String text) {
    var attacks = new ArrayList<Attack>();
    for (var path : List.of(query.path(), query.api())) {
      if (path.contains("{")) {
        attacks.add(get(filled(path, text)));
      }
      for (var parameter : query.parameters()) {
        attacks.add(get(usual(path) + "?" + parameter.name() + "=" + inPath(text)));
      }
    }
    attacks.add(get(usual(query.api()) + "?" + Visit.coded(text) + "=1"));
    return attacks;
  }

  private static Attack get(String path) {
    return new Attack("GET " + path, admin.request(path));
  }

  /// Where it is a text among right values, and as JSON of a field.
  private static List<Attack> onDeed(Deed deed, String text) {
    var attacks = new ArrayList<Attack>();
    if (deed.path().contains("{")) {
      attacks.add(post(deed, text, Map.of()));
    }
    for (var field : deed.fields()) {
      var fields = new HashMap<String, String>();
      deed.fields().stream()
          .filter(Parameter::required)
          .forEach(one -> fields.put(one.name(), usual(one)));
      fields.put(field.name(), text);
      attacks.add(post(deed, isOfSymbol(deed.path()) ? KNOWN : "999999", fields));
      attacks.add(
          new Attack(
              "JSON " + deed.api() + " " + field.name() + " " + shown(text),
              admin
                  .request(
                      isOfSymbol(deed.path()) ? usual(deed.api()) : filled(deed.api(), "999999"))
                  .header("X-CSRF-Token", csrf)
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(fields)))));
    }
    return attacks;
  }

  private static String usual(Parameter field) {
    return switch (field.name()) {
      case "date" -> "2026-07-14";
      // Of no session of it was ever asked.
      case "from", "to" -> "2024-07-15";
      case "exchange" -> "XNYS";
      case "answer" -> "yes";
      case "kind" -> "undo";
      default -> "word";
    };
  }

  private static Attack post(Deed deed, String place, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("csrf", csrf);
    return new Attack(
        "POST " + deed.path() + " " + shown(place) + " " + shown(fields.toString()),
        admin.form(filled(deed.path(), place), all));
  }

  private static Optional<Attack> onHeader(String header, String text) {
    try {
      return Optional.of(
          new Attack(
              "header " + header + " " + shown(text),
              admin.request("/tonight").header(header, text)));
    } catch (IllegalArgumentException refusedByTheClient) {
      return Optional.empty();
    }
  }

  private static boolean isOfSymbol(String path) {
    return path.contains("{symbol}");
  }

  /// With what there is in its places, as far as it has a name.
  private static String usual(String path) {
    return filled(path.replace("{symbol}", KNOWN), "1");
  }

  private static String filled(String path, String text) {
    return path.replaceAll("\\{[a-z]+}", Matcher.quoteReplacement(inPath(text)));
  }

  private static String inPath(String text) {
    return text.length() > 3_000 ? "a".repeat(3_000) : Words.path(text);
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
