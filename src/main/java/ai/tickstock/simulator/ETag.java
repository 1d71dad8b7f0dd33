package ai.tickstock.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// ETags of the shape that the store gives to files sent in parts: no digest of the contents, as
/// the number behind the hyphen tells everybody.
final class ETag {
  private static final long PART = 8 << 20;

  private ETag() {}

  /// @param facts everything that decides what the file holds
  /// @param size in bytes
  static String of(String facts, long size) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(facts.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest) + "-" + (size + PART - 1) / PART;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
