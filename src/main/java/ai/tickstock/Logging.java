package ai.tickstock;

import ai.tickstock.notify.MailServer;
import ai.tickstock.notify.RedisAddress;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/// Where log lines go: warnings and errors (with `verbose` also what happens) as one line each to
/// standard error, of libraries errors only; everything from INFO up with its stack traces to the
/// environment's log file, at most 60 MB of it. Secrets are masked in both.
final class Logging implements AutoCloseable {
  /// Secrets that came after the start.
  private static final Set<String> LATER = ConcurrentHashMap.newKeySet();

  private static final String ONE_LINE =
      "%-5level %logger{0}: %msg%replace(%replace(%ex{short}){'\\s+', ' '}){'^(?=.)', ' '}%nopex%n";
  private static final String FULL =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level [%thread] %logger: %msg%n%ex";
  private static final String OTHERS_LEVEL_FROM = "ai.tickstock";

  private final LoggerContext context;
  private final Path file;

  private Logging(LoggerContext context, Path file) {
    this.context = context;
    this.file = file;
  }

  /// Starts to log in place of what the library did until now. A log file that cannot be written is
  /// a warning on standard error, no reason to stop.
  static Logging start(Settings settings, boolean verbose) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.addTurboFilter(new LostConnections());
    var secrets = secrets(settings);
    toStandardError(context, verbose, secrets);
    var file = settings.environmentFolder().resolve("logs").resolve("tickstock.log");
    if (!toFile(context, file, secrets)) {
      LoggerFactory.getLogger(Logging.class)
          .warn("cannot write the log file {}; this run has none", file);
    }
    return new Logging(context, file);
  }

  /// The file that is written at present; older ones lie beside it as `tickstock.1.log` to
  /// `tickstock.5.log`.
  Path file() {
    return file;
  }

  /// Ends logging to the file; standard error stays.
  @Override
  public void close() {
    context.reset();
    toStandardError(context, false, Set.of());
  }

  static void toStandardError(LoggerContext context, boolean verbose, Set<String> secrets) {
    var least = new ThresholdFilter();
    least.setLevel(verbose ? "INFO" : "WARN");
    least.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setName("standard error");
    console.setTarget("System.err");
    console.setEncoder(encoder(context, ONE_LINE, secrets));
    console.addFilter(least);
    console.addFilter(new OursOrErrors());
    console.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger(OTHERS_LEVEL_FROM).setLevel(Level.INFO);
    root.addAppender(console);
  }

  private static boolean toFile(LoggerContext context, Path file, Set<String> secrets) {
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    var window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file.resolveSibling("tickstock.%i.log").toString());
    window.setMaxIndex(5);
    window.start();
    var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf("10MB"));
    size.setCheckIncrement(Duration.buildByMilliseconds(0)); // at each line, not once a minute
    size.start();
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    appender.setEncoder(encoder(context, FULL, secrets));
    appender.start();
    if (appender.isStarted()) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
    return appender.isStarted();
  }

  private static Encoder<ILoggingEvent> encoder(
      Context context, String pattern, Set<String> secrets) {
    var layout = new MaskingLayout(secrets);
    layout.setContext(context);
    layout.setPattern(pattern);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }

  /// From now on this reads `***` as well.
  static void mask(String secret) {
    LATER.add(secret);
  }

  private static Set<String> secrets(Settings settings) {
    var secrets = new HashSet<String>();
    settings.vendor().apiKey().ifPresent(key -> secrets.add(key.value()));
    settings
        .flatFiles()
        .keys()
        .ifPresent(keys -> {
          secrets.add(keys.access().value());
          secrets.add(keys.secret().value());
        });
    settings.database().address().ifPresent(address -> secrets.add(address.password()));
    var notices = settings.notices();
    notices.mail().flatMap(MailServer::login).ifPresent(login -> secrets.add(login.password()));
    notices
        .slack()
        .ifPresent(webhook -> {
          secrets.add(webhook.uri().toString());
          secrets.add(webhook.uri().getRawPath());
        });
    notices.redis().map(RedisAddress::password).ifPresent(secrets::add);
    secrets.removeIf(String::isBlank);
    return secrets;
  }

  /// Keeps the warnings of libraries off the terminal: what they warn of, our own messages tell in
  /// words a user knows.
  private static final class OursOrErrors extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return event.getLoggerName().startsWith(OTHERS_LEVEL_FROM)
              || event.getLevel().isGreaterOrEqual(Level.ERROR)
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }
  }

  /// The last net under secrets: whatever a message or a stack trace says, they read `***`.
  private static final class MaskingLayout extends PatternLayout {
    private final Set<String> secrets;

    MaskingLayout(Set<String> secrets) {
      this.secrets = secrets;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
      var line = super.doLayout(event);
      for (var secret : secrets) {
        line = line.replace(secret, "***");
      }
      for (var secret : LATER) {
        line = line.replace(secret, "***");
      }
      return line;
    }
  }
}
