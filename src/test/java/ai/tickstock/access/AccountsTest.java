package ai.tickstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Accounts, logins and tokens in the database.
class AccountsTest {
  private final Database database = TestPostgres.migrated();
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private final Access access = Access.postgres(database, () -> now, new Passwords(4));

  @AfterEach
  void close() {
    database.close();
  }

  private String in(String account, String password) {
    return access.logins().login(account, password, "10.0.0.1")
            instanceof Logins.Result.In(var token)
        ? token
        : "";
  }

  @Test
  void keepsNeitherPasswordsNorTokens() {
    var password = access.accounts().add("alice", Role.ADMIN, "test");
    var token = access.tokens().create("ci", "alice", Role.ADMIN, Optional.empty(), "test");

    var stored =
        database.read(h ->
            h.createQuery(
                    """
                    SELECT a.password || encode(t.token, 'escape') || string_agg(u.detail || u.subject, ' ')
                    FROM web_account a, web_token t, audit u GROUP BY a.password, t.token
                    """)
                .mapTo(String.class)
                .one());

    assertThat(stored).contains("$2a$").doesNotContain(password, token, token.substring(4));
  }

  @Test
  void keepsTheLastAdmin() {
    access.accounts().add("alice", Role.ADMIN, "test");

    assertThatThrownBy(() -> access.accounts().remove("alice", "test"))
        .hasMessageContaining("'alice' is the only admin");
    assertThatThrownBy(() -> access.accounts().setRole("alice", Role.VIEWER, "test"))
        .hasMessageContaining("the only admin");

    access.accounts().add("bob", Role.ADMIN, "test");
    access.accounts().setRole("alice", Role.VIEWER, "test");
    access.accounts().remove("alice", "test");
    assertThat(access.accounts().list()).extracting(Accounts.Account::name).containsExactly("bob");
  }

  @Test
  void endsALoginThatNobodyUsesAndEachAfterAWeek() {
    var password = access.accounts().add("alice", Role.VIEWER, "test");
    var token = in("alice", password);

    now = now.plus(Logins.IDLE).minusSeconds(1);
    assertThat(access.logins().find(token)).isPresent();
    now = now.plus(Logins.IDLE).minusSeconds(1);
    assertThat(access.logins().find(token)).as("it was used").isPresent();
    now = now.plus(Logins.IDLE);
    assertThat(access.logins().find(token)).isEmpty();

    var busy = in("alice", password);
    for (int hour = 0; hour < 7 * 24; hour += 6) {
      assertThat(access.logins().find(busy)).as("hour " + hour).isPresent();
      now = now.plus(Duration.ofHours(6));
    }
    assertThat(access.logins().find(busy)).isEmpty();
  }

  @Test
  void givesManyAtOnceNoMoreGuessesThanOneAfterTheOther() {
    access.accounts().add("alice", Role.VIEWER, "test");

    long judged =
        IntStream.range(0, 30)
            .parallel()
            .mapToObj(i -> access.logins().login("alice", "guess " + i, "10.0.0." + i))
            .filter(Logins.Result.Wrong.class::isInstance)
            .count();

    assertThat(judged).isEqualTo(Logins.ACCOUNT_ATTEMPTS);
  }

  @Test
  void endsLockoutAndLoginsByANewPassword() {
    var first = access.accounts().add("alice", Role.VIEWER, "test");
    var token = in("alice", first);
    for (int i = 0; i < Logins.ACCOUNT_ATTEMPTS; i++) {
      in("alice", "guess");
    }
    assertThat(in("alice", first)).as("locked").isEmpty();

    var second = access.accounts().resetPassword("alice", "test");

    assertThat(in("alice", second)).isNotEmpty();
    assertThat(access.logins().find(token)).isEmpty();
    assertThat(in("alice", first)).isEmpty();
  }

  @Test
  void limitsATokenByItsAccountAndItsEnd() {
    access.accounts().add("alice", Role.ADMIN, "test");
    access.accounts().add("bob", Role.ADMIN, "test");
    var token =
        access
            .tokens()
            .create("ci", "alice", Role.OPERATOR, Optional.of(Duration.ofDays(1)), "test");
    assertThat(access.tokens().find(token).map(Visitor::role)).contains(Role.OPERATOR);

    access.accounts().setRole("alice", Role.VIEWER, "test");
    assertThat(access.tokens().find(token).map(Visitor::role)).contains(Role.VIEWER);

    now = now.plus(Duration.ofDays(1));
    assertThat(access.tokens().find(token)).isEmpty();
    assertThat(access.tokens().find("tsk_nothing")).isEmpty();
    access.accounts().remove("alice", "test");
    assertThat(access.tokens().list()).isEmpty();
  }

  @Test
  void refusesNamesPasswordsAndRolesThatCannotBe() {
    assertThatThrownBy(() -> access.accounts().add("Alice Smith", Role.VIEWER, "test"))
        .hasMessageContaining("is no name of an account");
    assertThatThrownBy(() -> Role.of("root")).hasMessageContaining("viewer, operator or admin");
    access.accounts().add("alice", Role.VIEWER, "test");
    assertThatThrownBy(() -> access.accounts().add("alice", Role.VIEWER, "test"))
        .hasMessageContaining("already");
    assertThatThrownBy(
            () -> access.tokens().create("ci", "nobody", Role.VIEWER, Optional.empty(), "test"))
        .hasMessageContaining("no account 'nobody'");
    assertThat(Passwords.objection("alice", "x".repeat(72))).isPresent();
    assertThat(Passwords.objection("alice", "alice1234567")).isPresent();
    assertThat(Passwords.objection("alice", "correct horse battery")).isEmpty();
  }

  @Test
  void notesEveryChangeInTheAudit() {
    access.accounts().add("alice", Role.ADMIN, "bob on host");
    in("alice", access.accounts().resetPassword("alice", "bob on host"));

    assertThat(audit("", 10))
        .extracting(Audit.Entry::action)
        .containsExactly("login", "web users password", "web users add");
    assertThat(audit("BOB ON", 1))
        .extracting(Audit.Entry::action)
        .containsExactly("web users password");
  }

  private List<Audit.Entry> audit(String text, int most) {
    return database.read(h -> Audit.read(h, Long.MAX_VALUE, text, most));
  }
}
