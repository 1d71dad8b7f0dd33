package ai.tickstock;

import ai.tickstock.access.Role;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.jobs.DefaultSchedules;
import ai.tickstock.load.DayWindow;
import ai.tickstock.load.RefreshProfile;
import ai.tickstock.notify.MailServer;
import ai.tickstock.notify.QuietHours;
import ai.tickstock.notify.RedisAddress;
import ai.tickstock.notify.SlackWebhook;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A setting that exists: its name, its default and what a value must look like. The one place
/// where defaults are stated; `ALL` is the order in which settings are shown.
///
/// @param name in the file, e.g. `tickstock.vendor.base-url`
/// @param byDefault as it would be written; empty when there is none
/// @param form how a value is read
/// @param otherVariables environment variables that also give it, after its own name
record SettingKey<T>(
    String name, Optional<String> byDefault, SettingForm<T> form, List<String> otherVariables) {
  static final SettingKey<Profile> PROFILE =
      key("tickstock.profile", "dev", SettingForm.oneOf(Profile.values()));
  static final SettingKey<Path> HOME = key("tickstock.home", "~/.tickstock", SettingForm.PATH);
  static final SettingKey<String> ENVIRONMENT =
      key("tickstock.environment", "default", SettingForm.WORD);

  static final SettingKey<DatabaseAddress> DATABASE_URL =
      optional("tickstock.database.url", DatabaseUrl.FORM, "DATABASE_URL");
  static final SettingKey<Integer> CONNECTIONS =
      key("tickstock.database.connections", "8", SettingForm.number(1, 100));
  static final SettingKey<Duration> IDLE_STOP =
      key("tickstock.database.idle-stop", "12h", SettingForm.POSITIVE_DURATION);

  static final SettingKey<String> VENDOR =
      key("tickstock.vendor.name", "massive", SettingForm.WORD);
  static final SettingKey<URI> BASE_URL =
      key("tickstock.vendor.base-url", "https://api.massive.com", SettingForm.WEB_ADDRESS);
  static final SettingKey<Secret> API_KEY =
      optional(
          "tickstock.vendor.api-key", SettingForm.SECRET, "MASSIVE_API_KEY", "POLYGON_API_KEY");
  static final SettingKey<Path> API_KEY_FILE =
      optional("tickstock.vendor.api-key-file", SettingForm.PATH, "MASSIVE_API_KEY_FILE");
  static final SettingKey<Integer> RATE_CALLS =
      key("tickstock.vendor.rate-limit.calls", "5", SettingForm.number(0, 1_000_000));
  static final SettingKey<Duration> RATE_PER =
      key("tickstock.vendor.rate-limit.per", "1m", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Boolean> RATE_UNLIMITED =
      key("tickstock.vendor.rate-limit.unlimited", "false", SettingForm.YES_OR_NO);
  static final SettingKey<Integer> RATE_A_SECOND =
      key("tickstock.vendor.rate-limit.a-second", "0", SettingForm.number(0, 1_000_000));
  static final SettingKey<Integer> RATE_A_DAY =
      key("tickstock.vendor.rate-limit.a-day", "0", SettingForm.number(0, 100_000_000));
  static final SettingKey<Duration> DELAY =
      key("tickstock.vendor.delay", "15m", SettingForm.DURATION);
  static final SettingKey<Duration> CONNECT_TIMEOUT =
      key("tickstock.vendor.connect-timeout", "10s", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Duration> REQUEST_TIMEOUT =
      key("tickstock.vendor.request-timeout", "60s", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Integer> MAX_ATTEMPTS =
      key("tickstock.vendor.max-attempts", "5", SettingForm.number(1, 100));

  /// Without a value: as the profile has it.
  static final SettingKey<Boolean> CACHE =
      optional("tickstock.vendor.cache.enabled", SettingForm.YES_OR_NO);

  static final SettingKey<Integer> CACHE_MEGABYTES =
      key("tickstock.vendor.cache.megabytes", "2000", SettingForm.number(1, 1_000_000));
  static final SettingKey<Duration> CACHE_MAX_AGE =
      key("tickstock.vendor.cache.max-age", "1d", SettingForm.DURATION);

  static final SettingKey<URI> FILES_ENDPOINT =
      key("tickstock.flatfiles.endpoint", "https://files.massive.com", SettingForm.WEB_ADDRESS);
  static final SettingKey<String> FILES_BUCKET =
      key("tickstock.flatfiles.bucket", "flatfiles", SettingForm.WORD);
  static final SettingKey<Secret> FILES_ACCESS_KEY =
      optional("tickstock.flatfiles.access-key", SettingForm.SECRET);
  static final SettingKey<Secret> FILES_SECRET_KEY =
      optional("tickstock.flatfiles.secret-key", SettingForm.SECRET);

  static final SettingKey<Integer> CONCURRENCY =
      key("tickstock.load.concurrency", "8", SettingForm.number(1, 256));
  static final SettingKey<Duration> LEASE =
      key("tickstock.load.lease", "60s", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Integer> GROUP_ROWS =
      key("tickstock.load.group-rows", "30000", SettingForm.number(1, 1_000_000));
  static final SettingKey<Duration> DATABASE_GIVE_UP_AFTER =
      key("tickstock.load.database-give-up-after", "10m", SettingForm.DURATION);
  static final SettingKey<Duration> EMPTY_RECHECK_AFTER =
      key("tickstock.load.empty-recheck-after", "30d", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Duration> REFUSED_RECHECK_AFTER =
      key("tickstock.load.refused-recheck-after", "7d", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Duration> SECOND_ASK_AFTER =
      key("tickstock.load.second-ask-after", "12h", SettingForm.DURATION);
  static final SettingKey<Duration> REFERENCE_MAX_AGE =
      key("tickstock.load.reference-max-age", "7d", SettingForm.DURATION);

  static final SettingKey<Integer> RESERVE_PERCENT =
      key("tickstock.throttle.reserve-percent", "50", SettingForm.number(0, 95));
  static final SettingKey<Integer> PROCESSORS_PERCENT =
      key("tickstock.throttle.processors-percent", "80", SettingForm.number(1, 100));
  static final SettingKey<Integer> FREE_DISK_PERCENT =
      key("tickstock.throttle.free-disk-percent", "10", SettingForm.number(0, 90));
  static final SettingKey<Duration> SLOW_DATABASE =
      key("tickstock.throttle.slow-database", "500ms", SettingForm.DURATION);
  static final SettingKey<List<DayWindow>> PAUSE_WINDOWS =
      optional("tickstock.throttle.pause-windows", ThrottleForms.WINDOWS);
  static final SettingKey<List<DayWindow>> RUN_WINDOWS =
      optional("tickstock.throttle.run-windows", ThrottleForms.WINDOWS);

  static final SettingKey<Integer> ABSENT_NIGHTS =
      key("tickstock.listing.absent-nights", "3", SettingForm.number(1, 30));
  static final SettingKey<Integer> SHORT_LIST_PERCENT =
      key("tickstock.listing.short-list-percent", "97", SettingForm.number(50, 100));
  static final SettingKey<Integer> CERTAIN_PERCENT =
      key("tickstock.listing.certain-percent", "85", SettingForm.number(50, 100));

  static final SettingKey<String> CACHE_ENVIRONMENT =
      key("tickstock.cache-entries.environment", "DEFAULT", SettingForm.SHORT_NAME);
  static final SettingKey<String> SMTP_HOST =
      optional("tickstock.notices.smtp.host", NoticeForms.HOST);
  static final SettingKey<Integer> SMTP_PORT =
      key("tickstock.notices.smtp.port", "587", SettingForm.number(1, 65_535));
  static final SettingKey<MailServer.Encryption> SMTP_TLS =
      key(
          "tickstock.notices.smtp.tls",
          "starttls",
          SettingForm.oneOf(MailServer.Encryption.values()));
  static final SettingKey<String> SMTP_USER =
      optional("tickstock.notices.smtp.user", NoticeForms.USER);
  static final SettingKey<Secret> SMTP_PASSWORD =
      optional("tickstock.notices.smtp.password", NoticeForms.PASSWORD);
  static final SettingKey<String> SENDER =
      optional("tickstock.notices.sender", NoticeForms.MAIL_ADDRESS);
  static final SettingKey<List<String>> CONTACTS =
      optional("tickstock.notices.contacts", NoticeForms.MAIL_ADDRESSES);
  static final SettingKey<SlackWebhook> SLACK_WEBHOOK =
      optional("tickstock.notices.slack-webhook", NoticeForms.SLACK_WEBHOOK);
  static final SettingKey<Optional<QuietHours>> QUIET_HOURS =
      key("tickstock.notices.quiet-hours", "22:00-07:00", NoticeForms.QUIET_HOURS);
  static final SettingKey<LocalTime> DIGEST_AT =
      key("tickstock.notices.digest-at", "07:30", NoticeForms.TIME);
  static final SettingKey<Integer> MESSAGES_AN_HOUR =
      key("tickstock.notices.messages-an-hour", "10", SettingForm.number(0, 1_000));
  static final SettingKey<Duration> GROUP_WINDOW =
      key("tickstock.notices.group-window", "2m", SettingForm.DURATION);
  static final SettingKey<Duration> ESCALATE_AFTER =
      key("tickstock.notices.escalate-after", "30m", SettingForm.POSITIVE_DURATION);
  static final SettingKey<RedisAddress> REDIS_URL =
      optional("tickstock.events.redis-url", NoticeForms.REDIS_ADDRESS);
  static final SettingKey<Duration> EOD_BUFFER =
      key("tickstock.eod.buffer", "45m", SettingForm.DURATION);
  static final SettingKey<Duration> EOD_EARLY_CLOSE_BUFFER =
      key("tickstock.eod.early-close-buffer", "1h", SettingForm.DURATION);
  static final SettingKey<Integer> EOD_SYMBOL_ASKS =
      key("tickstock.eod.symbol-asks", "40", SettingForm.number(1, 100_000));
  static final SettingKey<Integer> EOD_DETAILS =
      key("tickstock.eod.details", "20", SettingForm.number(0, 100_000));
  static final SettingKey<Integer> EOD_CALLS =
      key("tickstock.eod.calls", "60", SettingForm.number(0, 100_000));
  static final SettingKey<Integer> EOD_WEEKLY_DETAILS =
      key("tickstock.eod.weekly-details", "300", SettingForm.number(0, 100_000));
  static final SettingKey<Integer> EOD_REPAIRS =
      key("tickstock.eod.repairs", "5", SettingForm.number(0, 1_000));
  static final SettingKey<List<String>> EOD_MINUTE_UNIVERSES =
      optional("tickstock.eod.minute-universes", SettingForm.UNIVERSE_KEYS);
  static final SettingKey<RefreshProfile> PATTERNS =
      key(
          "tickstock.dev.profiles.patterns",
          "20 symbols of dev_top_10,dev_sectors,dev_etfs; 90 days; minute",
          SettingForm.REFRESH_PROFILE);
  static final SettingKey<RefreshProfile> BACKTESTING =
      key(
          "tickstock.dev.profiles.backtesting",
          "50 symbols of dev_top_10,dev_sectors,dev_etfs,etf_sectors,etf_broad_market,semi,cloud,cybersecurity;"
              + " 365 days; day",
          SettingForm.REFRESH_PROFILE);
  static final SettingKey<RefreshProfile> UI =
      key(
          "tickstock.dev.profiles.ui",
          "10 symbols of dev_top_10; 30 days; minute",
          SettingForm.REFRESH_PROFILE);
  static final SettingKey<RefreshProfile> ETF =
      key(
          "tickstock.dev.profiles.etf",
          "30 symbols of dev_etfs,etf_core,etf_sectors,etf_broad_market,etf_bonds,etf_growth; 180 days;"
              + " day",
          SettingForm.REFRESH_PROFILE);
  static final SettingKey<Duration> STOP_WITHIN =
      key("tickstock.serve.stop-within", "30s", SettingForm.POSITIVE_DURATION);
  static final SettingKey<Integer> SERVE_RUNS =
      key("tickstock.serve.runs", "10", SettingForm.number(1, 50));

  static final SettingKey<Path> KEY_STORE =
      optional("tickstock.web.tls.key-store", SettingForm.PATH);
  static final SettingKey<Secret> KEY_STORE_PASSWORD =
      optional("tickstock.web.tls.password", SettingForm.SECRET);

  static final SettingKey<URI> OIDC_ISSUER =
      optional("tickstock.web.oidc.issuer", OidcForms.ISSUER);
  static final SettingKey<String> OIDC_CLIENT =
      optional("tickstock.web.oidc.client-id", OidcForms.WORDS);
  static final SettingKey<Secret> OIDC_SECRET =
      optional("tickstock.web.oidc.client-secret", SettingForm.SECRET);
  static final SettingKey<String> OIDC_SCOPES =
      key("tickstock.web.oidc.scopes", "openid profile email", OidcForms.SCOPES);
  static final SettingKey<String> OIDC_ROLE_CLAIM =
      key("tickstock.web.oidc.role-claim", "roles", OidcForms.WORDS);
  static final SettingKey<Map<String, Role>> OIDC_ROLES =
      optional("tickstock.web.oidc.roles", OidcForms.ROLES);

  /// Rules of the schedules that the program brings along; without a value: as it brings them, or
  /// as an operator changed them.
  static final List<SettingKey<String>> SCHEDULES =
      DefaultSchedules.ALL.stream()
          .map(one -> optional("tickstock.schedules." + one.name(), SettingForm.RULE))
          .toList();

  static final SettingKey<Long> SEED =
      key("tickstock.simulator.seed", "42", SettingForm.WHOLE_NUMBER);
  static final SettingKey<Duration> LATENCY =
      key("tickstock.simulator.latency", "0ms", SettingForm.DURATION);
  static final SettingKey<Integer> CALLS_PER_MINUTE =
      key("tickstock.simulator.calls-per-minute", "0", SettingForm.number(0, 1_000_000));

  static final List<SettingKey<?>> ALL =
      Stream.of(
              Stream.of(
                  PROFILE,
                  HOME,
                  ENVIRONMENT,
                  DATABASE_URL,
                  CONNECTIONS,
                  IDLE_STOP,
                  VENDOR,
                  BASE_URL,
                  API_KEY,
                  API_KEY_FILE,
                  RATE_CALLS,
                  RATE_PER,
                  RATE_UNLIMITED,
                  RATE_A_SECOND,
                  RATE_A_DAY,
                  DELAY,
                  CONNECT_TIMEOUT,
                  REQUEST_TIMEOUT,
                  MAX_ATTEMPTS,
                  CACHE,
                  CACHE_MEGABYTES,
                  CACHE_MAX_AGE,
                  FILES_ENDPOINT,
                  FILES_BUCKET,
                  FILES_ACCESS_KEY,
                  FILES_SECRET_KEY,
                  CONCURRENCY,
                  LEASE,
                  GROUP_ROWS,
                  DATABASE_GIVE_UP_AFTER,
                  EMPTY_RECHECK_AFTER,
                  REFUSED_RECHECK_AFTER,
                  SECOND_ASK_AFTER,
                  REFERENCE_MAX_AGE,
                  RESERVE_PERCENT,
                  PROCESSORS_PERCENT,
                  FREE_DISK_PERCENT,
                  SLOW_DATABASE,
                  PAUSE_WINDOWS,
                  RUN_WINDOWS,
                  ABSENT_NIGHTS,
                  SHORT_LIST_PERCENT,
                  CERTAIN_PERCENT,
                  CACHE_ENVIRONMENT,
                  SMTP_HOST,
                  SMTP_PORT,
                  SMTP_TLS,
                  SMTP_USER,
                  SMTP_PASSWORD,
                  SENDER,
                  CONTACTS,
                  SLACK_WEBHOOK,
                  QUIET_HOURS,
                  DIGEST_AT,
                  MESSAGES_AN_HOUR,
                  GROUP_WINDOW,
                  ESCALATE_AFTER,
                  REDIS_URL,
                  EOD_BUFFER,
                  EOD_EARLY_CLOSE_BUFFER,
                  EOD_SYMBOL_ASKS,
                  EOD_DETAILS,
                  EOD_CALLS,
                  EOD_WEEKLY_DETAILS,
                  EOD_REPAIRS,
                  EOD_MINUTE_UNIVERSES,
                  PATTERNS,
                  BACKTESTING,
                  UI,
                  ETF,
                  STOP_WITHIN,
                  SERVE_RUNS,
                  KEY_STORE,
                  KEY_STORE_PASSWORD,
                  OIDC_ISSUER,
                  OIDC_CLIENT,
                  OIDC_SECRET,
                  OIDC_SCOPES,
                  OIDC_ROLE_CLAIM,
                  OIDC_ROLES),
              SCHEDULES.stream(),
              Stream.of(SEED, LATENCY, CALLS_PER_MINUTE))
          .<SettingKey<?>>flatMap(keys -> keys)
          .toList();

  /// The environment variables that give this setting, the strongest first; the first is its own
  /// name in capitals: `TICKSTOCK_VENDOR_BASE_URL`.
  List<String> variables() {
    var own = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Stream.concat(Stream.of(own), otherVariables.stream()).toList();
  }

  private static <T> SettingKey<T> key(String name, String byDefault, SettingForm<T> form) {
    return new SettingKey<>(name, Optional.of(byDefault), form, List.of());
  }

  private static <T> SettingKey<T> optional(
      String name, SettingForm<T> form, String... otherVariables) {
    return new SettingKey<>(name, Optional.empty(), form, List.of(otherVariables));
  }
}
