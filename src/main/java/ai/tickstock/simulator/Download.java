package ai.tickstock.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Serves one file: whole or a part of it, or not when the caller's conditions say so.
final class Download {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Download() {}

  /// @param struck hears the faults that spoil what is handed out
  /// @throws S3Refusal if a condition does not hold, or the part does not exist
  static S3Reply of(S3Request request, FlatFile file, Consumer<FaultKind> struck) {
    check(request, file);
    if (isKnown(request, file)) {
      return described(S3Reply.empty(304), file);
    }
    var range = request.header("Range").flatMap(header -> ByteRange.of(header, file.size()));
    if (!request.isHead()) {
      file.struck().forEach(struck);
    }
    var reply =
        range
            .map(part -> S3Reply.of(206, part.length(), part.of(file.contents())))
            .orElseGet(() -> S3Reply.of(200, file.size(), file.contents()));
    range.ifPresent(part ->
        reply.header(
            "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size()));
    return described(
        reply.header("Content-Type", "application/gzip").header("Accept-Ranges", "bytes"), file);
  }

  private static S3Reply described(S3Reply reply, FlatFile file) {
    return reply
        .header("ETag", "\"" + file.etag() + "\"")
        .header("Last-Modified", TIME.format(file.modified()));
  }

  /// A tag goes before a time.
  private static void check(S3Request request, FlatFile file) {
    var match = request.header("If-Match");
    if (match.isPresent()) {
      if (!names(match.get(), file)) {
        throw failed("If-Match");
      }
    } else if (time(request, "If-Unmodified-Since").filter(file.modified()::isAfter).isPresent()) {
      throw failed("If-Unmodified-Since");
    }
  }

  private static S3Refusal failed(String condition) {
    return new S3Refusal(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold")
        .with("Condition", condition);
  }

  private static boolean isKnown(S3Request request, FlatFile file) {
    var other = request.header("If-None-Match");
    return other.isPresent()
        ? names(other.get(), file)
        : time(request, "If-Modified-Since").filter(t -> !file.modified().isAfter(t)).isPresent();
  }

  private static boolean names(String tags, FlatFile file) {
    return Arrays.stream(tags.split(",", -1))
        .map(tag -> tag.strip().replaceFirst("^W/", "").replace("\"", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(file.etag()));
  }

  /// What cannot be read does not count.
  private static Optional<Instant> time(S3Request request, String name) {
    return request
        .header(name)
        .flatMap(text -> {
          try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
          } catch (DateTimeParseException e) {
            return Optional.empty();
          }
        });
  }
}
