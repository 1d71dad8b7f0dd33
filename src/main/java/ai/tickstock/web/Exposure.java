package ai.tickstock.web;

import java.nio.file.Path;
import java.util.Optional;

/// Where and how the server listens.
///
/// @param port 0: a free one
/// @param tls its own certificate
/// @param isBehindProxy whether a proxy in front of it does TLS and says who asks
public record Exposure(String bind, int port, Optional<Tls> tls, boolean isBehindProxy) {

  /// @param keyStore a PKCS #12 file with one key and its certificates
  /// @param password of the file
  public record Tls(Path keyStore, String password) {
    @Override
    public String toString() {
      return "certificate of " + keyStore;
    }
  }

  public static Exposure local(int port) {
    return new Exposure("127.0.0.1", port, Optional.empty(), false);
  }

  /// Whether browsers may send cookies over TLS only.
  boolean isSecure() {
    return tls.isPresent() || isBehindProxy;
  }

  /// @param port that was found
  public String address(int port) {
    return (tls.isPresent() ? "https" : "http") + "://" + bind + ":" + port;
  }
}
