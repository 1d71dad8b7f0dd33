package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.DatabaseAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingFormTest {
  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S, 0ms",
    "1500ms, PT1.5S, 1500ms",
    "90s, PT1M30S, 90s",
    "120 s, PT2M, 2m",
    "1h30m, PT1H30M, 90m",
    "24H, PT24H, 1d",
    "30d, PT720H, 30d",
    "PT15M, PT15M, 15m",
  })
  void readsDurationsAndShowsThemInTheirLargestWholeUnit(
      String text, Duration expected, String shown) {
    var read = SettingForm.DURATION.read().apply(text);
    assertThat(read).contains(expected);
    assertThat(SettingForm.DURATION.shown().apply(read.orElseThrow())).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"15", "m", "-5s", "1.5h", "PT-1S", "Pxx", "4000d", "5 minutes", "9999999d"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(SettingForm.DURATION.read().apply(text)).isEmpty();
  }

  @Test
  void aPositiveDurationIsNotNothing() {
    assertThat(SettingForm.POSITIVE_DURATION.read().apply("0s")).isEmpty();
    assertThat(SettingForm.POSITIVE_DURATION.read().apply("1ms")).contains(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "Yes, true", "on, true", "FALSE, false", "no, false", "off, false"})
  void readsYesAndNoAsPeopleWriteThem(String text, boolean expected) {
    assertThat(SettingForm.YES_OR_NO.read().apply(text)).contains(expected);
  }

  @Test
  void refusesWhatIsNeitherYesNorNo() {
    assertThat(SettingForm.YES_OR_NO.read().apply("maybe")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "", "Ann", "-x", "a b"})
  void aNameThatBecomesAFolderHasNoPathInIt(String text) {
    assertThat(SettingForm.WORD.read().apply(text)).isEmpty();
  }

  @Test
  void refusesAPathThatCannotBe() {
    assertThat(SettingForm.PATH.read().apply("a\0b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.massive.com, https://api.massive.com",
    "https://api.massive.com//, https://api.massive.com",
    "http://[::1]:9911/v, http://[::1]:9911/v",
  })
  void readsWebAddresses(String text, URI expected) {
    assertThat(SettingForm.WEB_ADDRESS.read().apply(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.massive.com",
        "ftp://api.massive.com",
        "https://",
        "https://user:word@api.massive.com",
        "https://api.massive.com?apiKey=1",
        "https://api.massive.com#x",
        "https://api.massive.com:99999",
        "https://a b"
      })
  void refusesWebAddressesThatCannotBeAskedOrCarryMore(String text) {
    assertThat(SettingForm.WEB_ADDRESS.read().apply(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1", "http://[::1]:1"})
  void knowsTheAddressesOfThisMachine(URI address) {
    assertThat(SettingForm.isLoopback(address)).isTrue();
    assertThat(SettingForm.isLoopback(URI.create("http://example.com"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://ann:pw@h:5433/market, jdbc:postgresql://h:5433/market, ann, pw",
    "postgresql://ann@h/market, jdbc:postgresql://h/market, ann, ''",
    "postgresql://ann:p%40%2F+@h/market?sslmode=require,"
        + " jdbc:postgresql://h/market?sslmode=require, ann, p@/+",
    "jdbc:postgresql://h:1/market?user=ann&password=p%26w&&sslmode=require,"
        + " jdbc:postgresql://h:1/market?sslmode=require, ann, p&w",
  })
  void readsDatabaseAddressesAsServicesAndAsJdbcWriteThem(
      String text, String jdbcUrl, String user, String password) {
    assertThat(DatabaseUrl.FORM.read().apply(text))
        .contains(new DatabaseAddress(jdbcUrl, user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann@h/market",
        "postgresql://h/market",
        "postgresql://ann@h/",
        "postgresql://ann@h",
        "postgresql:market",
        "postgresql://ann:%zz@h/market",
        "postgresql://ann:a b@h/market",
        "host=h user=ann"
      })
  void refusesOtherDatabaseAddresses(String text) {
    assertThat(DatabaseUrl.FORM.read().apply(text)).isEmpty();
  }

  @Test
  void showsNoPasswordOfADatabaseEvenWhenTheDriverWouldTakeAnother() {
    var address =
        DatabaseUrl.FORM
            .read()
            .apply("postgresql://ann:one@h/market?sslpassword=two&sslmode=require")
            .orElseThrow();
    assertThat(DatabaseUrl.FORM.shown().apply(address))
        .isEqualTo("jdbc:postgresql://h/market?sslpassword=***&sslmode=require as ann");
  }

  @Test
  void aSecretIsNotBlankAndPrintsAsStars() {
    assertThat(new Secret("k")).hasToString("***");
    assertThatThrownBy(() -> new Secret(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
