package ai.tickstock.quality;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The hash of each instrument's bars of one session, by the instrument's number.
record ManifestRows(SortedMap<Integer, Long> hashes) {
  static ManifestRows of(Map<Integer, Long> hashes) {
    return new ManifestRows(new TreeMap<>(hashes));
  }

  String digest() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var row = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
      hashes.forEach((instrument, hash) -> {
        row.clear().putInt(instrument).putLong(hash);
        sha.update(row.array());
      });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
