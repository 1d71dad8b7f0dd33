package ai.tickstock;

import ai.tickstock.cli.Program.ServeOptions;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseClock;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.JobScheduler;
import ai.tickstock.load.LoadHands;
import ai.tickstock.web.Console;
import ai.tickstock.web.Exposure;
import ai.tickstock.web.Health;
import ai.tickstock.web.WebServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `tickstock serve`: schedules, loads and HTTP in one process, until it is told to stop or others
/// took over its work.
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final int STOPPED = 0;
  private static final int FAILED = 1;

  private final Application application;
  private final Settings settings;
  private final Database database;
  private final Database fenced;
  private final DatabaseClock clock;
  private final SignOfLife alive;
  private final JobProcess process;
  private final Duration lease;
  private final Duration half;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean expelled;

  private Serving(Application application, Settings settings, Database database, String name) {
    this.application = application;
    this.settings = settings;
    this.database = database;
    this.clock = new DatabaseClock(database);
    this.lease = settings.load().lease();
    // What is in hand may end in the first half; the second is for what must be handed back.
    this.half = settings.serve().stopWithin().dividedBy(2);
    this.alive = SignOfLife.begin(database, name, clock, lease, this::expelled);
    this.process = alive.process();
    this.fenced = process.fenced(database);
  }

  /// @param database of the vendor; from now on the application works in it behind our fence
  static int run(
      Application application,
      Settings settings,
      Database database,
      String name,
      ServeOptions options)
      throws InterruptedException {
    var serving = new Serving(application, settings, database, name);
    application.workIn(serving.fenced);
    return serving.untilStopped(options);
  }

  private int untilStopped(ServeOptions options) throws InterruptedException {
    var done = new CountDownLatch(1);
    var hook = new Thread(() -> stopped(done), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      serve(options);
    } finally {
      stop.countDown();
      alive.close();
      application.err().flush();
      done.countDown();
    }
    if (expelled) {
      Runtime.getRuntime().removeShutdownHook(hook);
      application
          .err()
          .println(
              "tickstock: this process was silent for longer than its lease of "
                  + lease.toSeconds()
                  + " s, and others took over its work; start it again");
      return FAILED;
    }
    return STOPPED;
  }

  private void expelled() {
    expelled = true;
    stop.countDown();
  }

  private void serve(ServeOptions options) throws InterruptedException {
    application.vendor();
    var access = application.access();
    if (options.pages()) {
      access.accounts().first().ifPresent(this::tellFirst);
    }
    application.enterSchedules();
    var scheduler =
        options.schedules()
            ? Optional.of(
                new JobScheduler(
                    fenced,
                    application.calendars()::of,
                    application.jobs(fenced),
                    process,
                    clock,
                    lease,
                    half))
            : Optional.<JobScheduler>empty();
    var hands =
        new LoadHands(fenced, new RunLoaders(application)::of, settings.serve().runs(), half);
    var health = new Health(database, process, scheduler, clock, lease);
    var exposure = exposure(options);
    var console =
        options.pages()
            ? Optional.of(
                new Console(
                    new ApplicationConsole(application, settings, fenced, process, clock),
                    access,
                    exposure,
                    health::report))
            : Optional.<Console>empty();
    try (var _ = Telling.begin(application.delivery(fenced), application.clock());
        var web =
            WebServer.start(
                exposure,
                database,
                Build.present().facts(),
                health::report,
                () -> application.waited().toNanos() / 1e9,
                hands::working,
                console)) {
      var stops = new ArrayList<Runnable>();
      scheduler.ifPresent(one -> {
        stops.add(one::close);
        one.start();
      });
      if (options.workers()) {
        stops.add(hands::close);
        hands.start();
      }
      console.ifPresent(Console::prepareMaps);
      say(options, exposure, web.port());
      stop.await();
      console.ifPresent(pages -> stops.add(() -> finish(pages)));
      tell("stopping: what is in hand ends or is handed back");
      atOnce(stops);
    }
    if (!expelled) {
      tell("stopped");
    }
  }

  /// What people began on a page is done or waits as a run, or somebody is told: here and in the
  /// log.
  private void finish(Console pages) {
    try {
      pages
          .finish(expelled ? Duration.ZERO : half)
          .forEach(command ->
              LOG.warn("what was asked for on a page is not done; ask again: {}", command));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void atOnce(List<Runnable> stops) throws InterruptedException {
    var stopping = stops.stream().map(Thread.ofPlatform()::start).toList();
    for (var one : stopping) {
      one.join();
    }
  }

  private void tell(String line) {
    application.err().println(line);
    application.err().flush();
  }

  private Exposure exposure(ServeOptions options) {
    return new Exposure(
        options.bind(),
        options.port(),
        settings
            .serve()
            .keyStore()
            .filter(_ -> options.pages())
            .map(file ->
                new Exposure.Tls(file, settings.serve().keyStorePassword().orElseThrow().value())),
        options.isBehindProxy());
  }

  private void tellFirst(String password) {
    tell("the account admin was made; its password is told only now and must be changed at once:");
    tell("    " + password);
  }

  private void say(ServeOptions options, Exposure exposure, int port) {
    var address = exposure.address(port);
    application
        .err()
        .println(
            process.name()
                + ": "
                + (options.schedules() ? "schedules" : "no schedules")
                + ", "
                + (options.workers()
                    ? "loads (" + settings.serve().runs() + " at once, " + settings.pace() + ")"
                    : "no loads"));
    if (options.pages()) {
      application.err().println("admin console: " + address + "/");
    }
    application
        .err()
        .println(address + "/health/live, " + address + "/health/ready, " + address + "/metrics");
    application.err().println("stop with Ctrl-C or SIGTERM");
    application.err().flush();
    LOG.info("serving at={} process={} name=\"{}\"", address, process.id(), process.name());
  }

  /// In the thread that ends the JVM: waits until all is handed back, and says that all went well.
  private void stopped(CountDownLatch done) {
    stop.countDown();
    try {
      boolean inTime =
          done.await(
              settings.serve().stopWithin().plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().halt(inTime ? STOPPED : FAILED);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(FAILED);
    }
  }

  /// Pages carry passwords: over other networks only by TLS, or where somebody says otherwise.
  static void requireSafe(ServeOptions options, Settings settings) {
    boolean isSafe =
        !options.pages()
            || options.isBehindProxy()
            || options.isInsecure()
            || settings.serve().keyStore().isPresent()
            || isLoopback(options.bind());
    if (!isSafe) {
      throw new SettingsRefused(
          List.of(
              "--bind "
                  + options.bind()
                  + " serves pages to other machines, and there is no TLS: give"
                  + " tickstock.web.tls.key-store, or --behind-proxy where a proxy does it, or"
                  + " --no-pages for health and metrics alone, or --insecure"));
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
