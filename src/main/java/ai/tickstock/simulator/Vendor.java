package ai.tickstock.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// From a request to a reply: key, plan, faults, endpoint. Knows nothing of sockets.
final class Vendor {
  private static final String RATE_TEXT =
      "You've exceeded the maximum requests per minute, please wait or upgrade your subscription to"
          + " continue. https://massive.com/pricing";

  /// Gateways before the vendor take no longer address.
  private static final int LONGEST_ADDRESS = 8192;

  /// Bytes of answers, within the launcher's limit for the simulator.
  private static final long REMEMBERED = 200L << 20;

  private final SimulatorOptions options;
  private final FaultBook book;
  private final CallStats stats;
  private final SimulatedClock clock;
  private final Optional<AnswerMemory> memory;
  private final ReferenceEndpoints reference;
  private final ActionEndpoints actions;
  private final IpoEndpoint ipos;
  private final EtfEndpoint etfs;
  private final MarketStatusEndpoints status;
  private final ConditionEndpoint conditions = new ConditionEndpoint();

  Vendor(SimulatorOptions options, FaultBook book, CallStats stats, SimulatedClock clock) {
    this.options = options;
    this.book = book;
    this.stats = stats;
    this.clock = clock;
    memory = options.remembers() ? Optional.of(new AnswerMemory(REMEMBERED)) : Optional.empty();
    reference = new ReferenceEndpoints(options.market());
    actions = new ActionEndpoints(options.market());
    ipos = new IpoEndpoint(options.market());
    etfs = new EtfEndpoint(options.market(), options.calendar());
    status = new MarketStatusEndpoints(options.calendar());
  }

  /// @param rawPath as it came, still encoded
  /// @param rawQuery empty when there was none
  /// @param bearer key of the header
  /// @param base scheme, host and port of the caller's address
  Answered answer(String rawPath, String rawQuery, Optional<String> bearer, String base) {
    var requestId = UUID.randomUUID().toString().replace("-", "");
    var segments = Call.segments(rawPath);
    var route = Route.of(segments);
    if (route.isEmpty()) {
      stats.answered("unknown path", 404);
      return new Answered(Reply.noSuchPath(), requestId, new Faults(List.of(), book));
    }
    if (rawPath.length() + rawQuery.length() > LONGEST_ADDRESS) {
      stats.answered(route.get().pattern(), 414);
      var page = "<html><body><center><h1>414 Request-URI Too Large</h1></center></body></html>";
      return new Answered(
          Reply.text(414, "text/html", page), requestId, new Faults(List.of(), book));
    }
    var query = Call.query(rawQuery);
    var faults = new Faults(List.of(), book);
    Reply reply;
    try {
      var plan = admit(requestId, bearer.or(() -> Optional.ofNullable(query.get("apiKey"))));
      query.remove("apiKey");
      faults =
          book.onCall(
              rawPath, rawPath + "?" + query, route.get().ticker(segments), clock.instant());
      reply = replaced(faults, requestId).orElse(null);
      if (reply == null) {
        reply = remembered(route.get(), rawPath, segments, query, base, requestId, plan, faults);
      }
    } catch (Refusal refusal) {
      reply = refusal.reply();
    } catch (UnreadableList e) {
      reply = Reply.error(500, requestId, String.valueOf(e.getMessage()));
    }
    stats.answered(route.get().pattern(), reply.status());
    return new Answered(reply, requestId, faults);
  }

  /// A reply and what still has to happen to it on the wire.
  record Answered(Reply reply, String requestId, Faults faults) {}

  private PlanProfile admit(String requestId, Optional<String> key) {
    var known =
        key.filter(k -> !k.isEmpty())
            .flatMap(k ->
                options.keys().isEmpty()
                    ? Optional.of(options.plan())
                    : Optional.ofNullable(options.keys().get(k)));
    if (known.isEmpty()) {
      throw new Refusal(Reply.error(401, requestId, "Unknown API Key"));
    }
    // The real clock: a caller's pace is real even while nights pass in seconds.
    var wait =
        stats.arrive(key.orElseThrow(), options.clock().instant(), known.get(), options.limiter());
    if (wait.isPresent()) {
      var reply = Reply.error(429, requestId, RATE_TEXT);
      throw new Refusal(
          options.retryAfter()
              ? reply.withHeader("Retry-After", String.valueOf(wait.getAsInt()))
              : reply);
    }
    return known.get();
  }

  /// What an error says.
  private static String text(int status) {
    return switch (status) {
      case 401 -> "Unknown API Key";
      case 403 -> Reply.NOT_ENTITLED;
      case 429 -> RATE_TEXT;
      default -> "The request could not be completed. Please try again later.";
    };
  }

