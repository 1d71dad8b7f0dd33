package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.tickstock.access.Role;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.load.ThrottleRules;
import ai.tickstock.provider.RateLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String KEY = "kEy-that-nobody-may-see-0123456789";

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void defaultsAreThese() {
    variables.put("HOME", "/home/ann");
    var settings = load();
    assertThat(settings.profile()).isEqualTo(Profile.DEV);
    assertThat(settings.home()).isEqualTo(Path.of("/home/ann/.tickstock"));
    assertThat(settings.environment()).isEqualTo("default");
    assertThat(settings.environmentFolder()).isEqualTo(Path.of("/home/ann/.tickstock/default"));
    assertThat(settings.database())
        .isEqualTo(new DatabaseSettings(Optional.empty(), 8, Duration.ofHours(12)));
    assertThat(settings.vendor())
        .isEqualTo(
            new VendorSettings(
                "massive",
                URI.create("https://api.massive.com"),
                Optional.empty(),
                Optional.empty(),
                RateLimit.perMinute(5),
                0,
                0,
                Duration.ofMinutes(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                5));
    assertThat(settings.load())
        .isEqualTo(
            new LoadSettings(
                8,
                Duration.ofSeconds(60),
                30_000,
                Duration.ofMinutes(10),
                Duration.ofDays(30),
                Duration.ofDays(7),
                Duration.ofHours(12),
                Duration.ofDays(7)));
    assertThat(settings.throttle()).isEqualTo(ThrottleRules.DEFAULT);
    assertThat(settings.simulator()).isEqualTo(new SimulatorSettings(42, Duration.ZERO, 0));
  }

  @Test
  void keepsAnswersInDevelopmentAndElsewhereOnlyWhenAsked() {
    variables.put("HOME", "/home/ann");
    assertThat(load().cache().enabled()).isTrue();
    variables.put("TICKSTOCK_PROFILE", "test");
    assertThat(load().cache().enabled()).isFalse();
    variables.put("TICKSTOCK_VENDOR_CACHE_ENABLED", "true");
    assertThat(load().cache()).isEqualTo(new CacheSettings(true, 2_000, Duration.ofDays(1)));

    variables.put("TICKSTOCK_PROFILE", "prod");

    assertThat(catchThrowableOfType(SettingsRefused.class, this::load).mistakes())
        .containsExactly(
            "tickstock.vendor.cache.enabled: true, but answers are kept in development only; in the"
                + " profile prod every answer comes from the vendor");
  }

  @Test
  void knowsWhetherASettingWasGiven() {
    variables.put("HOME", "/home/ann");
    assertThat(load().isGiven(SettingKey.DELAY)).isFalse();

    variables.put("TICKSTOCK_VENDOR_DELAY", "15m");

    assertThat(load().isGiven(SettingKey.DELAY)).isTrue();
  }

  @Test
  void rulesOfSchedulesAreReadAndAMistakeInOneIsTold() {
    variables.put("TICKSTOCK_SCHEDULES_CORRELATIONS", "off");
    variables.put("TICKSTOCK_SCHEDULES_LISTING_WATCH", "close + 2h");
    assertThat(load().serve().schedules())
        .containsOnly(Map.entry("correlations", "off"), Map.entry("listing-watch", "close + 2h"));
    variables.put("TICKSTOCK_SCHEDULES_LISTING_WATCH", "close + soon");
    assertThatThrownBy(this::load)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("tickstock.schedules.listing-watch: the rule \"close + soon\"");
  }

  @Test
  void takesACertificateOnlyWithItsPassword() {
    variables.put("TICKSTOCK_WEB_TLS_KEY_STORE", "/etc/tickstock.p12");
    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "tickstock.web.tls.key-store and tickstock.web.tls.password go together");
  }

  @Test
  void takesAnIdentityProviderWholeAndOverHttpsOnly() {
    variables.put("TICKSTOCK_WEB_OIDC_ISSUER", "https://login.example.com/");
    variables.put("TICKSTOCK_WEB_OIDC_CLIENT_ID", "tickstock");
    assertThatThrownBy(this::load)
        .hasMessageContaining("tickstock.web.oidc.roles go together")
        .hasMessageContaining("without roles nobody could enter");
    variables.put("TICKSTOCK_WEB_OIDC_ROLES", "desk-admins=admin, cn=desk=operator");
    variables.put("TICKSTOCK_WEB_OIDC_CLIENT_SECRET", KEY);

    var provider = load().serve().provider().orElseThrow();

    assertThat(provider.issuer()).as("as it was written").hasToString("https://login.example.com/");
    assertThat(provider.roles())
        .containsOnly(Map.entry("desk-admins", Role.ADMIN), Map.entry("cn=desk", Role.OPERATOR));
    assertThat(provider.scopes()).containsExactly("openid", "profile", "email");
    assertThat(load().toString()).doesNotContain(KEY);
    variables.put("TICKSTOCK_WEB_OIDC_ROLES", "desk=king");
    assertThatThrownBy(this::load).hasMessageContaining("expected values of the claim with roles");
    variables.put("TICKSTOCK_WEB_OIDC_ROLES", "desk=viewer");
    variables.put("TICKSTOCK_WEB_OIDC_SCOPES", "profile");
    assertThatThrownBy(this::load).hasMessageContaining("openid among them");
    variables.remove("TICKSTOCK_WEB_OIDC_SCOPES");
    variables.put("TICKSTOCK_WEB_OIDC_ISSUER", "http://login.example.com");
    assertThatThrownBy(this::load).hasMessageContaining("expected an https address");
    variables.put("TICKSTOCK_WEB_OIDC_ISSUER", "http://localhost:8088/realms/desk");
    assertThat(load().serve().provider()).isPresent();
  }

  @Test
  void theKeyCanStandInAFileAndNotInBothPlaces() throws IOException {
    var file = Files.writeString(folder.resolve("key"), "first-key-of-a-file\n");
    variables.put("MASSIVE_API_KEY_FILE", file.toString());
    assertThat(load().requireVendorKey().value()).isEqualTo("first-key-of-a-file");
    assertThat(load().toString()).doesNotContain("first-key-of-a-file");

    variables.put("MASSIVE_API_KEY", "another");
    assertThatThrownBy(this::load).hasMessageContaining("both given");
    variables.remove("MASSIVE_API_KEY");
    Files.writeString(file, "two words");
    assertThatThrownBy(this::load).hasMessageContaining("holds no key alone in a line");
    Files.delete(file);
    assertThatThrownBy(this::load).hasMessageContaining("cannot be read (NoSuchFileException)");
  }

  @Test
  void keysForFilesAreAPairAndNeverShown() {
    variables.put("TICKSTOCK_FLATFILES_ACCESS_KEY", "access-of-files");
    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "tickstock.flatfiles.access-key and tickstock.flatfiles.secret-key go together");
    variables.put("TICKSTOCK_FLATFILES_SECRET_KEY", "secret-of-files");
    var settings = load();
    assertThat(settings.requireKeysForFiles().secret().value()).isEqualTo("secret-of-files");
    assertThat(settings.toString()).doesNotContain("access-of-files", "secret-of-files");
    variables.put("TICKSTOCK_FLATFILES_ENDPOINT", "http://files.example.com");
    assertThatThrownBy(this::load).hasMessageContaining("unencrypted");
  }

  @Test
  void describesEverySettingInAStableOrder() {
    variables.put("HOME", "/home/ann");
    assertThat(load().describe())
        .extracting(s -> s.name() + " = " + s.value() + " (" + s.source() + ")")
        .containsExactly(
            "tickstock.profile = dev (default)",
            "tickstock.home = /home/ann/.tickstock (default)",
            "tickstock.environment = default (default)",
            "tickstock.database.url =  (default)",
            "tickstock.database.connections = 8 (default)",
            "tickstock.database.idle-stop = 12h (default)",
            "tickstock.vendor.name = massive (default)",
            "tickstock.vendor.base-url = https://api.massive.com (default)",
            "tickstock.vendor.api-key =  (default)",
            "tickstock.vendor.api-key-file =  (default)",
            "tickstock.vendor.rate-limit.calls = 5 (default)",
            "tickstock.vendor.rate-limit.per = 1m (default)",
            "tickstock.vendor.rate-limit.unlimited = false (default)",
            "tickstock.vendor.rate-limit.a-second = 0 (default)",
            "tickstock.vendor.rate-limit.a-day = 0 (default)",
            "tickstock.vendor.delay = 15m (default)",
            "tickstock.vendor.connect-timeout = 10s (default)",
            "tickstock.vendor.request-timeout = 1m (default)",
            "tickstock.vendor.max-attempts = 5 (default)",
            "tickstock.vendor.cache.enabled =  (default)",
            "tickstock.vendor.cache.megabytes = 2000 (default)",
            "tickstock.vendor.cache.max-age = 1d (default)",
            "tickstock.flatfiles.endpoint = https://files.massive.com (default)",
            "tickstock.flatfiles.bucket = flatfiles (default)",
            "tickstock.flatfiles.access-key =  (default)",
            "tickstock.flatfiles.secret-key =  (default)",
            "tickstock.load.concurrency = 8 (default)",
            "tickstock.load.lease = 1m (default)",
            "tickstock.load.group-rows = 30000 (default)",
            "tickstock.load.database-give-up-after = 10m (default)",
            "tickstock.load.empty-recheck-after = 30d (default)",
            "tickstock.load.refused-recheck-after = 7d (default)",
            "tickstock.load.second-ask-after = 12h (default)",
            "tickstock.load.reference-max-age = 7d (default)",
            "tickstock.throttle.reserve-percent = 50 (default)",
            "tickstock.throttle.processors-percent = 80 (default)",
            "tickstock.throttle.free-disk-percent = 10 (default)",
            "tickstock.throttle.slow-database = 500ms (default)",
            "tickstock.throttle.pause-windows =  (default)",
            "tickstock.throttle.run-windows =  (default)",
            "tickstock.listing.absent-nights = 3 (default)",
            "tickstock.listing.short-list-percent = 97 (default)",
            "tickstock.listing.certain-percent = 85 (default)",
            "tickstock.cache-entries.environment = DEFAULT (default)",
            "tickstock.notices.smtp.host =  (default)",
            "tickstock.notices.smtp.port = 587 (default)",
            "tickstock.notices.smtp.tls = starttls (default)",
            "tickstock.notices.smtp.user =  (default)",
            "tickstock.notices.smtp.password =  (default)",
            "tickstock.notices.sender =  (default)",
            "tickstock.notices.contacts =  (default)",
            "tickstock.notices.slack-webhook =  (default)",
            "tickstock.notices.quiet-hours = 22:00-07:00 (default)",
            "tickstock.notices.digest-at = 07:30 (default)",
            "tickstock.notices.messages-an-hour = 10 (default)",
            "tickstock.notices.group-window = 2m (default)",
            "tickstock.notices.escalate-after = 30m (default)",
            "tickstock.events.redis-url =  (default)",
            "tickstock.eod.buffer = 45m (default)",
            "tickstock.eod.early-close-buffer = 1h (default)",
            "tickstock.eod.symbol-asks = 40 (default)",
            "tickstock.eod.details = 20 (default)",
            "tickstock.eod.calls = 60 (default)",
            "tickstock.eod.weekly-details = 300 (default)",
            "tickstock.eod.repairs = 5 (default)",
            "tickstock.eod.minute-universes =  (default)",
            "tickstock.dev.profiles.patterns = 20 symbols of dev_top_10,dev_sectors,dev_etfs; 90 days; minute (default)",
            "tickstock.dev.profiles.backtesting = 50 symbols of dev_top_10,dev_sectors,dev_etfs,etf_sectors,etf_broad_market,semi,cloud,cybersecurity; 365 days; day (default)",
            "tickstock.dev.profiles.ui = 10 symbols of dev_top_10; 30 days; minute (default)",
            "tickstock.dev.profiles.etf = 30 symbols of dev_etfs,etf_core,etf_sectors,etf_broad_market,etf_bonds,etf_growth; 180 days; day (default)",
            "tickstock.serve.stop-within = 30s (default)",
            "tickstock.serve.runs = 10 (default)",
            "tickstock.web.tls.key-store =  (default)",
            "tickstock.web.tls.password =  (default)",
            "tickstock.web.oidc.issuer =  (default)",
            "tickstock.web.oidc.client-id =  (default)",
            "tickstock.web.oidc.client-secret =  (default)",
            "tickstock.web.oidc.scopes = openid profile email (default)",
            "tickstock.web.oidc.role-claim = roles (default)",
            "tickstock.web.oidc.roles =  (default)",
            "tickstock.schedules.end-of-day =  (default)",
            "tickstock.schedules.listing-watch =  (default)",
            "tickstock.schedules.etf-facts =  (default)",
            "tickstock.schedules.details =  (default)",
            "tickstock.schedules.universe-refresh =  (default)",
            "tickstock.schedules.correlations =  (default)",
            "tickstock.schedules.plan-probe =  (default)",
            "tickstock.simulator.seed = 42 (default)",
            "tickstock.simulator.latency = 0ms (default)",
            "tickstock.simulator.calls-per-minute = 0 (default)");
  }

  @Test
  void aVariableBeatsTheProfilesSectionWhichBeatsTheFileWhichBeatsTheDefault() {
    file(
        """
        tickstock:
          profile: test
          load:
            concurrency: 2
            lease: 20s
            group-rows: 200
        "%test":
          tickstock:
            load:
              concurrency: 3
              lease: 30s
        "%prod":
          tickstock.load.concurrency: 9
        """);
    variables.put("TICKSTOCK_LOAD_CONCURRENCY", "4");
    var settings = load();
    assertThat(settings.load().concurrency()).isEqualTo(4);
    assertThat(settings.load().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.load().groupRows()).isEqualTo(200);
    assertThat(sourceOf(settings, "tickstock.load.concurrency"))
        .isEqualTo("variable TICKSTOCK_LOAD_CONCURRENCY");
    assertThat(sourceOf(settings, "tickstock.load.lease")).isEqualTo("tickstock.yaml:11 (%test)");
    assertThat(sourceOf(settings, "tickstock.load.group-rows")).isEqualTo("tickstock.yaml:6");
    assertThat(sourceOf(settings, "tickstock.simulator.seed")).isEqualTo("default");
  }

  @Test
  void theVariableChoosesTheProfile() {
    file("tickstock: {profile: test}\n\"%prod.tickstock.load.concurrency\": 16\n");
    variables.put("TICKSTOCK_PROFILE", "prod");
    var settings = load();
    assertThat(settings.profile()).isEqualTo(Profile.PROD);
    assertThat(settings.load().concurrency()).isEqualTo(16);
  }

  @Test
  void reportsAllMistakesTogetherEachWithItsPlaceAndWhatIsExpected() {
    file(
        """
        tickstock:
          vendr:
            base-url: https://example.com
          load:
            lease: soon
            concurrency: 0
            concurrency: 5
          simulator: [1, 2]
          database: mine
        "%prdo":
          tickstock.load.lease: 1m
        "%prod":
          tickstock:
            profile: test
            load:
              group-rows: many
        telemetry: true
        """);
    variables.put("TICKSTOCK_VENDOR_BASEURL", "https://example.com");
    variables.put("TICKSTOCK_VENDOR_DELAY", "15");
    var refused = catchThrowableOfType(SettingsRefused.class, this::load);
    assertThat(refused.mistakes())
        .containsExactly(
            "tickstock.yaml:8: tickstock.simulator takes one value, not a list",
            "tickstock.yaml:3: tickstock.vendr.base-url: unknown,"
                + " did you mean tickstock.vendor.base-url?",
            "tickstock.yaml:5: tickstock.load.lease: \"soon\", expected a duration longer than"
                + " nothing such as 500ms, 10s, 15m, 12h or 30d",
            "tickstock.yaml:6: tickstock.load.concurrency: \"0\","
                + " expected a whole number from 1 to 256",
            "tickstock.yaml:7: tickstock.load.concurrency: given a second time, first in line 6",
            "tickstock.yaml:9: tickstock.database: is a group, not a setting;"
                + " write below it, e.g. tickstock.database.url",
            "tickstock.yaml:11: %prdo: no such profile; there are dev, test and prod",
            "tickstock.yaml:14: tickstock.profile: cannot be chosen inside a profile's section",
            "tickstock.yaml:16: tickstock.load.group-rows: \"many\","
                + " expected a whole number from 1 to 1000000",
            "tickstock.yaml:17: telemetry: unknown; `tickstock config show` lists those that exist",
            "variable TICKSTOCK_VENDOR_BASEURL: unknown,"
                + " did you mean TICKSTOCK_VENDOR_BASE_URL?",
            "variable TICKSTOCK_VENDOR_DELAY: \"15\","
                + " expected a duration such as 500ms, 10s, 15m, 12h or 30d");
    assertThat(refused)
        .hasMessageStartingWith("12 mistakes in the settings:\n  tickstock.yaml:8: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TICKSTOCK_VENDOR_API_KEY", "MASSIVE_API_KEY", "POLYGON_API_KEY"})
  void takesTheKeyFromAnyOfItsVariables(String name) {
    variables.put(name, KEY);
    var settings = load();
    assertThat(settings.requireVendorKey().value()).isEqualTo(KEY);
    assertThat(sourceOf(settings, "tickstock.vendor.api-key")).isEqualTo("variable " + name);
  }

  @Test
  void anEmptyVariableCountsAsNotGiven() {
    variables.put("MASSIVE_API_KEY", " ");
    variables.put("POLYGON_API_KEY", KEY + "\n");
    assertThat(load().requireVendorKey().value()).isEqualTo(KEY);
  }

  @Test
  void noSecretOfNoticesIsEverShown() {
    variables.put("HOME", "/home/ann");
    variables.put("TICKSTOCK_NOTICES_SMTP_HOST", "smtp.example.com");
    variables.put("TICKSTOCK_NOTICES_SMTP_USER", "desk");
    variables.put("TICKSTOCK_NOTICES_SMTP_PASSWORD", "hush hush");
    variables.put("TICKSTOCK_NOTICES_SENDER", "tickstock@example.com");
    variables.put("TICKSTOCK_NOTICES_CONTACTS", "ann@example.com, bob@example.com");
    variables.put("TICKSTOCK_NOTICES_SLACK_WEBHOOK", "https://hooks.slack.com/services/hush");
    variables.put("TICKSTOCK_NOTICES_QUIET_HOURS", "none");
    variables.put("TICKSTOCK_EVENTS_REDIS_URL", "rediss://app:hush@redis.example.com:6380/2");

    var settings = load();

    assertThat(settings.toString()).doesNotContain("hush");
    assertThat(settings.notices().contacts()).containsExactly("ann@example.com", "bob@example.com");
    assertThat(settings.notices().rules().quietHours()).isEmpty();
    assertThat(valueOf(settings, "tickstock.notices.smtp.password")).isEqualTo("***");
    assertThat(valueOf(settings, "tickstock.notices.slack-webhook"))
        .isEqualTo("https://hooks.slack.com/***");
    assertThat(valueOf(settings, "tickstock.events.redis-url"))
        .isEqualTo("rediss://***@redis.example.com:6380/2");
  }

  @Test
  void settingsOfNoticesThatDoNotGoTogetherAreMistakes() {
    variables.put("HOME", "/home/ann");
    variables.put("TICKSTOCK_NOTICES_SMTP_HOST", "smtp.example.com");
    assertThat(catchThrowableOfType(SettingsRefused.class, this::load).mistakes())
        .containsExactly(
            "tickstock.notices.smtp.host: mails also need tickstock.notices.sender, which is not given");

    variables.put("TICKSTOCK_NOTICES_SENDER", "tickstock@example.com");
    variables.put("TICKSTOCK_NOTICES_CONTACTS", "ann@example.com");
    variables.put("TICKSTOCK_NOTICES_SMTP_PASSWORD", "hush");
    assertThat(catchThrowableOfType(SettingsRefused.class, this::load).mistakes())
        .singleElement()
        .asString()
        .contains("a login needs both")
        .doesNotContain("hush");

    variables.put("TICKSTOCK_NOTICES_SMTP_USER", "desk");
    variables.put("TICKSTOCK_NOTICES_SMTP_TLS", "none");
    variables.put("TICKSTOCK_NOTICES_SLACK_WEBHOOK", "http://hooks.slack.com/services/hush");
    variables.put("TICKSTOCK_EVENTS_REDIS_URL", "redis.example.com:hush");
    variables.put("TICKSTOCK_NOTICES_QUIET_HOURS", "22:00");
    assertThat(catchThrowableOfType(SettingsRefused.class, this::load).mistakes())
        .hasSize(4)
        .allSatisfy(mistake -> assertThat(mistake).doesNotContain("hush"))
        .anyMatch(mistake -> mistake.contains("none would carry the password unencrypted"))
        .anyMatch(mistake -> mistake.contains("expected hours such as 22:00-07:00, or none"));
  }

  @Test
  void noSecretIsEverShown() {
    variables.put("MASSIVE_API_KEY", KEY);
    variables.put("DATABASE_URL", "postgresql://ann:" + KEY + "@db.example.com/market");
    var settings = load();
    assertThat(settings.toString()).doesNotContain(KEY).contains("***");
    assertThat(settings.describe().toString()).doesNotContain(KEY);
    assertThat(valueOf(settings, "tickstock.vendor.api-key")).isEqualTo("***");
    assertThat(valueOf(settings, "tickstock.database.url"))
        .isEqualTo("jdbc:postgresql://db.example.com/market as ann");
  }

  @Test
  void noSecretIsShownInTheMessageOfAMistake() {
    variables.put("MASSIVE_API_KEY", KEY + " " + KEY);
    variables.put("DATABASE_URL", "mysql://ann:" + KEY + "@db.example.com/market");
    file("tickstock:\n  vendor:\n    api-kye: " + KEY + "\n");
    assertThatThrownBy(this::load)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("api-kye: unknown, did you mean tickstock.vendor.api-key?")
        .hasMessageContaining("variable MASSIVE_API_KEY: not usable (not shown), expected the key")
        .hasMessageContaining("variable DATABASE_URL: not usable (not shown), expected an address")
        .hasMessageNotContainingAny(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tickstock:\n  vendor:\n    api-key: *" + KEY + "\n",
        "tickstock:\n  vendor:\n    api-key: @" + KEY + "\n",
        "tickstock:\n  vendor:\n\t\tapi-key: " + KEY + "\n",
        "tickstock:\n  vendor: api-key: " + KEY + "\n",
        "%prod:\n  tickstock: {vendor: {api-key: " + KEY + "}}\n",
      })
  void brokenYamlIsNamedByItsPlaceWithoutQuotingIt(String text) {
    file(text);
    assertThatThrownBy(this::load)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("is not valid YAML (column ")
        .hasMessageMatching("(?s).*tickstock\\.yaml:[1-3]: .*")
        .hasMessageNotContainingAny(KEY);
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Files.write(folder.resolve("tickstock.yaml"), new byte[] {'a', ':', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(this::load).hasMessageContaining("tickstock.yaml: is not UTF-8 text");
    Files.write(folder.resolve("tickstock.yaml"), new byte[] {'a', ':', ' ', 0, 7, '\n'});
    assertThatThrownBy(this::load).hasMessageContaining("tickstock.yaml: is not valid YAML");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("tickstock.yaml"));
    assertThatThrownBy(this::load).hasMessageContaining("tickstock.yaml: cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- tickstock", "tickstock"})
  void aFileWithoutNamesIsRefused(String text) {
    file(text);
    assertThatThrownBy(this::load)
        .hasMessageContaining("tickstock.yaml:1: expected settings, such as");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing yet\n", "tickstock:\n  vendor:\n    api-key:\n", "\"%prod\":\n"})
  void aFileWithNothingInItLeavesTheDefaults(String text) {
    var without = load();
    file(text);
    assertThat(load()).isEqualTo(without);
  }

  @Test
  void theNamedFileComesBeforeTheWorkingFoldersWhichComesBeforeTheHomes() throws IOException {
    var home = Files.createDirectory(folder.resolve("my home"));
    variables.put("TICKSTOCK_HOME", home.toString());
    Files.writeString(home.resolve("tickstock.yaml"), "tickstock.simulator.seed: 1");
    assertThat(load().simulator().seed()).isEqualTo(1);
    file("tickstock.simulator.seed: 2");
    assertThat(load().simulator().seed()).isEqualTo(2);
    Files.writeString(folder.resolve("other.yaml"), "tickstock.simulator.seed: 3");
    assertThat(load(Optional.of(Path.of("other.yaml"))).simulator().seed()).isEqualTo(3);
  }

  @Test
  void findsTheFileInTheDefaultHome() throws IOException {
    variables.put("HOME", folder.resolve("ann").toString());
    Files.createDirectories(folder.resolve("ann/.tickstock"));
    Files.writeString(
        folder.resolve("ann/.tickstock/tickstock.yaml"), "tickstock.simulator.seed: 7");
    assertThat(load().simulator().seed()).isEqualTo(7);
  }

  @Test
  void aNamedFileThatDoesNotExistIsAMistake() {
    assertThatThrownBy(() -> load(Optional.of(Path.of("nowhere.yaml"))))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("nowhere.yaml: there is no such file");
  }

  @Test
  void aRelativeHomeStartsFromWhereItIsWritten() throws IOException {
    Files.createDirectory(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/my.yaml"), "tickstock.home: data");
    assertThat(load(Optional.of(Path.of("etc/my.yaml"))).home())
        .isEqualTo(folder.resolve("etc/data"));
    variables.put("TICKSTOCK_HOME", "data");
    assertThat(load(Optional.of(Path.of("etc/my.yaml"))).home()).isEqualTo(folder.resolve("data"));
    variables.put("TICKSTOCK_HOME", "~/market data");
    variables.put("HOME", "/home/ann");
    assertThat(load().home()).isEqualTo(Path.of("/home/ann/market data"));
  }

  @Test
  void knowsAHomeFolderWithoutTheVariable() {
    assertThat(load().home())
        .isEqualTo(Path.of(System.getProperty("user.home")).resolve(".tickstock"));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1m, false, 5, 60",
    "2, 1s, false, 2, 1",
    "0, 1m, false, 100, 1",
    "5, 1m, true, 100, 1",
    "1_000, 1m, false, 1000, 60"
  })
  void withoutALimitTheVendorIsAskedAtMostAHundredTimesASecond(
      String calls, String per, String unlimited, int expectedCalls, int expectedSeconds) {
    variables.put("TICKSTOCK_VENDOR_RATE_LIMIT_CALLS", calls);
    variables.put("TICKSTOCK_VENDOR_RATE_LIMIT_PER", per);
    variables.put("TICKSTOCK_VENDOR_RATE_LIMIT_UNLIMITED", unlimited);
    assertThat(load().vendor().rateLimit())
        .isEqualTo(new RateLimit(expectedCalls, Duration.ofSeconds(expectedSeconds)));
  }

  @Test
  void onlyDevelopmentWithoutAKeySimulatesTheVendorAndThenAtItsPace() {
    assertThat(load().usesSimulator()).isTrue();
    assertThat(load().pace()).isEqualTo(RateLimit.perSecond(10_000));
    variables.put("TICKSTOCK_SIMULATOR_CALLS_PER_MINUTE", "30");
    assertThat(load().pace()).isEqualTo(RateLimit.perMinute(30));
    variables.put("TICKSTOCK_PROFILE", "prod");
    assertThat(load().usesSimulator()).isFalse();
    assertThat(load().pace()).isEqualTo(RateLimit.perMinute(5));
    variables.put("TICKSTOCK_PROFILE", "dev");
    variables.put("MASSIVE_API_KEY", KEY);
    assertThat(load().usesSimulator()).isFalse();
  }

  @Test
  void anAddressOfItsOwnIsAskedAndNotReplacedByTheSimulator() {
    variables.put("TICKSTOCK_VENDOR_BASE_URL", "http://127.0.0.1:9911/");
    assertThat(load().vendor().baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9911"));
    assertThat(load().usesSimulator()).isFalse();
    assertThatThrownBy(() -> load().requireVendorKey())
        .hasMessageContaining("a simulator at an address of its own takes any key");
  }

  @Test
  void theKeyDoesNotTravelUnencryptedExceptOnThisMachine() {
    variables.put("MASSIVE_API_KEY", KEY);
    variables.put("TICKSTOCK_VENDOR_BASE_URL", "http://localhost:9911");
    assertThat(load().vendor().apiKey()).isPresent();
    variables.put("TICKSTOCK_VENDOR_BASE_URL", "http://api.example.com");
    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "tickstock.vendor.base-url: http://api.example.com would carry the key");
  }

  @Test
  void productionWithoutAKeyOrADatabaseSaysHowToGiveThem() {
    variables.put("TICKSTOCK_PROFILE", "prod");
    assertThatThrownBy(() -> load().requireVendorKey())
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining(
            "there is no key for the vendor massive: set the environment variable MASSIVE_API_KEY"
                + " (or POLYGON_API_KEY), or tickstock.vendor.api-key in tickstock.yaml;"
                + " only the profile dev simulates the vendor, not prod");
    assertThatThrownBy(() -> load().requireDatabase())
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining(
            "there is no database for the profile prod: set the environment variable DATABASE_URL");
  }

  @Test
  void theDatabasesAddressIsTakenFromItsVariable() {
    variables.put("DATABASE_URL", "postgres://ann:s@db.example.com:5433/market");
    assertThat(load().requireDatabase())
        .isEqualTo(new DatabaseAddress("jdbc:postgresql://db.example.com:5433/market", "ann", "s"));
  }

  private Settings load() {
    return load(Optional.empty());
  }

  private Settings load(Optional<Path> config) {
    return Settings.load(config, variables, folder);
  }

  private void file(String text) {
    try {
      Files.writeString(folder.resolve("tickstock.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sourceOf(Settings settings, String name) {
    return one(settings, name).source();
  }

  private static String valueOf(Settings settings, String name) {
    return one(settings, name).value();
  }

  private static Setting one(Settings settings, String name) {
    var found = settings.describe().stream().filter(s -> s.name().equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
