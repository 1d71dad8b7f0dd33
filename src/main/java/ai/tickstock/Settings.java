package ai.tickstock;

import ai.tickstock.access.IdentityProvider;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.CallBudget;
import ai.tickstock.load.RefreshProfile;
import ai.tickstock.load.ThrottleRules;
import ai.tickstock.notify.NoticeSettings;
import ai.tickstock.provider.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator decided, read once at the start. Prints without secrets.
///
/// @param home where the embedded databases, caches and logs of all environments lie; absolute
/// @param environment the name of the environment that this program works in
/// @param cacheEnvironment the column `environment` of the rows of `cache_entries` that are ours
/// @param refreshProfiles what `dev refresh` brings up to date, by name, in the order of the
///   settings
/// @param describe every setting in force with its value (secrets masked) and its source, in a
///   stable order
record Settings(
    Profile profile,
    Path home,
    String environment,
    DatabaseSettings database,
    VendorSettings vendor,
    CacheSettings cache,
    FlatFileSettings flatFiles,
    LoadSettings load,
    ThrottleRules throttle,
    ServeSettings serve,
    ListingRules listing,
    String cacheEnvironment,
    NoticeSettings notices,
    EndOfDayRules endOfDay,
    Map<String, RefreshProfile> refreshProfiles,
    SimulatorSettings simulator,
    List<Setting> describe) {
  /// As fast as anybody may ask a vendor whose plan sets no limit.
  private static final RateLimit UNLIMITED = RateLimit.perSecond(100);

  /// Faster than any loopback answer.
  static final RateLimit UNPACED = RateLimit.perSecond(10_000);

  public Settings {
    describe = List.copyOf(describe);
  }

  /// Reads the settings: variables, else the profile's section of the file, else the file, else
  /// defaults. The file is `config`, else `tickstock.yaml` in the working directory, else the one
  /// in the home folder, else none.
  ///
  /// @param config the file that the user named; one that does not exist is a mistake
  /// @param environment the environment variables; an empty one counts as not given
  /// @throws SettingsRefused with all mistakes at once
  public static Settings load(
      Optional<Path> config, Map<String, String> environment, Path workingDirectory) {
    var reader = new SettingsReader(config, environment, workingDirectory);
    var profile = reader.profile();
    var home = reader.folder(SettingKey.HOME);
    var name = reader.value(SettingKey.ENVIRONMENT);
    var database =
        new DatabaseSettings(
            reader.optional(SettingKey.DATABASE_URL),
            reader.value(SettingKey.CONNECTIONS),
            reader.value(SettingKey.IDLE_STOP));
    var vendor = vendor(reader);
    var cache = cache(reader, profile);
    var flatFiles = flatFiles(reader);
    var load =
        new LoadSettings(
            reader.value(SettingKey.CONCURRENCY),
            reader.value(SettingKey.LEASE),
            reader.value(SettingKey.GROUP_ROWS),
            reader.value(SettingKey.DATABASE_GIVE_UP_AFTER),
            reader.value(SettingKey.EMPTY_RECHECK_AFTER),
            reader.value(SettingKey.REFUSED_RECHECK_AFTER),
            reader.value(SettingKey.SECOND_ASK_AFTER),
            reader.value(SettingKey.REFERENCE_MAX_AGE));
    var throttle = throttle(reader);
    var listing =
        new ListingRules(
            reader.value(SettingKey.ABSENT_NIGHTS),
            reader.value(SettingKey.SHORT_LIST_PERCENT) / 100.0,
            reader.value(SettingKey.CERTAIN_PERCENT) / 100.0,
            ListingRules.DEFAULT.doubtful());
    var cacheEnvironment = reader.value(SettingKey.CACHE_ENVIRONMENT);
    var notices = NoticeSettingsReader.read(reader);
    var endOfDay =
        new EndOfDayRules(
            reader.value(SettingKey.EOD_BUFFER),
            reader.value(SettingKey.EOD_EARLY_CLOSE_BUFFER),
            reader.value(SettingKey.EOD_SYMBOL_ASKS),
            reader.value(SettingKey.EOD_DETAILS),
            reader.value(SettingKey.EOD_CALLS),
            reader.value(SettingKey.EOD_WEEKLY_DETAILS),
            reader.value(SettingKey.EOD_REPAIRS),
            reader.optional(SettingKey.EOD_MINUTE_UNIVERSES).orElse(List.of()));
    var profiles = new LinkedHashMap<String, RefreshProfile>();
    profiles.put("patterns", reader.value(SettingKey.PATTERNS));
    profiles.put("backtesting", reader.value(SettingKey.BACKTESTING));
    profiles.put("ui", reader.value(SettingKey.UI));
    profiles.put("etf", reader.value(SettingKey.ETF));
    var serve =
        new ServeSettings(
            reader.value(SettingKey.STOP_WITHIN),
            reader.value(SettingKey.SERVE_RUNS),
            rules(reader),
            reader.optional(SettingKey.KEY_STORE),
            reader.optional(SettingKey.KEY_STORE_PASSWORD),
            provider(reader));
    var simulator =
        new SimulatorSettings(
            reader.value(SettingKey.SEED),
            reader.value(SettingKey.LATENCY),
            reader.value(SettingKey.CALLS_PER_MINUTE));
    if (serve.keyStore().isPresent() != serve.keyStorePassword().isPresent()) {
      reader.mistake(
          SettingKey.KEY_STORE.name()
              + " and "
              + SettingKey.KEY_STORE_PASSWORD.name()
              + " go together: give both, or none");
    }
    if (!reader.mistakes().isEmpty()) {
      throw new SettingsRefused(reader.mistakes());
    }
    return new Settings(
        profile,
        home,
        name,
        database,
        vendor,
        cache,
        flatFiles,
        load,
        throttle,
        serve,
        listing,
        cacheEnvironment,
        notices,
        endOfDay,
        profiles,
        simulator,
        reader.inForce());
  }

  private static Optional<IdentityProvider.Client> provider(SettingsReader reader) {
    var issuer = reader.optional(SettingKey.OIDC_ISSUER);
    var client = reader.optional(SettingKey.OIDC_CLIENT);
    var secret = reader.optional(SettingKey.OIDC_SECRET);
    var roles = reader.optional(SettingKey.OIDC_ROLES);
    var scopes = reader.value(SettingKey.OIDC_SCOPES);
    var claim = reader.value(SettingKey.OIDC_ROLE_CLAIM);
    boolean isWhole = issuer.isPresent() && client.isPresent() && roles.isPresent();
    if (!isWhole
        && (issuer.isPresent() || client.isPresent() || secret.isPresent() || roles.isPresent())) {
      reader.mistake(
          SettingKey.OIDC_ISSUER.name()
              + ", "
              + SettingKey.OIDC_CLIENT.name()
              + " and "
              + SettingKey.OIDC_ROLES.name()
              + " go together: give all, or none; without roles nobody could enter");
    }
    return isWhole
        ? Optional.of(
            new IdentityProvider.Client(
                issuer.get(),
                client.get(),
                secret.map(Secret::value),
                List.of(scopes.split(" ", -1)),
                claim,
                roles.get()))
        : Optional.empty();
  }

  private static Map<String, String> rules(SettingsReader reader) {
    var rules = new HashMap<String, String>();
    for (var key : SettingKey.SCHEDULES) {
      var name = key.name().substring(key.name().lastIndexOf('.') + 1);
      reader
          .optional(key)
          .ifPresent(rule -> {
            rules.put(name, rule);
            if (!rule.equals("off")) {
              Schedules.objection(rule).ifPresent(why -> reader.mistake(key.name() + ": " + why));
            }
          });
    }
    return rules;
  }

  private static Optional<Secret> keyIn(Optional<Path> file, SettingsReader reader) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      var key = KeyFile.read(file.get());
      if (key.isEmpty()) {
        reader.mistake(
            SettingKey.API_KEY_FILE.name() + ": " + file.get() + " holds no key alone in a line");
      }
      return key;
    } catch (IOException e) {
      reader.mistake(
          SettingKey.API_KEY_FILE.name()
              + ": "
              + file.get()
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + ")");
      return Optional.empty();
    }
  }

  private static VendorSettings vendor(SettingsReader reader) {
    int calls = reader.value(SettingKey.RATE_CALLS);
    var per = reader.value(SettingKey.RATE_PER);
    int aSecond = reader.value(SettingKey.RATE_A_SECOND);
    if (aSecond > 0 && per.compareTo(Duration.ofSeconds(1)) < 0) {
      reader.mistake(
          SettingKey.RATE_A_SECOND.name()
              + ": goes with a limit over a second or more; "
              + SettingKey.RATE_PER.name()
              + " is shorter");
    }
    boolean unlimited = reader.value(SettingKey.RATE_UNLIMITED) || calls == 0;
    var baseUrl = reader.value(SettingKey.BASE_URL);
    var keyFile = reader.optional(SettingKey.API_KEY_FILE);
    var apiKey = reader.optional(SettingKey.API_KEY).or(() -> keyIn(keyFile, reader));
    if (keyFile.isPresent() && reader.optional(SettingKey.API_KEY).isPresent()) {
      reader.mistake(
          SettingKey.API_KEY.name()
              + " and "
              + SettingKey.API_KEY_FILE.name()
              + " are both given: give one of them");
    }
    if (apiKey.isPresent()
        && baseUrl.getScheme().equals("http")
        && !SettingForm.isLoopback(baseUrl)) {
      reader.mistake(
          SettingKey.BASE_URL.name()
              + ": "
              + baseUrl
              + " would carry the key unencrypted over the network, expected https");
    }
    return new VendorSettings(
        reader.value(SettingKey.VENDOR),
        baseUrl,
        apiKey,
        keyFile,
        unlimited ? UNLIMITED : new RateLimit(calls, per),
        aSecond,
        reader.value(SettingKey.RATE_A_DAY),
        reader.value(SettingKey.DELAY),
        reader.value(SettingKey.CONNECT_TIMEOUT),
        reader.value(SettingKey.REQUEST_TIMEOUT),
        reader.value(SettingKey.MAX_ATTEMPTS));
  }

  private static FlatFileSettings flatFiles(SettingsReader reader) {
    var endpoint = reader.value(SettingKey.FILES_ENDPOINT);
    var access = reader.optional(SettingKey.FILES_ACCESS_KEY);
    var secret = reader.optional(SettingKey.FILES_SECRET_KEY);
    if (access.isPresent() != secret.isPresent()) {
      reader.mistake(
          SettingKey.FILES_ACCESS_KEY.name()
              + " and "
              + SettingKey.FILES_SECRET_KEY.name()
              + " go together: give both, or none");
    }
    if (access.isPresent()
        && endpoint.getScheme().equals("http")
        && !SettingForm.isLoopback(endpoint)) {
      reader.mistake(
          SettingKey.FILES_ENDPOINT.name()
              + ": "
              + endpoint
              + " would be asked unencrypted over the network, expected https");
    }
    return new FlatFileSettings(
        endpoint,
        reader.value(SettingKey.FILES_BUCKET),
        access.flatMap(a -> secret.map(s -> new FlatFileSettings.Keys(a, s))));
  }

  private static ThrottleRules throttle(SettingsReader reader) {
    return new ThrottleRules(
        reader.value(SettingKey.RESERVE_PERCENT) / 100.0,
        reader.value(SettingKey.PROCESSORS_PERCENT) / 100.0,
        reader.value(SettingKey.FREE_DISK_PERCENT) / 100.0,
        reader.value(SettingKey.SLOW_DATABASE),
        reader.optional(SettingKey.PAUSE_WINDOWS).orElse(List.of()),
        reader.optional(SettingKey.RUN_WINDOWS).orElse(List.of()));
  }

  private static CacheSettings cache(SettingsReader reader, Profile profile) {
    var wanted = reader.optional(SettingKey.CACHE);
    if (profile == Profile.PROD && wanted.orElse(false)) {
      reader.mistake(
          SettingKey.CACHE.name()
              + ": true, but answers are kept in development only; in the profile prod every"
              + " answer comes from the vendor");
    }
    return new CacheSettings(
        wanted.orElse(profile == Profile.DEV),
        reader.value(SettingKey.CACHE_MEGABYTES),
        reader.value(SettingKey.CACHE_MAX_AGE));
  }

  /// Whether somebody gave a setting, be it the same as its default.
  boolean isGiven(SettingKey<?> key) {
    return describe.stream()
        .anyMatch(one -> one.name().equals(key.name()) && !one.source().equals("default"));
  }

  /// Where this environment keeps its embedded database, caches and logs.
  public Path environmentFolder() {
    return home.resolve(environment);
  }

  /// Whether the program plays the vendor itself: in development, without a key, and unless another
  /// address than the vendor's own was given.
  public boolean usesSimulator() {
    return profile == Profile.DEV
        && vendor.apiKey().isEmpty()
        && Optional.of(vendor.baseUrl().toString()).equals(SettingKey.BASE_URL.byDefault());
  }

  /// How fast to ask: the vendor's limit, or that of the simulator where it is used.
  public RateLimit pace() {
    if (!usesSimulator()) {
      return vendor.rateLimit();
    }
    int calls = simulator.callsPerMinute();
    return calls == 0 ? UNPACED : RateLimit.perMinute(calls);
  }

  /// How many calls may be sent: the pace, and what an operator wishes below it.
  CallBudget budget() {
    return new CallBudget(pace(), vendor.callsASecond(), vendor.callsADay());
  }

  /// The vendor's key, for work that cannot do without.
  ///
  /// @throws SettingsRefused when there is none, saying how to give one
  public Secret requireVendorKey() {
    return vendor
        .apiKey()
        .orElseThrow(() ->
            refused(
                "there is no key for the vendor "
                    + vendor.name()
                    + ": set the environment variable MASSIVE_API_KEY (or POLYGON_API_KEY),"
                    + " or tickstock.vendor.api-key in tickstock.yaml; "
                    + withoutKey()));
  }

  /// The key pair for the vendor's files, for work that cannot do without.
  ///
  /// @throws SettingsRefused when there is none, saying how to give one
  FlatFileSettings.Keys requireKeysForFiles() {
    return flatFiles
        .keys()
        .orElseThrow(() ->
            refused(
                "there are no keys for the vendor's flat files: set the environment variables "
                    + SettingKey.FILES_ACCESS_KEY.variables().getFirst()
                    + " and "
                    + SettingKey.FILES_SECRET_KEY.variables().getFirst()
                    + " to the S3 key pair of the vendor's dashboard; it is another one than the"
                    + " API key"));
  }

  /// The address of a database that somebody else runs, for work that must not use the embedded
  /// one.
  ///
  /// @throws SettingsRefused when there is none, saying how to give one
  public DatabaseAddress requireDatabase() {
    return database
        .address()
        .orElseThrow(() ->
            refused(
                "there is no database for the profile "
                    + profile
                    + ": set the environment variable DATABASE_URL, or tickstock.database.url"
                    + " in tickstock.yaml, to postgresql://USER:PASSWORD@HOST:5432/DATABASE"));
  }

  private String withoutKey() {
    return profile == Profile.DEV
        ? "a simulator at an address of its own takes any key"
        : "only the profile dev simulates the vendor, not " + profile;
  }

  private static SettingsRefused refused(String mistake) {
    return new SettingsRefused(List.of(mistake));
  }
}
