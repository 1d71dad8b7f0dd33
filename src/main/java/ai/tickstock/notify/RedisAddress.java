package ai.tickstock.notify;

import java.net.URI;

/// Where Redis is. Prints without user and password.
///
/// @param uri `redis://` or `rediss://`, with host
public record RedisAddress(URI uri) {

  /// `host:port`.
  String place() {
    return uri.getHost() + ":" + (uri.getPort() < 0 ? 6_379 : uri.getPort());
  }

  /// Empty when there is none.
  public String password() {
    var login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    return login.substring(login.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    var path = uri.getRawPath() == null ? "" : uri.getRawPath();
    var login = uri.getRawUserInfo() == null ? "" : "***@";
    return uri.getScheme() + "://" + login + place() + path;
  }
}
