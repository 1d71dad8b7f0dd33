package ai.tickstock.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/// What goes back from the object store. Never compressed: its files already are.
///
/// @param length bytes that `body` writes
/// @param headers by name, to be added to
record S3Reply(int status, Map<String, String> headers, long length, FlatFile.Contents body) {
  static S3Reply of(int status, String contentType, byte[] body) {
    return new S3Reply(status, new LinkedHashMap<>(), body.length, out -> out.write(body))
        .header("Content-Type", contentType);
  }

  static S3Reply of(int status, String contentType, Bytes body) {
    return new S3Reply(status, new LinkedHashMap<>(), body.size(), body::writeTo)
        .header("Content-Type", contentType);
  }

  static S3Reply of(int status, long length, FlatFile.Contents body) {
    return new S3Reply(status, new LinkedHashMap<>(), length, body);
  }

  static S3Reply empty(int status) {
    return new S3Reply(status, new LinkedHashMap<>(), 0, _ -> {});
  }

  S3Reply header(String name, String value) {
    headers.put(name, value);
    return this;
  }
}
