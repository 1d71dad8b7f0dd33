package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The bucket with the flat files, as an object store shows it: signature, plan, faults, lists,
/// files. Knows nothing of sockets.
final class FlatFileBucket {
  static final String NAME = "flatfiles";
  static final String PATH = "/" + NAME;

  private final SimulatorOptions options;
  private final FaultBook book;
  private final CallStats stats;
  private final SimulatedClock clock;
  private final FlatFiles files;
  private final SignatureV4 signatures;

  FlatFileBucket(SimulatorOptions options, FaultBook book, CallStats stats, SimulatedClock clock) {
    this.options = options;
    this.book = book;
    this.stats = stats;
    this.clock = clock;
    files = new FlatFiles(options.market(), options.calendar(), book);
    signatures = new SignatureV4(this::secret);
  }

  /// A reply and what still has to happen to it on the wire.
  record Answered(S3Reply reply, Faults faults) {}

  /// Whether a request is one for the object store.
  static boolean isFor(S3Request request) {
    return request.rawPath().equals(PATH)
        || request.rawPath().startsWith(PATH + "/")
        || SignatureV4.isIn(request);
  }

  private Optional<String> secret(String key) {
    return plan(key).map(_ -> options.secrets().getOrDefault(key, key));
  }

  private Optional<PlanProfile> plan(String key) {
    return options.keys().isEmpty()
        ? Optional.of(options.plan())
        : Optional.ofNullable(options.keys().get(key));
  }

  Answered answer(S3Request request) {
    var requestId = UUID.randomUUID().toString().replace("-", "");
    var faults = new Faults(List.of(), book);
    S3Reply reply;
    try {
      // Real time: callers sign by their own clocks, even while nights pass in seconds.
      var key = signatures.accessKey(request, options.clock().instant());
      var striking =
          book.onCall(request.path(), address(request), Optional.empty(), clock.instant());
      faults = striking;
      reply =
          replaced(striking, request, requestId)
              .orElseGet(() -> reply(request, plan(key).orElseThrow()));
    } catch (S3Refusal refusal) {
      reply = refusal.reply(request.path(), requestId);
    }
    stats.answered(place(request), reply.status());
    return new Answered(reply.header("x-amz-request-id", requestId), faults);
  }

  /// The question without its signature, which no two have in common.
  private static String address(S3Request request) {
    var query =
        request.query().stream()
            .filter(p -> !p.getKey().startsWith("X-Amz-"))
            .sorted(Map.Entry.comparingByKey())
            .toList();
    return request.method() + " " + request.path() + query + request.header("Range").orElse("");
  }

  /// As the statistics name it.
  private static String place(S3Request request) {
    for (var kind : FlatFileKind.values()) {
      var folder = PATH + "/" + FlatFileName.DATA_SET + "/" + kind.folder() + "/";
      if (request.path().startsWith(folder)) {
        return folder + "{}";
      }
    }
    return key(request).isEmpty() && bucket(request).equals(NAME) ? PATH : PATH + "/{}";
  }

  private static String bucket(S3Request request) {
    return request.path().substring(1).split("/", 2)[0];
  }

  private static String key(S3Request request) {
    var parts = request.path().substring(1).split("/", 2);
    return parts.length < 2 ? "" : parts[1];
  }

  /// The answer of a fault that replaces the real one.
  private static Optional<S3Reply> replaced(Faults faults, S3Request request, String requestId) {
    return faults
        .of(FaultKind.STATUS)
        .or(() -> faults.of(FaultKind.RATE_LIMITED))
        .map(rule -> {
          var reply =
              rule.body().equals("empty")
                  ? S3Reply.empty(rule.status())
                  : failure(rule.status()).reply(request.path(), requestId);
          rule.retryAfterSeconds()
              .ifPresent(seconds -> reply.header("Retry-After", String.valueOf(seconds)));
          return reply;
        });
  }

  private static S3Refusal failure(int status) {
    return switch (status) {
      case 429, 503 -> new S3Refusal(status, "SlowDown", "Please reduce your request rate.");
      default ->
          new S3Refusal(
              status, "InternalError", "We encountered an internal error. Please try again.");
    };
  }

  private S3Reply reply(S3Request request, PlanProfile plan) {
    if (!request.isRead()) {
      throw new S3Refusal(
          405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }
    if (bucket(request).isEmpty()) {
      return buckets();
    }
    if (!bucket(request).equals(NAME)) {
      throw new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
          .with("BucketName", bucket(request));
    }
    if (!plan.flatFiles()) {
      return forbidden();
    }
    var now = clock.instant();
    return key(request).isEmpty() ? ofBucket(request, now) : ofFile(request, plan, now);
  }

  private static S3Reply buckets() {
    var created = FlatFileTimes.published(SyntheticMarket.FIRST_SESSION).toString();
    return S3Reply.of(
        200,
        "application/xml",
        S3Text.document(
            "ListAllMyBucketsResult",
            true,
            xml ->
                xml.element(
                    "Buckets",
                    all ->
                        all.element(
                            "Bucket",
                            one -> one.element("Name", NAME).element("CreationDate", created)))));
  }

  private S3Reply ofBucket(S3Request request, Instant now) {
    if (request.isHead()) {
      return S3Reply.empty(200);
    }
    return request.parameter("location").isPresent()
        ? S3Reply.of(200, "application/xml", S3Text.document("LocationConstraint", true, _ -> {}))
        : ObjectList.of(request, files.names(now), name -> files.at(name, now));
  }

  private S3Reply ofFile(S3Request request, PlanProfile plan, Instant now) {
    var name = FlatFileName.of(key(request));
    if (name.filter(n -> n.session().isBefore(first(plan, n, now))).isPresent()) {
      return forbidden();
    }
    var file = name.flatMap(n -> files.at(n, now));
    if (file.isEmpty()) {
      if (name.filter(n -> files.isKeptBack(n, now)).isPresent()) {
        book.strike(FaultKind.MISSING_FILE, 1);
      }
      throw new S3Refusal(404, "NoSuchKey", "The specified key does not exist.")
          .with("Key", key(request));
    }
    return Download.of(request, file.get(), kind -> book.strike(kind, 1));
  }

  /// The first session in the plan.
  private static LocalDate first(PlanProfile plan, FlatFileName name, Instant now) {
    var today = Bar.dateOf(now);
    return (name.kind() == FlatFileKind.DAYS ? plan.firstDate(today) : plan.firstMinuteDate(today))
        .orElse(LocalDate.MIN);
  }

  /// The vendor's own shape, not the store's.
  private static S3Reply forbidden() {
    return S3Reply.of(403, "application/json", Reply.notAuthorized("", "forbidden").body());
  }
}
