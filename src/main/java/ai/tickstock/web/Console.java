package ai.tickstock.web;

import static java.lang.Character.isSurrogate;

import ai.tickstock.access.Access;
import ai.tickstock.access.AccessRefused;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Logins;
import ai.tickstock.access.Role;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.jobs.ScheduleRefused;
import ai.tickstock.listing.ChangeRefused;
import ai.tickstock.listing.NoSuchInstrument;
import ai.tickstock.load.NoSuchRun;
import ai.tickstock.load.Runs;
import ai.tickstock.quality.QualityRefused;
import ai.tickstock.universe.UniverseRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin console: pages for people and the same as JSON for programs, behind a login.
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final int LONGEST_VALUE = 20_000;
  private static final String AUTHORIZED = "-H \"Authorization: Bearer $TICKSTOCK_TOKEN\"";
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  private final ConsoleProgram program;
  private final Access access;
  private final Exposure exposure;
  private final Gate gate;
  private final Assets assets = new Assets();
  private final Templates templates = new Templates();
  private final LoadStarts starts;
  private final Undertakings undertakings = new Undertakings();
  private final LiveLoads live;
  private final Runs runs;
  private final ConsoleRoutes routes;
  private final MapsAhead mapsAhead;

  /// @param health of this process
  public Console(
      ConsoleProgram program, Access access, Exposure exposure, Supplier<Health.Report> health) {
    this.program = program;
    this.access = access;
    this.exposure = exposure;
    this.gate = new Gate(access, exposure);
    this.starts = new LoadStarts(program);
    this.runs = Runs.postgres(program.database());
    this.live = new LiveLoads(runs);
    this.routes = new ConsoleRoutes(program, starts, undertakings, health);
    this.mapsAhead = new MapsAhead(routes.maps(), runs);
  }

  /// Begins to measure the map of the whole market before somebody asks; until it is closed.
  public void prepareMaps() {
    mapsAhead.begin();
  }

  /// Begins no more, and waits until loads that were accepted wait as runs for the next process and
  /// until repairs and jobs that were begun here are done.
  ///
  /// @param patience how long at most
  /// @return of each one that became no run or was not done, the command that asks for it again
  public List<String> finish(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    undertakings.stop();
    var lost = new ArrayList<>(starts.finish(patience));
    var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    lost.addAll(undertakings.finish(left));
    return List.copyOf(lost);
  }

  void register(RoutesConfig to) {
    to.before(gate::check);
    to.exception(Exception.class, this::failed);
    to.get(Assets.PATH + "*", assets::serve);
    to.get("/favicon.ico", context -> context.redirect(assets.path("icon.svg")));
    to.get("/", context -> context.redirect("/tonight", HttpStatus.SEE_OTHER));
    to.get("/login", context -> login(context, "", HttpStatus.OK));
    to.post("/login", this::login);
    access
        .provider()
        .ifPresent(provider ->
            new ProviderLogin(access, provider, exposure, gate).register(to, this::login));
    to.post(
        "/logout",
        context -> {
          gate.letOut(context);
          context.redirect("/login", HttpStatus.SEE_OTHER);
        });
    to.get("/password", context -> password(context, "", HttpStatus.OK));
    to.post("/password", this::changePassword);
    routes.queries().forEach(query -> register(to, query));
    routes.deeds().forEach(deed -> register(to, deed));
    to.sse("/loads/{id}/live", client -> watch(client, "run", this::liveHtml));
    to.sse(
        Query.API + ConsoleRoutes.EVENTS,
        client -> watch(client, "progress", facts -> Json.text(facts)));
    to.get(OpenApi.PATH, context -> Json.answer(context, OpenApi.of(routes, program.version())));
    // After all others: what nobody serves is told as all that is wrong.
    to.get(
        "/*",
        context -> {
          throw new Misasked(HttpStatus.NOT_FOUND, "there is nothing at " + context.path());
        });
  }

  private void watch(SseClient client, String event, Function<LoadFacts, String> form) {
    int id = asked(client.ctx(), List.of(), false).id();
    var _ = runs.find(id);
    live.watch(id, client, event, form);
  }

  private String liveHtml(LoadFacts facts) {
    return templates.html("loadLive", Map.of("facts", facts));
  }

  private <T> void register(RoutesConfig to, Query<T> query) {
    to.get(
        query.path(),
        context -> {
          var asked = asked(context, query.parameters(), false, query.role());
          var facts = query.facts().apply(asked);
          if (facts instanceof Elsewhere other && other.location().isPresent()) {
            context.redirect(other.location().get(), HttpStatus.SEE_OTHER);
            return;
          }
          context.html(
              templates.html(
                  query.template(),
                  Map.of(
                      "frame",
                      frame(context, query.title(), Optional.of(same(context, query, asked))),
                      "facts",
                      facts)));
        });
    to.get(
        query.api(),
        context ->
            Json.answer(
                context,
                query.facts().apply(asked(context, query.parameters(), true, query.role()))));
  }

  private static void register(RoutesConfig to, Deed deed) {
    to.post(
        deed.path(),
        context ->
            context.redirect(
                deed.act().apply(asked(context, deed.fields(), false, deed.role())).location(),
                HttpStatus.SEE_OTHER));
    to.post(
        deed.api(),
        context ->
            Json.answer(
                context,
                deed.act().apply(asked(context, deed.fields(), true, deed.role())).answer()));
  }

  private <T> Frame.Same same(Context context, Query<T> query, Asked asked) {
    var address =
        server(context)
            + Query.API
            + context.path()
            + Optional.ofNullable(context.queryString()).map(q -> "?" + q).orElse("");
    return new Frame.Same(
        query.command().apply(asked),
        "curl " + AUTHORIZED + " " + Shell.word(address),
        routes.deedsOf(query).stream()
            .filter(deed -> asked.visitor().role().includes(deed.role()))
            .map(deed -> action(server(context), deed, asked))
            .toList());
  }

  private static String server(Context context) {
    return context.scheme() + "://" + Optional.ofNullable(context.host()).orElse("localhost");
  }

  /// What a page's request does not name stays for who types it: `{id}` becomes `ID`.
  private static Frame.Action action(String server, Deed deed, Asked asked) {
    return new Frame.Action(
        deed.summary(),
        filled(deed.command(), asked, Shell::word),
        "curl -X POST "
            + AUTHORIZED
            + (deed.fields().isEmpty() ? "" : " -d " + Shell.word(body(deed, asked)))
            + " "
            + Shell.word(server + filled(deed.api(), asked, Words::path)));
  }

  /// What the page's request says, else an example of what the deed needs.
  private static String body(Deed deed, Asked asked) {
    return deed.fields().stream()
        .filter(field -> asked.has(field.name()) || field.isInExamples())
        .map(field -> field.member(asked.text(field.name())))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String filled(String text, Asked asked, UnaryOperator<String> form) {
    return PLACE
        .matcher(text)
        .replaceAll(place ->
            Matcher.quoteReplacement(
                asked
                    .text(place.group(1))
                    .map(form)
                    .orElse(place.group(1).toUpperCase(Locale.ROOT))));
  }

  private static Asked asked(
      Context context, List<Parameter> parameters, boolean isStrict, Role role) {
    Gate.require(context, role);
    return asked(context, parameters, isStrict);
  }

  /// @param isStrict whether an unknown name is a mistake; browsers may send more
  private static Asked asked(Context context, List<Parameter> parameters, boolean isStrict) {
    var sent = new HashMap<String, String>();
    context.queryParamMap().forEach((name, values) -> sent.put(name, values.getFirst()));
    if (context.method().equals(HandlerType.POST)) {
      if (isStrict) {
        sent.putAll(Json.object(context.body()));
      } else {
        context.formParamMap().forEach((name, values) -> sent.put(name, values.getFirst()));
      }
    }
    var known = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
    var unknown = sent.keySet().stream().filter(name -> !known.contains(name)).sorted().toList();
    if (isStrict && !unknown.isEmpty()) {
      throw Misasked.wrong(
          "unknown: " + String.join(", ", unknown) + "; there is " + String.join(", ", known));
    }
    sent.keySet().retainAll(known);
    sent.putAll(context.pathParamMap());
    sent.forEach(Console::requirePrintable);
    for (var parameter : parameters) {
      if (parameter.required() && sent.getOrDefault(parameter.name(), "").isBlank()) {
        throw Misasked.wrong(parameter.name() + " is missing: " + parameter.meaning());
      }
    }
    return new Asked(Gate.require(context, Role.VIEWER), sent);
  }

  private static void requirePrintable(String name, String value) {
    boolean isOdd =
        value.length() > LONGEST_VALUE
            || value.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')
            || value.codePoints().anyMatch(c -> c <= Character.MAX_VALUE && isSurrogate((char) c));
    if (isOdd) {
      throw Misasked.wrong(name + ": the value is too long or has control characters");
    }
  }

  // ---- the login

  private void login(Context context) {
    var next = next(context);
    var account = Optional.ofNullable(context.formParam("account")).orElse("");
    var password = Optional.ofNullable(context.formParam("password")).orElse("");
    switch (access.logins().login(account, password, gate.address(context))) {
      case Logins.Result.In(var token) -> {
        gate.letIn(context, token);
        context.redirect(next, HttpStatus.SEE_OTHER);
      }
      case Logins.Result.Wrong(int left) ->
          login(
              context,
              "Wrong account or password."
                  + (left > 0 ? " Attempts left before a lockout: " + left + "." : ""),
              HttpStatus.UNAUTHORIZED);
      case Logins.Result.Locked(var what, var until) ->
          login(
              context,
              "Too many wrong passwords: "
                  + what
                  + " is locked until "
                  + Words.time(until)
                  + ". Whoever runs the program can end that: tickstock web users password NAME.",
              HttpStatus.TOO_MANY_REQUESTS);
    }
  }

  private void login(Context context, String message, HttpStatus status) {
    context
        .status(status)
        .html(
            templates.html(
                "login",
                Map.of(
                    "frame",
                    frame(context, "Log in", Optional.empty()),
                    "message",
                    message,
                    "next",
                    next(context),
                    "provider",
                    access.provider().map(IdentityProvider::name).orElse(""))));
  }

  static String next(Context context) {
    return ours(
        Optional.ofNullable(context.formParam("next"))
            .or(() -> Optional.ofNullable(context.queryParam("next")))
            .orElse(""));
  }

  /// A path of ours, whatever was sent.
  static String ours(String wanted) {
    return Optional.of(wanted)
        .filter(path -> path.matches("/[A-Za-z0-9._~%/-]*(\\?[A-Za-z0-9._~%&=+,:-]*)?"))
        .filter(path -> !path.startsWith("//"))
        .orElse("/tonight");
  }

  private void password(Context context, String message, HttpStatus status) {
    context
        .status(status)
        .html(
            templates.html(
                "password",
                Map.of("frame", frame(context, "Password", Optional.empty()), "message", message)));
  }

  private void changePassword(Context context) {
    var visitor = Gate.require(context, Role.VIEWER);
    var old = Optional.ofNullable(context.formParam("old")).orElse("");
    var wanted = Optional.ofNullable(context.formParam("wanted")).orElse("");
    var again = Optional.ofNullable(context.formParam("again")).orElse("");
    if (!wanted.equals(again)) {
      password(context, "The two new passwords differ.", HttpStatus.UNPROCESSABLE_CONTENT);
      return;
    }
    try {
      gate.letIn(
          context,
          access.logins().changePassword(visitor.account(), old, wanted, gate.address(context)));
      context.redirect("/tonight", HttpStatus.SEE_OTHER);
    } catch (AccessRefused refused) {
      password(
          context, "Not changed: " + refused.getMessage() + ".", HttpStatus.UNPROCESSABLE_CONTENT);
    }
  }

  private Frame frame(Context context, String title, Optional<Frame.Same> same) {
    var visitor = Gate.known(context).filter(one -> !one.mustChangePassword());
    var menu =
        visitor.stream()
            .flatMap(one ->
                routes.queries().stream()
                    .filter(query -> query.isInMenu() && one.role().includes(query.role()))
                    .map(query ->
                        new Frame.Link(
                            query.title(),
                            query.path(),
                            context.path().equals(query.path())
                                || context.path().startsWith(query.path() + "/"))))
            .toList();
    return new Frame(
        title,
        context.path(),
        Gate.known(context),
        Gate.csrf(context),
        program.source(),
        menu,
        assets,
        same);
  }

  // ---- what goes wrong

  private void failed(Exception failure, Context context) {
    switch (failure) {
      case Misasked asked -> error(context, asked.status(), message(asked));
      case NoSuchRun none -> error(context, HttpStatus.NOT_FOUND, message(none));
      case NoSuchInstrument none -> error(context, HttpStatus.NOT_FOUND, message(none));
      case ChangeRefused refused ->
          error(context, HttpStatus.UNPROCESSABLE_CONTENT, message(refused));
      case ScheduleRefused refused ->
          error(context, HttpStatus.UNPROCESSABLE_CONTENT, message(refused));
      case UniverseRefused refused ->
          error(context, HttpStatus.UNPROCESSABLE_CONTENT, message(refused));
      case AccessRefused refused ->
          error(context, HttpStatus.UNPROCESSABLE_CONTENT, message(refused));
      case QualityRefused refused ->
          error(context, HttpStatus.UNPROCESSABLE_CONTENT, message(refused));
      case DatabaseUnavailable away ->
          error(context, HttpStatus.SERVICE_UNAVAILABLE, message(away));
      case DatabaseFull full -> error(context, HttpStatus.INSUFFICIENT_STORAGE, message(full));
      case HttpResponseException response ->
          error(
              context,
              HttpStatus.forStatus(response.getStatus()),
              response.getStatus() == HttpStatus.NOT_FOUND.getCode()
                  ? "there is nothing at " + context.path()
                  : message(response));
      default -> {
        var number = UUID.randomUUID();
        LOG.error("a request broke number={} path={}", number, context.path(), failure);
        error(
            context,
            HttpStatus.INTERNAL_SERVER_ERROR,
            "the program has a fault; its log tells more under " + number);
      }
    }
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private void error(Context context, HttpStatus status, String message) {
    context.status(status);
    if (Gate.isApi(context.path())) {
      context
          .contentType("application/problem+json")
          .result(Json.text(Problem.of(status, message)) + "\n");
      return;
    }
    context.html(
        templates.html(
            "error",
            Map.of(
                "frame",
                frame(context, status.getMessage(), Optional.empty()),
                "message",
                message)));
  }

  ConsoleRoutes routes() {
    return routes;
  }

  Exposure exposure() {
    return exposure;
  }

  @Override
  public void close() {
    mapsAhead.close();
    starts.close();
    undertakings.close();
  }
}
