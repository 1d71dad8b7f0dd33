package ai.tickstock.provider.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Where files are published, and how to ask there.
///
/// @param name what records call it
/// @param endpoint of the object store, without the bucket
/// @param spool folder in which files lie while they are read
/// @param requestTimeout longest time without a byte
/// @param maxAttempts how often one question is asked in all
public record S3Place(
    String name,
    URI endpoint,
    String bucket,
    Path spool,
    Duration connectTimeout,
    Duration requestTimeout,
    int maxAttempts) {
  /// One that records call by its address.
  public S3Place(
      URI endpoint,
      String bucket,
      Path spool,
      Duration connectTimeout,
      Duration requestTimeout,
      int maxAttempts) {
    this(
        endpoint + "/" + bucket,
        endpoint,
        bucket,
        spool,
        connectTimeout,
        requestTimeout,
        maxAttempts);
  }

  /// The same under another name, for a place whose address is another one each time.
  public S3Place named(String other) {
    return new S3Place(other, endpoint, bucket, spool, connectTimeout, requestTimeout, maxAttempts);
  }

  @Override
  public String toString() {
    return endpoint + "/" + bucket;
  }
}
