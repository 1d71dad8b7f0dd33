package ai.tickstock.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A page of the bucket's list, in both generations of the question.
final class ObjectList {
  private static final int MOST = 1000;

  /// What continuation tokens begin with, so that others are told apart.
  private static final String TOKEN = "after ";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final S3Request request;
  private final boolean second;
  private final String prefix;
  private final String delimiter;
  private final String after;
  private final int most;
  private final UnaryOperator<String> written;
  private final List<FlatFileName> found = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private String last = "";
  private boolean more;

  /// @throws S3Refusal if a parameter cannot be
  private ObjectList(S3Request request) {
    this.request = request;
    second = request.parameter("list-type").equals(Optional.of("2"));
    prefix = request.parameter("prefix").orElse("");
    delimiter = request.parameter("delimiter").orElse("");
    after =
        second
            ? request
                .parameter("continuation-token")
                .map(ObjectList::untokened)
                .or(() -> request.parameter("start-after"))
                .orElse("")
            : request.parameter("marker").orElse("");
    most =
        request.parameter("max-keys").filter(m -> !m.isEmpty()).map(ObjectList::most).orElse(MOST);
    var encoding = request.parameter("encoding-type");
    if (encoding.filter(e -> !e.equals("url")).isPresent()) {
      throw S3Refusal.argument(
          "Invalid Encoding Method specified in Request", "encoding-type", encoding.get());
    }
    written = encoding.isPresent() ? t -> S3Text.encoded(t, false) : t -> t;
  }

  /// @param names what there is, in the order of the keys
  /// @param file its size, ETag and time; empty if it has just gone
  static S3Reply of(
      S3Request request,
      List<FlatFileName> names,
      Function<FlatFileName, Optional<FlatFile>> file) {
    var list = new ObjectList(request);
    list.fill(names);
    var files = list.found.stream().flatMap(name -> file.apply(name).stream()).toList();
    return S3Reply.of(
        200,
        "application/xml",
        S3Text.document("ListBucketResult", true, x -> list.write(x, files)));
  }

  private static int most(String text) {
    try {
      int most = Integer.parseInt(text);
      if (most >= 0) {
        return Math.min(most, MOST);
      }
    } catch (NumberFormatException e) {
      // the same answer as for a negative number
    }
    throw S3Refusal.argument(
        "Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", text);
  }

  private static String untokened(String token) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(TOKEN)) {
        return text.substring(TOKEN.length());
      }
    } catch (IllegalArgumentException e) {
      // the same answer as for a token of somebody else
    }
    throw S3Refusal.argument(
        "The continuation token provided is incorrect", "continuation-token", token);
  }

  /// The next token, for after the last entry of this page.
  private String token() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((TOKEN + last).getBytes(StandardCharsets.UTF_8));
  }

  private void fill(List<FlatFileName> names) {
    for (var name : names) {
      var key = name.key();
      if (!key.startsWith(prefix) || key.compareTo(after) <= 0) {
        continue;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      var entry = end < 0 ? key : key.substring(0, end + delimiter.length());
      if (entry.equals(after) || entry.equals(last)) {
        continue;
      }
      if (found.size() + folders.size() == most) {
        more = most > 0;
        return;
      }
      if (end < 0) {
        found.add(name);
      } else {
        folders.add(entry);
      }
      last = entry;
    }
  }

  private void write(S3Text xml, List<FlatFile> files) {
    xml.element("Name", FlatFileBucket.NAME).element("Prefix", written.apply(prefix));
    if (second) {
      echo(xml, "ContinuationToken", "continuation-token", t -> t);
      echo(xml, "StartAfter", "start-after", written);
      xml.element("KeyCount", String.valueOf(files.size() + folders.size()));
      if (more) {
        xml.element("NextContinuationToken", token());
      }
    } else {
      xml.element("Marker", written.apply(after));
      if (more) {
        xml.element("NextMarker", written.apply(last));
      }
    }
    xml.element("MaxKeys", String.valueOf(most));
    echo(xml, "Delimiter", "delimiter", written);
    echo(xml, "EncodingType", "encoding-type", t -> t);
    xml.element("IsTruncated", String.valueOf(more));
    for (var file : files) {
      xml.element(
          "Contents",
          inside ->
              inside
                  .element("Key", written.apply(file.name().key()))
                  .element("LastModified", time(file.modified()))
                  .element("ETag", "\"" + file.etag() + "\"")
                  .element("Size", String.valueOf(file.size()))
                  .element("StorageClass", "STANDARD"));
    }
    for (var folder : folders) {
      xml.element("CommonPrefixes", inside -> inside.element("Prefix", written.apply(folder)));
    }
  }

  private void echo(S3Text xml, String name, String parameter, UnaryOperator<String> as) {
    request.parameter(parameter).ifPresent(value -> xml.element(name, as.apply(value)));
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
