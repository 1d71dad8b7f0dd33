package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MassiveSettingsTest {
  private static final ApiKey KEY = new ApiKey("k");

  @Test
  void stateTheDefaults() {
    var settings = MassiveSettings.vendor(KEY);

    assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.massive.com"));
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.maxAttempts()).isEqualTo(5);
    assertThat(settings.maxPages()).isEqualTo(1_000);
    assertThat(settings.toString()).contains("apiKey=***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.polygon.io",
        "https://api.massive.com:443/",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:8080"
      })
  void acceptTheVendorAndThisMachine(String url) {
    assertThat(MassiveSettings.of(URI.create(url), KEY).at("/v3/x?a=b").toString())
        .isEqualTo(url.replaceAll("/$", "") + "/v3/x?a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.massive.com",
        "http://127.0.0.1.example.com",
        "ftp://api.massive.com",
        "https://user:secret@api.massive.com",
        "https://@api.massive.com",
        "https://api.massive.com/?apiKey=secret",
        "https://api.massive.com/#x",
        "https://api.massive.com/v3",
        "api.massive.com",
        "/v3"
      })
  void refuseOtherAddressesWithoutRepeatingASecretInThem(String url) {
    assertThatThrownBy(() -> MassiveSettings.of(URI.create(url), KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the vendor's base URL")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void refuseNumbersThatMakeNoSense() {
    var settings = MassiveSettings.vendor(KEY);

    assertThatThrownBy(() -> settings.withMaxAttempts(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> settings.withMaxPages(-1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> settings.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("positive");
    assertThatThrownBy(() ->
            new MassiveSettings(
                MassiveSettings.VENDOR,
                KEY,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1,
                "two\nlines"))
        .hasMessageContaining("user agent");
  }
}
