package ai.tickstock.provider.flatfile;

import ai.tickstock.market.BarInterval;
import java.time.Instant;
import java.time.LocalDate;

/// A file as its place lists it.
///
/// @param key its name there, e.g. `us_stocks_sip/day_aggs_v1/2026/03/2026-03-09.csv.gz`
/// @param etag changes with the contents; without quotes
/// @param publishedAt when these contents came
public record PublishedFile(
    BarInterval interval,
    LocalDate session,
    String key,
    String etag,
    long bytes,
    Instant publishedAt) {

  /// Key, contents and size in one line: two addresses are equal where the contents are.
  public String address() {
    return key + " " + etag + " " + bytes;
  }

  /// The key of an address.
  public static String keyOf(String address) {
    return parts(address)[0];
  }

  /// The size of an address.
  public static long bytesOf(String address) {
    return Long.parseLong(parts(address)[2]);
  }

  private static String[] parts(String address) {
    var parts = address.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not the address of a published file: " + address);
    }
    return parts;
  }
}
