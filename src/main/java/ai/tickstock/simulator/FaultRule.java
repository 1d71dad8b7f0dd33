package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// One fault and when it strikes.
///
/// In JSON, all fields but `kind` optional:
///
/// ```json
/// {"kind": "status", "probability": 0.1, "tickers": ["AAPL"], "endpoint": "/v2/aggs/ticker/*",
///  "fromCall": 1, "toCall": 20, "status": 503, "body": "html"}
/// ```
///
/// A file or a request holds `{"seed": 7, "faults": [ … ]}`. The seed decides which calls or bars
/// are hit; the same seed hits the same ones whatever the order.
///
/// @param probability 0 to 1; of a call, or for the kinds about bars, splits and flat files of each
///   of them
/// @param tickers struck ones: the ticker in the path, or of the bar, row or split; empty for all
/// @param endpoint path with `*` for anything, for example `/v3/reference/*`; `*` for all
/// @param fromCall first call of the matching ones that can be struck, counted from 1
/// @param toCall last one; empty for no end
/// @param status for `status`
/// @param body `html`, `empty`, `json` or `message` (JSON that says it in `message` in place of
///   `error`), for `status` and `rate-limited`
/// @param delayMillis for `latency` and `slow-body`
/// @param retryAfterSeconds for `status` and `rate-limited`
/// @param answers which answers lose bars: `aggs`, `grouped` or `both`
/// @param sessions `fromSession` to `toSession`, for the kinds about bars, splits and flat files
/// @param after when `revised-bars` corrects, `replaced-file` replaces and `missing-file` comes
/// @param window `fromInstant` to `toInstant` of the simulated clock: the calls that can be struck
public record FaultRule(
    FaultKind kind,
    long seed,
    double probability,
    Set<String> tickers,
    String endpoint,
    int fromCall,
    OptionalInt toCall,
    int status,
    String body,
    int delayMillis,
    OptionalInt retryAfterSeconds,
    Set<BarAnswer> answers,
    DateRange sessions,
    CorrectionTime after,
    CallWindow window) {
  private static final DateRange ALL_SESSIONS =
      new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2100, 1, 1));

  public FaultRule {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
    }
    if (fromCall < 1) {
      throw new IllegalArgumentException("calls are counted from 1, not " + fromCall);
    }
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a fault's status is 400 to 599, not " + status);
    }
    if (delayMillis < 0) {
      throw new IllegalArgumentException("a delay is not negative: " + delayMillis);
    }
    if (!Set.of("html", "empty", "json", "message").contains(body)) {
      throw new IllegalArgumentException(
          "a body is html, empty, json or message, not '" + body + "'");
    }
    tickers = Set.copyOf(tickers);
    answers = Set.copyOf(answers);
  }

  /// Always, everywhere, with ordinary particulars.
  public static FaultRule of(FaultKind kind) {
    return new FaultRule(
        kind,
        1,
        1,
        Set.of(),
        "*",
        1,
        OptionalInt.empty(),
        kind == FaultKind.RATE_LIMITED ? 429 : 503,
        kind == FaultKind.RATE_LIMITED ? "json" : "html",
        200,
        OptionalInt.empty(),
        EnumSet.allOf(BarAnswer.class),
        ALL_SESSIONS,
        kind == FaultKind.MISSING_FILE ? CorrectionTime.NEVER : CorrectionTime.DAY_AFTER,
        CallWindow.ALWAYS);
  }

  public FaultRule withSeed(long changed) {
    return new FaultRule(
        kind,
        changed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withProbability(double changed) {
    return new FaultRule(
        kind,
        seed,
        changed,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withTickers(Set<String> changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        changed,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withEndpoint(String changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        changed,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  /// Only the calls `first` to `last` of the matching ones, counted from 1.
  public FaultRule withCalls(int first, int last) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        first,
        OptionalInt.of(last),
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withStatus(int changed, String changedBody) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        changed,
        changedBody,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withDelayMillis(int changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        changed,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withRetryAfterSeconds(int changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        OptionalInt.of(changed),
        answers,
        sessions,
        after,
        window);
  }

  public FaultRule withAnswers(Set<BarAnswer> changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        changed,
        sessions,
        after,
        window);
  }

  /// Only bars of these sessions.
  public FaultRule withSessions(DateRange changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        changed,
        after,
        window);
  }

  public FaultRule withAfter(CorrectionTime changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        changed,
        window);
  }

  /// Only calls at these instants of the simulated clock.
  public FaultRule withWindow(CallWindow changed) {
    return new FaultRule(
        kind,
        seed,
        probability,
        tickers,
        endpoint,
        fromCall,
        toCall,
        status,
        body,
        delayMillis,
        retryAfterSeconds,
        answers,
        sessions,
        after,
        changed);
  }

  boolean concerns(String path, Optional<String> ticker) {
    boolean named = kind.isOfRows() || tickers.isEmpty();
    return (named || ticker.filter(tickers::contains).isPresent()) && matches(path);
  }

  /// Whether a flat file is struck, or for corrections any bar in it. The number of the call does
  /// not count: a file lies there whether anybody asks for it or not.
  boolean strikesFile(FlatFileName file) {
    boolean strikes =
        kind == FaultKind.REVISED_BARS
            ? probability > 0
                && (tickers.isEmpty()
                    || tickers.stream().anyMatch(t -> FaultBook.strikes(this, t, file.session())))
            : kind.isOfFiles() && Dice.roll(seed, file.key(), file.session()) < probability;
    return strikes
        && sessions.contains(file.session())
        && matches(FlatFileBucket.PATH + "/" + file.key());
  }

  /// Whether a bar of a session can be struck.
  boolean concernsBar(String ticker, LocalDate session) {
    return (tickers.isEmpty() || tickers.contains(ticker)) && sessions.contains(session);
  }

  /// Whether the sessions have a first and a last one.
  boolean hasWindow() {
    return !sessions.first().equals(ALL_SESSIONS.first())
        && !sessions.last().equals(ALL_SESSIONS.last());
  }

  boolean covers(int call) {
    return call >= fromCall && (toCall.isEmpty() || call <= toCall.getAsInt());
  }

  private boolean matches(String path) {
    if (endpoint.equals("*")) {
      return true;
    }
    var regex = Pattern.quote(endpoint).replace("*", "\\E.*\\Q");
    return Pattern.matches(regex, path);
  }

  /// As the JSON format has it, without the fields that say the ordinary.
  void write(JsonGenerator json) {
    json.writeStartObject();
    writeFields(json);
    json.writeEndObject();
  }

  /// As `write`, without the braces.
  void writeFields(JsonGenerator json) {
    json.writeStringProperty("kind", kind.word());
    json.writeNumberProperty("probability", probability);
    json.writeStringProperty("endpoint", endpoint);
    if (!tickers.isEmpty()) {
      json.writeName("tickers");
      json.writeStartArray();
      tickers.stream().sorted().forEach(json::writeString);
      json.writeEndArray();
    }
    if (fromCall != 1 || toCall.isPresent()) {
      json.writeNumberProperty("fromCall", fromCall);
      if (toCall.orElse(Integer.MAX_VALUE) < Integer.MAX_VALUE) {
        json.writeNumberProperty("toCall", toCall.getAsInt());
      }
    }
    var ordinary = of(kind);
    if (status != ordinary.status || !body.equals(ordinary.body)) {
      json.writeNumberProperty("status", status);
      json.writeStringProperty("body", body);
    }
    if (delayMillis != ordinary.delayMillis) {
      json.writeNumberProperty("delayMillis", delayMillis);
    }
    retryAfterSeconds.ifPresent(n -> json.writeNumberProperty("retryAfterSeconds", n));
    if (answers.size() == 1) {
      json.writeStringProperty("answers", answers.contains(BarAnswer.GROUPED) ? "grouped" : "aggs");
    }
    if (!sessions.equals(ALL_SESSIONS)) {
      json.writeStringProperty("fromSession", sessions.first().toString());
      json.writeStringProperty("toSession", sessions.last().toString());
    }
    if (kind.hasTime() && !after.equals(CorrectionTime.NEVER)) {
      json.writeStringProperty("after", after.word());
    }
    window.write(json);
  }

  /// The set of answers in the word of the JSON format.
  static Set<BarAnswer> answersOf(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "aggs" -> Set.of(BarAnswer.AGGREGATES);
      case "grouped" -> Set.of(BarAnswer.GROUPED);
      case "both" -> Set.of(BarAnswer.AGGREGATES, BarAnswer.GROUPED);
      default ->
          throw new IllegalArgumentException(
              "'answers' is aggs, grouped or both, not '" + word + "'");
    };
  }
}
