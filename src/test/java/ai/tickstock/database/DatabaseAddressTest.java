package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://ada:p%40s%2Fs+1@db.example.org:6543/market?sslmode=require",
        "postgresql://ada:p%40s%2Fs+1@db.example.org:6543/market?sslmode=require",
        "jdbc:postgresql://ada:p%40s%2Fs+1@db.example.org:6543/market?sslmode=require",
        "jdbc:postgresql://db.example.org:6543/market?user=ada&sslmode=require&password=p%40s%2Fs+1",
      })
  void readsEveryFormThatPeopleUse(String url) {
    var address = DatabaseAddress.parse(url);

    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example.org:6543/market?sslmode=require");
    assertThat(address.user()).isEqualTo("ada");
    assertThat(address.password()).isEqualTo("p@s/s+1");
  }

  @Test
  void readsAddressesWithoutPortOrPasswordAndOfVersionSix() {
    assertThat(DatabaseAddress.parse("postgresql://ada@[::1]/market").jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]/market");
    assertThat(DatabaseAddress.parse(" postgresql://ada@localhost/market?\n").password()).isEmpty();
  }

  @Test
  void knowsTheNamesThatPostgresqlsOwnProgramsGiveToOptions() {
    assertThat(
            DatabaseAddress.parse("postgres://a:b@h/d?connect_timeout=3&application_name=x")
                .jdbcUrl())
        .isEqualTo("jdbc:postgresql://h/d?connectTimeout=3&ApplicationName=x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ada:secret@host/db",
        "ada:secret@host/db",
        "postgresql://ada:secret@host",
        "postgresql://ada:secret@host/",
        "postgresql://ada:sec@ret@host/db",
        "postgresql://ada:secret%zz@host/db",
        "postgresql://:secret@host/db",
        "postgresql://host/db?password=secret",
        "",
      })
  void refusesAnythingElseWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("postgresql://user:password@host:5432/database")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("sec@ret");
  }

  @Test
  void printsWithoutThePassword() {
    assertThat(DatabaseAddress.parse("postgres://ada:secret@host:1/db?sslmode=require"))
        .hasToString("host:1/db as ada");
  }
}
