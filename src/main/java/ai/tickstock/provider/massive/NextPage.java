package ai.tickstock.provider.massive;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Takes path and query from the vendor's `next_url`. Its host and port do not matter: pages are
/// asked for where the first one was, so that the key never goes elsewhere.
final class NextPage {
  private NextPage() {}

  /// @param nextUrl absolute, or from the root (`/v3/…`)
  /// @return starts with `/`; without a key that somebody wrote into it
  static String pathAndQuery(String nextUrl) throws NotAsPromised {
    int path = nextUrl.startsWith("/") && !nextUrl.startsWith("//") ? 0 : pathBehindHost(nextUrl);
    if (path < 0) {
      throw new NotAsPromised("the address of the next page has no path");
    }
    int fragment = nextUrl.indexOf('#', path);
    var rest = fragment < 0 ? nextUrl.substring(path) : nextUrl.substring(path, fragment);
    int query = rest.indexOf('?');
    if (query < 0) {
      return rest;
    }
    var kept =
        Arrays.stream(rest.substring(query + 1).split("&", -1))
            .filter(pair -> !pair.toLowerCase(Locale.ROOT).startsWith("apikey="))
            .collect(Collectors.joining("&"));
    return rest.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
  }

  private static int pathBehindHost(String nextUrl) {
    int host = nextUrl.indexOf("//");
    return host < 0 ? -1 : nextUrl.indexOf('/', host + 2);
  }
}
