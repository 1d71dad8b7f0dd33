package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A running simulator whose clock stands still, and somebody who asks for its flat files with the
/// store's own client, or with requests that its own signer signed. Signatures are of real time.
final class S3Caller implements AutoCloseable {
  static final String DAYS = "us_stocks_sip/day_aggs_v1/";
  static final String MINUTES = "us_stocks_sip/minute_aggs_v1/";
  final SimulatorServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<S3Client> clients = new ArrayList<>();

  private S3Caller(SimulatorOptions options) {
    server = SimulatorServer.start(options);
    server.clock().run(0);
  }

  static S3Caller of(
      Market market, TradingCalendar calendar, String now, UnaryOperator<SimulatorOptions> change) {
    var options = SimulatorOptions.over(market, calendar, InstantSource.system());
    return new S3Caller(change.apply(options.withStartAt(Instant.parse(now))));
  }

  static S3Caller of(Market market, String now) {
    return of(market, WeekdayCalendar.plain(), now, o -> o);
  }

  void at(String now) {
    server.clock().set(Instant.parse(now));
  }

  /// A client that asks once and no more.
  S3Client client(String key, String secret) {
    var client =
        S3Client.builder()
            .endpointOverride(server.uri())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build();
    clients.add(client);
    return client;
  }

  S3Client client() {
    return client("any", "any");
  }

  HttpResponse<byte[]> get(String key, String... headers) {
    return send("GET", "/flatfiles/" + key, Clock.systemUTC(), headers);
  }

  String text(String pathAndQuery) {
    return new String(send("GET", pathAndQuery, Clock.systemUTC()).body(), StandardCharsets.UTF_8);
  }

  /// @param clock of the caller
  /// @param headers not signed
  HttpResponse<byte[]> send(String method, String pathAndQuery, Clock clock, String... headers) {
    var uri = URI.create(server.uri() + pathAndQuery);
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(AwsCredentialsIdentity.create("any", "any"))
                    .request(
                        SdkHttpRequest.builder()
                            .uri(uri)
                            .method(SdkHttpMethod.fromValue(method))
                            .build())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    signed.forEachHeader((name, values) -> {
      if (!name.equalsIgnoreCase("Host")) {
        values.forEach(value -> request.header(name, value));
      }
    });
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The lines of a file, the head first.
  List<String> lines(String key) {
    return lines(get(key).body());
  }

  static List<String> lines(byte[] file) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(ResponseInputStream<GetObjectResponse> answer) {
    try (answer) {
      return answer.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clients.forEach(S3Client::close);
    http.close();
    server.close();
  }
}