  /// The answer of a fault that replaces the real one.
  private static Optional<Reply> replaced(Faults faults, String requestId) {
    if (faults.has(FaultKind.ERROR_WITH_200)) {
      return Optional.of(Reply.error(200, requestId, text(500)));
    }
    return faults
        .of(FaultKind.STATUS)
        .or(() -> faults.of(FaultKind.RATE_LIMITED))
        .map(rule -> {
          var reply =
              switch (rule.body()) {
                case "empty" -> Reply.text(rule.status(), "text/html", "");
                case "html" ->
                    Reply.text(
                        rule.status(),
                        "text/html",
                        "<html><body><center><h1>"
                            + rule.status()
                            + "</h1></center></body></html>");
                case "message" ->
                    Reply.failure(
                        rule.status(), "ERROR", requestId, "message", text(rule.status()));
                default -> Reply.error(rule.status(), requestId, text(rule.status()));
              };
          return rule.retryAfterSeconds().isPresent()
              ? reply.withHeader("Retry-After", String.valueOf(rule.retryAfterSeconds().getAsInt()))
              : reply;
        });
  }

  private Reply remembered(
      Route route,
      String rawPath,
      List<String> segments,
      Map<String, String> query,
      String base,
      String requestId,
      PlanProfile plan,
      Faults faults) {
    return memory.isEmpty() || faults.areAny()
        ? call(route, rawPath, segments, query, base, requestId, plan, faults)
        : memory
            .get()
            .answer(
                plan.name() + " " + base + rawPath + "?" + query,
                () -> call(route, rawPath, segments, query, base, requestId, plan, faults));
  }

  private Reply call(
      Route route,
      String rawPath,
      List<String> segments,
      Map<String, String> query,
      String base,
      String requestId,
      PlanProfile plan,
      Faults faults) {
    var parameters =
        Call.unpacked(query)
            .orElseThrow(() -> new Refusal(Reply.error(400, requestId, "the cursor is not valid")));
    var call = new Call(rawPath, segments, parameters, base, requestId, clock.instant(), plan);
    var market = faults.corrected(options.market(), options.calendar(), call.now());
    var bars = new BarEndpoints(market, options.calendar(), options.refusesEarlyStart());
    var snapshots = new SnapshotEndpoints(market, options.calendar());
    var indicators =
        new IndicatorEndpoints(market, options.calendar(), options.refusesEarlyStart());
    return switch (route) {
      case GROUPED -> bars.grouped(call, faults);
      case AGGREGATES -> bars.aggregates(call, faults);
      case PREVIOUS -> bars.previous(call, faults);
      case OPEN_CLOSE -> bars.openClose(call);
      case TICKERS -> reference.tickers(call, faults);
      case TICKER_TYPES -> reference.types(call, faults);
      case TICKER_DETAILS -> reference.details(call);
      case EXCHANGES -> reference.exchanges(call, faults);
      case CONDITIONS -> conditions.conditions(call, faults);
      case RELATED_COMPANIES -> reference.related(call);
      case TICKER_EVENTS -> reference.events(call);
      case SPLITS -> actions.splits(call, faults);
      case DIVIDENDS -> actions.dividends(call, faults);
      case OLD_SPLITS -> actions.oldSplits(call, faults);
      case OLD_DIVIDENDS -> actions.oldDividends(call, faults);
      case IPOS -> ipos.ipos(call, faults);
      case ETF_PROFILES -> etfs.profiles(call, faults);
      case ETF_TAXONOMIES -> etfs.taxonomies(call, faults);
      case ETF_CONSTITUENTS -> etfs.constituents(call, faults);
      case ETF_FLOWS -> etfs.flows(call, faults);
      case ETF_ANALYTICS -> etfs.analytics(call, faults);
      case SNAPSHOTS -> snapshots.all(call, faults);
      case SNAPSHOT -> snapshots.one(call, faults);
      case MOVERS -> snapshots.movers(call, faults);
      case UNIVERSAL_SNAPSHOT -> snapshots.universal(call, faults);
      case SUMMARIES -> snapshots.summaries(call);
      case SMA -> indicators.answer(call, Indicator.Kind.SMA);
      case EMA -> indicators.answer(call, Indicator.Kind.EMA);
      case MACD -> indicators.answer(call, Indicator.Kind.MACD);
      case RSI -> indicators.answer(call, Indicator.Kind.RSI);
      case RETIRED_TICKS ->
          Reply.notFound(
              requestId,
              "This endpoint is deprecated. Please use /v3/"
                  + (segments.get(3).equals("nbbo") ? "quotes/" : "trades/")
                  + segments.get(4));
      case MARKET_STATUS -> status.now(call);
      case MARKET_HOLIDAYS -> status.upcoming(call);
      case OTHER_DATA -> Reply.notEntitled(requestId);
    };
  }
}
