package ai.tickstock.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks AWS signatures of version 4, in the `Authorization` header or in the address. Any region.
///
/// @param secrets of the access keys that are known
/// @see "AWS, Authenticating Requests (AWS Signature Version 4)"
record SignatureV4(Function<String, Optional<String>> secrets) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String SIGNATURE = "X-Amz-Signature";
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);
  private static final int LONGEST_SECONDS = 7 * 24 * 3600;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern SCOPE =
      Pattern.compile("(.+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request");

  /// What a caller claims.
  ///
  /// @param scope date, region, service and the end of the chain, as signed
  /// @param time as signed
  /// @param payload digest of the body, as signed
  /// @param seconds how long an address holds; empty for a header
  private record Claim(
      String accessKey,
      String scope,
      String time,
      List<String> signedHeaders,
      String signature,
      String payload,
      Optional<String> seconds) {}

  /// Whether a request is meant for an object store.
  static boolean isIn(S3Request request) {
    return request.header("Authorization").filter(a -> a.startsWith("AWS")).isPresent()
        || request.parameter("X-Amz-Algorithm").isPresent();
  }

  /// @param now real time
  /// @return the access key that signed
  /// @throws S3Refusal if it is not signed by a known key, now
  String accessKey(S3Request request, Instant now) {
    var claim =
        request.parameter("X-Amz-Algorithm").isPresent() ? ofAddress(request) : ofHeader(request);
    var secret =
        secrets
            .apply(claim.accessKey)
            .orElseThrow(() ->
                new S3Refusal(
                        403,
                        "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records.")
                    .with("AWSAccessKeyId", claim.accessKey));
    checkTime(claim, now);
    var canonical = canonical(request, claim);
    var text = ALGORITHM + "\n" + claim.time + "\n" + claim.scope + "\n" + sha256(canonical);
    if (!MessageDigest.isEqual(
        bytes(signature(secret, claim.scope, text)), bytes(claim.signature))) {
      throw new S3Refusal(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided."
                  + " Check your key and signing method.")
          .with("AWSAccessKeyId", claim.accessKey)
          .with("StringToSign", text)
          .with("SignatureProvided", claim.signature)
          .with("CanonicalRequest", canonical);
    }
    return claim.accessKey;
  }

  private static Claim ofHeader(S3Request request) {
    var header =
        request
            .header("Authorization")
            .or(() -> request.parameter("AWSAccessKeyId"))
            .orElseThrow(() -> S3Refusal.denied("Access Denied"));
    if (!header.startsWith(ALGORITHM + " ")) {
      throw new S3Refusal(
          400,
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use "
              + ALGORITHM
              + ".");
    }
    var parts = new HashMap<String, String>();
    for (var part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    var time =
        request
            .header("x-amz-date")
            .or(() -> request.header("Date").map(SignatureV4::basic))
            .orElseThrow(() ->
                S3Refusal.denied("AWS authentication requires a valid Date or x-amz-date header"));
    return claim(
        part(parts, "Credential"),
        time,
        part(parts, "SignedHeaders"),
        part(parts, "Signature"),
        request.header("x-amz-content-sha256").orElse(sha256("")),
        Optional.empty());
  }

  private static String part(Map<String, String> parts, String name) {
    var part = parts.get(name);
    if (part == null) {
      throw malformed("the authorization header requires '" + name + "'");
    }
    return part;
  }

  /// The time of a `Date` header in the form that is signed.
  private static String basic(String date) {
    try {
      return TIME.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeParseException e) {
      return date;
    }
  }

  private static Claim ofAddress(S3Request request) {
    if (!request.parameter("X-Amz-Algorithm").equals(Optional.of(ALGORITHM))) {
      throw addressed("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
    }
    return claim(
        parameter(request, "X-Amz-Credential"),
        parameter(request, "X-Amz-Date"),
        parameter(request, "X-Amz-SignedHeaders"),
        parameter(request, SIGNATURE),
        request.header("x-amz-content-sha256").orElse(UNSIGNED),
        Optional.of(parameter(request, "X-Amz-Expires")));
  }

  private static String parameter(S3Request request, String name) {
    return request
        .parameter(name)
        .orElseThrow(() ->
            addressed("Query-string authentication version 4 requires the parameter " + name));
  }

  private static Claim claim(
      String credential,
      String time,
      String headers,
      String signature,
      String payload,
      Optional<String> seconds) {
    var parts = SCOPE.matcher(credential);
    if (!parts.matches()) {
      throw malformed(
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"");
    }
    if (!parts.group(4).equals("s3")) {
      throw malformed("incorrect service \"" + parts.group(4) + "\"; this one is \"s3\"");
    }
    if (!time.startsWith(parts.group(2))) {
      throw malformed("the date of the Credential is not that of the request");
    }
    var signed = List.of(headers.toLowerCase(Locale.ROOT).split(";", -1));
    if (!signed.contains("host")) {
      throw S3Refusal.denied("There were headers present in the request which were not signed")
          .with("HeadersNotSigned", "host");
    }
    return new Claim(
        parts.group(1),
        credential.substring(parts.group(1).length() + 1),
        time,
        signed,
        signature,
        payload,
        seconds);
  }

  private static S3Refusal malformed(String why) {
    return new S3Refusal(
        400, "AuthorizationHeaderMalformed", "The authorization header is malformed; " + why + ".");
  }

  private static S3Refusal addressed(String why) {
    return new S3Refusal(400, "AuthorizationQueryParametersError", why);
  }

  private static void checkTime(Claim claim, Instant now) {
    Instant signed;
    try {
      signed = LocalDateTime.parse(claim.time, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw S3Refusal.denied("AWS authentication requires a valid Date or x-amz-date header");
    }
    if (claim.seconds.isPresent()) {
      var end = signed.plusSeconds(seconds(claim.seconds.get()));
      if (now.isAfter(end)) {
        throw S3Refusal.denied("Request has expired")
            .with("Expires", end.toString())
            .with("ServerTime", now.toString());
      }
    }
    boolean early = signed.isAfter(now.plus(MOST_SKEW));
    boolean late = claim.seconds.isEmpty() && signed.isBefore(now.minus(MOST_SKEW));
    if (early || late) {
      throw new S3Refusal(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.")
          .with("RequestTime", claim.time)
          .with("ServerTime", now.toString())
          .with("MaxAllowedSkewMilliseconds", String.valueOf(MOST_SKEW.toMillis()));
    }
  }

  private static int seconds(String text) {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= LONGEST_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number out of bounds
    }
    throw addressed("X-Amz-Expires must be 1 to " + LONGEST_SECONDS + " seconds");
  }

  private static String canonical(S3Request request, Claim claim) {
    var query =
        request.query().stream()
            .filter(p -> !p.getKey().equals(SIGNATURE))
            .map(p ->
                Map.entry(S3Text.encoded(p.getKey(), true), S3Text.encoded(p.getValue(), true)))
            .sorted(
                Map.Entry.<String, String>comparingByKey()
                    .thenComparing(Map.Entry.comparingByValue()))
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
    var headers =
        claim.signedHeaders.stream()
            .map(name ->
                name + ":" + oneLine(request.headers().getOrDefault(name, List.of())) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        S3Text.encoded(request.path(), false),
        query,
        headers,
        String.join(";", claim.signedHeaders),
        claim.payload);
  }

  private static String oneLine(List<String> values) {
    return values.stream()
        .map(v -> v.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /// @param scope `date/region/service/aws4_request`
  static String signature(String secret, String scope, String text) {
    var key = bytes("AWS4" + secret);
    for (var part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
