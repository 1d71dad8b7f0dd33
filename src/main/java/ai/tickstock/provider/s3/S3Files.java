package ai.tickstock.provider.s3;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.flatfile.LocalCopy;
import ai.tickstock.provider.flatfile.PublishedFile;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.flatfile.PublishedFilesRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The vendor's files in an S3-compatible store: addresses with the bucket in the path, lists of
/// the second generation, signatures of version 4. Only the keys given are used: neither profiles
/// nor variables of other tools.
public final class S3Files implements PublishedFiles {
  private static final Pattern NAME =
      Pattern.compile(".*/\\d{4}/\\d{2}/(\\d{4}-\\d{2}-\\d{2})\\.csv\\.gz");
  private static final int BUFFER = 128 * 1024;
  private static final int MONTHS_ONE_BY_ONE = 3;

  private final S3Place place;
  private final S3Keys keys;
  private final InstantSource clock;
  private final Spool spool;
  private @Nullable S3Client client;

  private S3Files(S3Place place, S3Keys keys, InstantSource clock) {
    this.place = place;
    this.keys = keys;
    this.clock = clock;
    this.spool = new Spool(place.spool());
  }

  /// Connects when it is first asked.
  ///
  /// @param clock for when an answer came
  public static PublishedFiles at(S3Place place, S3Keys keys, InstantSource clock) {
    return new S3Files(place, keys, clock);
  }

