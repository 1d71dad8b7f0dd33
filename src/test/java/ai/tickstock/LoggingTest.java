package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final Logger LOG = LoggerFactory.getLogger("ai.tickstock.load.Loader");
  private static final String KEY = "kEy-that-nobody-may-see";
  private static final String PASSWORD = "pa55-nobody-may-see";

  @TempDir private Path folder;
  private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(standardError, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void warningsAreOneLineOnStandardErrorAndEverythingStandsInTheFile() throws IOException {
    try (var logging = Logging.start(settings(), false)) {
      LOG.info("loaded symbol=SPY sessions=252");
      LOG.warn("paused", new IllegalStateException("database\nis gone"));
      assertThat(logging.file()).isEqualTo(folder.resolve("market/logs/tickstock.log"));
    }
    assertThat(seen().lines().toList())
        .singleElement()
        .asString()
        .startsWith("WARN  Loader: paused java.lang.IllegalStateException: database is gone");
    assertThat(Files.readString(folder.resolve("market/logs/tickstock.log")))
        .containsPattern(
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z INFO  \\[main] ai.tickstock.load.Loader:"
                + " loaded symbol=SPY sessions=252\n")
        .contains("WARN  [main] ai.tickstock.load.Loader: paused")
        .contains("\tat ai.tickstock.LoggingTest");
  }

  @Test
  void warningsOfLibrariesStandInTheFileOnly() throws IOException {
    var library = LoggerFactory.getLogger("com.zaxxer.hikari.pool.PoolBase");
    try (var logging = Logging.start(settings(), false)) {
      library.warn("Failed to validate connection");
      library.error("the pool is broken");
      assertThat(Files.readString(logging.file())).contains("Failed to validate connection");
    }
    assertThat(seen()).contains("the pool is broken").doesNotContain("Failed to validate");
  }

  @Test
  void lostConnectionsOfTheLibraryOfSchedulesAreOneLineOfOursWithoutAStackTrace()
      throws IOException {
    var library = LoggerFactory.getLogger("com.github.kagkarlsson.scheduler.RunUntilShutdown");
    var ended =
        new IllegalStateException(
            new SQLException(
                "FATAL: terminating connection due to administrator command", "57P01"));
    try (var logging = Logging.start(settings(), false)) {
      library.error("Unhandled exception. Will keep running.", ended);
      library.error("Failed while completing execution {}", "schedule", ended);
      assertThat(Files.readString(logging.file()).lines().toList())
          .hasSize(2)
          .allSatisfy(line ->
              assertThat(line)
                  .contains(
                      "LostConnections: schedules have no connection error=\"FATAL: terminating"
                          + " connection due to administrator command\""));

      library.error("Unhandled exception. Will keep running.", new IllegalStateException("a bug"));
      assertThat(Files.readString(logging.file()))
          .contains("Unhandled exception. Will keep running.", "\tat ai.tickstock.LoggingTest");
    }
  }

  @Test
  void verboseShowsWhatHappensOnStandardErrorToo() {
    try (var logging = Logging.start(settings(), true)) {
      LOG.info("loaded symbol=SPY");
      LOG.debug("not this");
      LoggerFactory.getLogger("com.zaxxer.hikari.HikariDataSource").info("nor this");
      assertThat(logging.file()).exists();
    }
    assertThat(seen()).isEqualTo("INFO  Loader: loaded symbol=SPY\n");
  }

  @Test
  void masksSecretsInMessagesAndStackTraces() throws IOException {
    try (var logging = Logging.start(settings(), false)) {
      LOG.error("asked ?apiKey={}", KEY, new IllegalStateException("with " + PASSWORD));
      assertThat(Files.readString(logging.file()))
          .contains("asked ?apiKey=***")
          .contains("IllegalStateException: with ***")
          .doesNotContain(KEY, PASSWORD);
    }
    assertThat(seen()).contains("asked ?apiKey=***").doesNotContain(KEY, PASSWORD);
  }

  @Test
  void aLogFileThatCannotBeWrittenIsAWarning() throws IOException {
    Files.createDirectories(folder.resolve("market/logs/tickstock.log"));
    try (var logging = Logging.start(settings(), false)) {
      LOG.warn("still here");
      assertThat(seen())
          .contains("WARN  Logging: cannot write the log file " + logging.file())
          .contains("WARN  Loader: still here");
    }
  }

  @Test
  void beforeTheSettingsAreKnownOnlyWarningsAreSeen() {
    Logging.start(settings(), true).close();
    LOG.info("not this");
    LOG.warn("this");
    assertThat(seen()).isEqualTo("WARN  Loader: this\n");
  }

  @Test
  void theFileIsRolledWhenItIsLarge() throws IOException {
    var line = "x".repeat(100_000);
    try (var logging = Logging.start(settings(), false)) {
      for (int i = 0; i < 110; i++) {
        LOG.info(line);
      }
      assertThat(logging.file()).exists();
    }
    var logs = folder.resolve("market/logs");
    assertThat(Files.size(logs.resolve("tickstock.1.log"))).isBetween(10_000_000L, 10_700_000L);
    assertThat(Files.size(logs.resolve("tickstock.log"))).isLessThan(1_100_000);
  }

  private String seen() {
    return standardError.toString(StandardCharsets.UTF_8);
  }

  private Settings settings() {
    return Settings.load(
        Optional.empty(),
        Map.of(
            "TICKSTOCK_HOME",
            folder.toString(),
            "TICKSTOCK_ENVIRONMENT",
            "market",
            "MASSIVE_API_KEY",
            KEY,
            "DATABASE_URL",
            "postgresql://ann:" + PASSWORD + "@127.0.0.1/market"),
        folder);
  }
}
