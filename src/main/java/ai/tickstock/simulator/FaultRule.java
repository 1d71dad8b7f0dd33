package ai.tickstock.simulator;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

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
/// @param probability 0 to 1; of a call, or for the kinds about bars (`dropped-bar`, `nan-value`,
///   `high-below-low`, `out-of-range-bar`) of each bar
/// @param tickers struck ones: the ticker in the path, or of the bar; empty for all
/// @param endpoint path with `*` for anything, for example `/v3/reference/*`; `*` for all
/// @param fromCall first call of the matching ones that can be struck, counted from 1
/// @param toCall last one; empty for no end
/// @param status for `status`
/// @param body `html`, `empty` or `json`, for `status` and `rate-limited`
/// @param delayMillis for `latency` and `slow-body`
/// @param retryAfterSeconds for `status` and `rate-limited`
/// @param answers which answers lose bars: `aggs`, `grouped` or `both`
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
    Set<BarAnswer> answers) {
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
    if (!Set.of("html", "empty", "json").contains(body)) {
      throw new IllegalArgumentException("a body is html, empty or json, not '" + body + "'");
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
        EnumSet.allOf(BarAnswer.class));
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
        answers);
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
        answers);
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
        answers);
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
        answers);
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
        answers);
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
        answers);
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
        answers);
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
        answers);
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
        changed);
  }

  boolean concerns(String path, Optional<String> ticker) {
    boolean named = kind.isOfRows() || tickers.isEmpty();
    return (named || ticker.filter(tickers::contains).isPresent()) && matches(path);
  }

  boolean concernsTicker(String ticker) {
    return tickers.isEmpty() || tickers.contains(ticker);
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
