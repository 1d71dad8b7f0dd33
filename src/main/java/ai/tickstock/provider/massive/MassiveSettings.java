package ai.tickstock.provider.massive;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// How the vendor is reached.
///
/// @param baseUrl scheme, host and port; `http` only for this machine itself (the simulator)
/// @param connectTimeout until the connection stands
/// @param requestTimeout from sending one request to the last byte of its answer
/// @param maxAttempts tries for one page, the first one included; at least 1
/// @param maxPages most pages of one answer, against a vendor whose pages never end
/// @param userAgent what we call ourselves
public record MassiveSettings(
    URI baseUrl,
    ApiKey apiKey,
    Duration connectTimeout,
    Duration requestTimeout,
    int maxAttempts,
    int maxPages,
    String userAgent) {
  public static final URI VENDOR = URI.create("https://api.massive.com");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public MassiveSettings {
    check(baseUrl);
    require(
        connectTimeout.isPositive() && requestTimeout.isPositive(),
        "time-outs are positive, not " + connectTimeout + " and " + requestTimeout);
    require(maxAttempts >= 1, "at least one attempt is needed, not " + maxAttempts);
    require(maxPages >= 1, "at least one page is needed, not " + maxPages);
    require(
        !userAgent.isBlank() && userAgent.chars().allMatch(c -> c >= ' ' && c < 127),
        "the user agent is one line of ASCII text");
  }

  /// The vendor itself: 10 s to connect, 60 s a request, 5 tries, 1,000 pages.
  public static MassiveSettings vendor(ApiKey key) {
    return of(VENDOR, key);
  }

  /// As `vendor`, at another address.
  public static MassiveSettings of(URI baseUrl, ApiKey key) {
    return new MassiveSettings(
        baseUrl,
        key,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        5,
        1_000,
        "TickStock-Data/0.1");
  }

  public MassiveSettings withMaxAttempts(int attempts) {
    return new MassiveSettings(
        baseUrl, apiKey, connectTimeout, requestTimeout, attempts, maxPages, userAgent);
  }

  public MassiveSettings withMaxPages(int pages) {
    return new MassiveSettings(
        baseUrl, apiKey, connectTimeout, requestTimeout, maxAttempts, pages, userAgent);
  }

  public MassiveSettings withTimeouts(Duration connect, Duration request) {
    return new MassiveSettings(baseUrl, apiKey, connect, request, maxAttempts, maxPages, userAgent);
  }

  /// A page of the vendor under the base URL: the key goes to no other host.
  ///
  /// @param pathAndQuery starts with `/`
  /// @throws IllegalArgumentException when it is no valid part of a URL
  URI at(String pathAndQuery) {
    return URI.create(baseUrl.getScheme() + "://" + baseUrl.getRawAuthority() + pathAndQuery);
  }

  private static void check(URI url) {
    require(
        url.getRawUserInfo() == null
            && url.getRawAuthority() != null
            && !url.getRawAuthority().contains("@"),
        "the vendor's base URL has a host and no user or password in it");
    require(
        url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null,
        "the vendor's base URL is scheme, host and port, without a query: " + withoutQuery(url));
    require(
        url.getRawPath().isEmpty() || url.getRawPath().equals("/"),
        "the vendor's base URL is scheme, host and port, without a path: " + withoutQuery(url));
    boolean encrypted = "https".equals(url.getScheme());
    boolean local = "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    require(
        encrypted || local,
        "the vendor's base URL needs https (http would show the key to the network): "
            + withoutQuery(url));
  }

  private static String withoutQuery(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
