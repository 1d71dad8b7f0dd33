package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.massive.com/v3/x?cursor=a%7Cb, /v3/x?cursor=a%7Cb",
    "https://api.massive.com:443:443/v3/x?cursor=a, /v3/x?cursor=a",
    "//evil.example/v3/x?cursor=a, /v3/x?cursor=a",
    "/v3/x?cursor=a, /v3/x?cursor=a",
    "/v3/x, /v3/x",
    "https://user:pw@h/v3/x?apikey=1&cursor=a&APIKEY=2#apiKey, /v3/x?cursor=a",
    "/v3/x?apiKey=1, /v3/x",
    "/v3/x?back=https://h/y, /v3/x?back=https://h/y"
  })
  void isPathAndQueryWithoutHostAndKey(String nextUrl, String expected) throws NotAsPromised {
    assertThat(NextPage.pathAndQuery(nextUrl)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.massive.com", "cursor", "v3/x", "//host", "@evil/v3"})
  void isRefusedWithoutAPath(String nextUrl) {
    assertThatThrownBy(() -> NextPage.pathAndQuery(nextUrl)).isInstanceOf(NotAsPromised.class);
  }

  @Test
  void staysOnTheConfiguredHostWhateverItSays() throws NotAsPromised {
    var settings = MassiveSettings.vendor(new ApiKey("k"));

    assertThat(settings.at(NextPage.pathAndQuery("/@evil.example/x")).getHost())
        .isEqualTo("api.massive.com");
  }
}