  private synchronized S3Client client() {
    if (client == null) {
      spool.deleteThoseOfTheDead();
      client =
          S3Client.builder()
              .endpointOverride(place.endpoint())
              .forcePathStyle(true)
              .region(Region.US_EAST_1)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(keys.accessKey(), keys.secretKey())))
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(place.connectTimeout())
                      .socketTimeout(place.requestTimeout()))
              .overrideConfiguration(o ->
                  o.defaultProfileFile(ProfileFile.aggregator().build())
                      .retryStrategy(r -> r.maxAttempts(place.maxAttempts())))
              .build();
    }
    return client;
  }

  @Override
  public String place() {
    return place.name();
  }

  @Override
  public List<PublishedFile> list(BarInterval interval, DateRange range) {
    var found = new ArrayList<PublishedFile>();
    for (var prefix : prefixes(interval, range)) {
      try {
        client()
            .listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(prefix))
            .contents()
            .forEach(object -> file(interval, object).ifPresent(found::add));
      } catch (SdkException e) {
        throw new PublishedFilesRefused(failure("list " + place + "/" + prefix, e));
      }
    }
    return found.stream()
        .filter(file -> range.contains(file.session()))
        .sorted(Comparator.comparing(PublishedFile::session))
        .toList();
  }

  private static String folder(BarInterval interval) {
    return switch (interval) {
      case DAY -> "us_stocks_sip/day_aggs_v1/";
      case MINUTE -> "us_stocks_sip/minute_aggs_v1/";
    };
  }

  /// A few months are listed one by one, longer ranges by year.
  private static List<String> prefixes(BarInterval interval, DateRange range) {
    var prefixes = new ArrayList<String>();
    var first = YearMonth.from(range.first());
    var last = YearMonth.from(range.last());
    if (first.plusMonths(MONTHS_ONE_BY_ONE).isAfter(last)) {
      for (var month = first; !month.isAfter(last); month = month.plusMonths(1)) {
        prefixes.add(
            "%s%04d/%02d/".formatted(folder(interval), month.getYear(), month.getMonthValue()));
      }
    } else {
      for (int year = first.getYear(); year <= last.getYear(); year++) {
        prefixes.add("%s%04d/".formatted(folder(interval), year));
      }
    }
    return prefixes;
  }

  private static Optional<PublishedFile> file(BarInterval interval, S3Object object) {
    var name = NAME.matcher(object.key());
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PublishedFile(
              interval,
              LocalDate.parse(name.group(1)),
              object.key(),
              unquoted(object.eTag()),
              object.size(),
              object.lastModified()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "").replace(' ', '_');
  }

  @Override
  public Answer<LocalCopy> fetch(String address) {
    var key = PublishedFile.keyOf(address);
    var where = "GET " + place + "/" + key;
    try (var body = client().getObject(r -> r.bucket(place.bucket()).key(key))) {
      return copied(address, where, body);
    } catch (SdkException e) {
      return new Answer.Failed<>(failure(where, e), new Answer.Cost(1, 0, 0));
    } catch (IOException e) {
      var kind = Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.BAD_ANSWER;
      return new Answer.Failed<>(
          failure(where, kind, 0, "the connection broke: " + e), new Answer.Cost(1, 0, 0));
    }
  }

  private Answer<LocalCopy> copied(
      String address, String where, ResponseInputStream<GetObjectResponse> body)
      throws IOException {
    var path = spool.newFile();
    boolean isWhole = false;
    try {
      long bytes = copy(body, path);
      var cost = new Answer.Cost(1, bytes, 0);
      long promised = promised(address, body.response());
      if (bytes != promised) {
        return new Answer.Failed<>(
            failure(
                where,
                Kind.BAD_ANSWER,
                200,
                String.format(
                    Locale.ROOT,
                    "cut off after %,d of %,d bytes: it is asked for again",
                    bytes,
                    promised)),
            cost);
      }
      isWhole = true;
      return new Answer.Given<>(new LocalCopy(path, bytes), cost, clock.instant());
    } finally {
      if (!isWhole) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// The listed size, where these are the contents that were listed.
  private static long promised(String address, GetObjectResponse answer) {
    boolean isListed = address.contains(" " + unquoted(String.valueOf(answer.eTag())) + " ");
    return isListed
        ? PublishedFile.bytesOf(address)
        : Optional.ofNullable(answer.contentLength()).orElse(0L);
  }

  /// @throws IOException of the connection; those of the disk are told as what they are
  private static long copy(InputStream body, Path path) throws IOException {
    var buffer = new byte[BUFFER];
    long bytes = 0;
    try (OutputStream out = open(path)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        write(out, buffer, read, path);
        bytes += read;
      }
    }
    return bytes;
  }

  private static OutputStream open(Path path) {
    try {
      return Files.newOutputStream(path);
    } catch (IOException e) {
      throw noRoom(path, e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int bytes, Path path) {
    try {
      out.write(buffer, 0, bytes);
    } catch (IOException e) {
      throw noRoom(path, e);
    }
  }

  private static NoRoom noRoom(Path path, IOException e) {
    return new NoRoom(
        "cannot write " + path + ": " + e.getMessage() + "; make room there, then load again", e);
  }

  // ---- failures

  private ProviderFailure failure(String where, SdkException e) {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return failure(where, Kind.INTERRUPTED, 0, "the asking was stopped");
    }
    if (!(e instanceof S3Exception answer)) {
      return failure(
          where,
          Kind.UNREACHABLE,
          0,
          "no answer (" + rootOf(e) + "): check the network and tickstock.flatfiles.endpoint");
    }
    var code =
        Optional.ofNullable(answer.awsErrorDetails())
            .flatMap(details -> Optional.ofNullable(details.errorCode()))
            .orElse("");
    int status = answer.statusCode();
    return switch (code) {
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          failure(
              where,
              Kind.KEY_REFUSED,
              status,
              code
                  + ": check tickstock.flatfiles.access-key and tickstock.flatfiles.secret-key; the"
                  + " pair for files is another one than the vendor's API key");
      case "RequestTimeTooSkewed" ->
          failure(
              where,
              Kind.KEY_REFUSED,
              status,
              code + ": the clock of this machine is more than 15 minutes off; set it");
      case "NoSuchKey" ->
          failure(
              where,
              Kind.BAD_ANSWER,
              status,
              "NoSuchKey: it stood in the list and is not there; load again when it is");
      case "NoSuchBucket" ->
          failure(
              where, Kind.KEY_REFUSED, status, "NoSuchBucket: check tickstock.flatfiles.bucket");
      default -> byStatus(where, status, code, answer);
    };
  }

  /// The vendor says in JSON that a plan lacks something, which is no error of the store.
  private ProviderFailure byStatus(String where, int status, String code, S3Exception answer) {
    if (status == 403 || status == 401) {
      return failure(
          where,
          Kind.NOT_ENTITLED_TIMEFRAME,
          status,
          (code.isEmpty() || code.equals("403") ? "NOT_AUTHORIZED" : code)
              + ": the plan does not include flat files, or its history does not reach that far");
    }
    if (status == 404) {
      return failure(where, Kind.BAD_ANSWER, status, "there is nothing of that name");
    }
    if (status == 429 || code.equals("SlowDown")) {
      return failure(where, Kind.RATE_LIMITED, status, "the store wants to be asked more slowly");
    }
    return failure(
        where,
        status >= 500 || status == 0 ? Kind.UNREACHABLE : Kind.BAD_ANSWER,
        status,
        code + " " + firstLine(answer));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String rootOf(Throwable e) {
    var root = e;
    for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root.toString();
  }

  private ProviderFailure failure(String where, Kind kind, int status, String message) {
    return new ProviderFailure(kind, where, status, 1, keys.hiddenIn(message), Optional.empty());
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
