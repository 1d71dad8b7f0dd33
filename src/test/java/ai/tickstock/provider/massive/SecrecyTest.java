package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.KEY;
import static ai.tickstock.provider.massive.ScriptedVendor.hangUp;
import static ai.tickstock.provider.massive.ScriptedVendor.ok;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.massive.ScriptedVendor.Request;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Everything that this adapter says, searched for the key.
class SecrecyTest extends VendorTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("ai.tickstock.provider.massive");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  @Test
  void theKeyTravelsInTheHeaderAndStandsNowhereElse() {
    vendor.then(
        status(401, "{\"error\":\"Unknown API Key " + KEY + "\"}"),
        status(400, "no such key: " + KEY),
        ok("{\"status\":\"ERROR\",\"error\":\"key " + KEY + " is odd\"}"),
        ok("{\"status\":\"OK\",\"results\":[{\"name\":\"" + KEY + "\"}]}"),
        ok("{\"status\":\"OK\",\"ticker\":\"" + KEY + "\",\"results\":[]}"),
        ok("{\"status\":\"OK\",\"results\":[],\"next_url\":\"/v3/x?a=1&apiKey=" + KEY + "\"}"),
        status(400, "{}"),
        ok("{\"status\":\"OK\",\"results\":[],\"next_url\":\"/v3/x?cursor=" + KEY + "\"}"),
        ok("{\"status\":\"OK\",\"results\":[],\"next_url\":\"/v3/x?cursor=" + KEY + "\"}"),
        hangUp());
    var provider = provider(settings -> settings.withMaxAttempts(1));

    var said = new ArrayList<String>();
    for (int i = 0; i < 8; i++) {
      var answer =
          i == 3 ? provider.listings(ListingQuery.ALL_ACTIVE) : provider.dailyBars(QQXA, MARCH);
      said.add(answer.toString());
    }
    said.add(provider.listings(ListingQuery.ALL_ACTIVE).toString());
    said.add(vendor.settings().toString());
    for (var event : logged.list) {
      said.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        said.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }

    assertThat(said).noneMatch(line -> line.contains(KEY));
    assertThat(said).anyMatch(line -> line.contains("Unknown API Key ***"));
    assertThat(logged.list).hasSizeGreaterThan(8);
    assertThat(vendor.requests()).extracting(Request::authorization).containsOnly("Bearer " + KEY);
    assertThat(vendor.targets().get(6)).isEqualTo("/v3/x?a=1");
  }

  @Test
  void noLineOfTheLogHoldsHeaders() {
    vendor.then(status(503, "", "Retry-After", "0", "X-Request-Id", "abc"), ok("{}"));

    provider().dailyBars(QQXA, MARCH);

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.matches("(?i).*(authorization|bearer|x-request-id).*"))
        .anyMatch(line ->
            line.matches("called path=/v2/aggs/ticker/QQXA/\\S+ status=503 bytes=0 took=\\d+ms"));
  }

  @Test
  void aKeyThatCannotBeOneIsRefusedWithoutRepeatingIt() {
    for (var wrong : new String[] {"", "two words", "line\nbreak", "schlüssel"}) {
      assertThatThrownBy(() -> new ApiKey(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("check MASSIVE_API_KEY")
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("two words")
          .doesNotContain("schlüssel");
    }
    assertThat(new ApiKey(KEY)).hasToString("***");
  }
}
