package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With the examples of the store's documentation ("Authenticating Requests: Using the
/// Authorization Header" and "Using Query Parameters"), whose signatures are printed there.
class SignatureV4Test {
  private static final Instant THEN = Instant.parse("2013-05-24T00:00:00Z");
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String CREDENTIAL = KEY + "/20130524/us-east-1/s3/aws4_request";
  private static final String PLAIN = "host;x-amz-content-sha256;x-amz-date";
  private static final String LIST =
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
  private final SignatureV4 signatures =
      new SignatureV4(key -> Optional.of(SECRET).filter(_ -> key.equals(KEY)));

  private static String authorization(String credential, String headers, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + credential
        + ",SignedHeaders="
        + headers
        + ",Signature="
        + signature;
  }

  private static S3Request request(String path, String query, String... headers) {
    var named = new HashMap<String, List<String>>();
    named.put("Host", List.of("examplebucket.s3.amazonaws.com"));
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], List.of(headers[i + 1]));
    }
    return S3Request.of("GET", path, query, named);
  }

  private static S3Request list(String query, String authorization) {
    return request(
        "/",
        query,
        "X-Amz-Content-Sha256",
        EMPTY,
        "X-Amz-Date",
        "20130524T000000Z",
        "Authorization",
        authorization);
  }

  private static String text(S3Reply reply) {
    var bytes = new ByteArrayOutputStream();
    try {
      reply.body().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void assertRefused(S3Request request, Instant now, int status, String code) {
    assertThatThrownBy(() -> signatures.accessKey(request, now))
        .isInstanceOfSatisfying(
            S3Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(text(refusal.reply("/", "R"))).contains("<Code>" + code + "<");
            });
  }

  @Test
  void takesTheDocumentedFileWithARange() {
    var request =
        request(
            "/test.txt",
            "",
            "Range",
            "bytes=0-9",
            "x-amz-content-sha256",
            EMPTY,
            "x-amz-date",
            "20130524T000000Z",
            "Authorization",
            authorization(
                CREDENTIAL,
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    assertThat(signatures.accessKey(request, THEN)).isEqualTo(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "max-keys=2&prefix=J, " + LIST,
    "prefix=%4A&max-keys=2, " + LIST
  })
  void takesTheDocumentedListsHoweverTheParametersStand(String query, String signature) {
    assertThat(signatures.accessKey(list(query, authorization(CREDENTIAL, PLAIN, signature)), THEN))
        .isEqualTo(KEY);
  }

  private static S3Request address(String... changed) {
    var query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + CREDENTIAL.replace("/", "%2F")
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    for (int i = 0; i < changed.length; i += 2) {
      query = query.replace(changed[i], changed[i + 1]);
    }
    return request("/test.txt", query);
  }

  @Test
  void takesTheDocumentedAddressUntilItExpires() {
    assertThat(signatures.accessKey(address(), THEN)).isEqualTo(KEY);
    assertThat(signatures.accessKey(address(), THEN.plusSeconds(86_400))).isEqualTo(KEY);
    assertRefused(address(), THEN.plusSeconds(86_401), 403, "AccessDenied");
    assertRefused(address(), THEN.minusSeconds(901), 403, "RequestTimeTooSkewed");
    assertRefused(address("=86400", "=86401"), THEN, 403, "SignatureDoesNotMatch");
    assertRefused(address("=86400", "=999999"), THEN, 400, "AuthorizationQueryParametersError");
    assertRefused(
        address("&X-Amz-Expires=86400", ""), THEN, 400, "AuthorizationQueryParametersError");
    assertRefused(
        address("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
        THEN,
        400,
        "AuthorizationQueryParametersError");
  }

  @Test
  void refusesWhatIsSignedOtherwise() {
    var query = "max-keys=2&prefix=J";
    var good = authorization(CREDENTIAL, PLAIN, LIST);
    assertRefused(list("max-keys=3&prefix=J", good), THEN, 403, "SignatureDoesNotMatch");
    assertRefused(
        list(query, good.replace("/us-east-1/", "/us-west-1/")),
        THEN,
        403,
        "SignatureDoesNotMatch");
    assertRefused(list(query, good.replace(KEY, "AKIANOBODY")), THEN, 403, "InvalidAccessKeyId");
    assertRefused(list(query, good), THEN.plusSeconds(901), 403, "RequestTimeTooSkewed");
    assertRefused(list(query, good), THEN.minusSeconds(901), 403, "RequestTimeTooSkewed");
    assertThat(signatures.accessKey(list(query, good), THEN.plusSeconds(900))).isEqualTo(KEY);
    assertThat(signatures.accessKey(list(query, good), THEN.minusSeconds(900))).isEqualTo(KEY);
    var malformed = "AuthorizationHeaderMalformed";
    assertRefused(list(query, good.replace("/s3/", "/ec2/")), THEN, 400, malformed);
    assertRefused(list(query, good.replace("/20130524/", "/20130525/")), THEN, 400, malformed);
    assertRefused(list(query, good.replace("/aws4_request", "")), THEN, 400, malformed);
    assertRefused(list(query, good.replace(",Signature=" + LIST, "")), THEN, 400, malformed);
    assertRefused(list(query, good.replace("host;", "")), THEN, 403, "AccessDenied");
    assertRefused(list(query, "AWS " + KEY + ":frJIUN8DYpKDtOLCwo"), THEN, 400, "InvalidRequest");
    assertRefused(request("/", query, "Authorization", good), THEN, 403, "AccessDenied");
    assertRefused(request("/", query), THEN, 403, "AccessDenied");
  }

  @Test
  void takesTheDateHeaderWhereTheStoresOwnIsMissing() {
    var scope = "20130524/us-east-1/s3/aws4_request";
    var canonical =
        "GET\n/a%20b%2Bc\n\ndate:Fri, 24 May 2013 00:00:00 GMT\nhost:h\n\ndate;host\n" + EMPTY;
    var text =
        "AWS4-HMAC-SHA256\n20130524T000000Z\n" + scope + "\n" + SignatureV4.sha256(canonical);
    var request =
        S3Request.of(
            "GET",
            "/a%20b+c",
            "",
            Map.of(
                "Host",
                List.of(" h "),
                "Date",
                List.of("Fri, 24 May 2013 00:00:00 GMT"),
                "Authorization",
                List.of(
                    authorization(
                        CREDENTIAL, "date;host", SignatureV4.signature(SECRET, scope, text)))));
    assertThat(signatures.accessKey(request, THEN)).isEqualTo(KEY);
  }
}
