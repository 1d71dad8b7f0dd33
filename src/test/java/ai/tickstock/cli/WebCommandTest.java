package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Logins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Accounts and tokens by command.
class WebCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void printsAPasswordForOneLoginAndNothingElseOnStandardOutput() {
    var added = program.line("web users add alice --role operator");

    assertThat(added.exitCode()).isZero();
    assertThat(added.err()).contains("password of alice, good for one login");
    var password = added.out().strip();
    assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(program.access().logins().login("alice", password, "here"))
        .isInstanceOf(Logins.Result.In.class);
    assertThat(program.line("web users list --format csv").out())
        .startsWith(
            "account,role,must_change_password,changed,last_login,provider\nalice,operator,true,");

    var again = program.line("web users password alice").out().strip();
    assertThat(again).isNotEqualTo(password);
    assertThat(program.access().logins().login("alice", password, "here"))
        .isInstanceOf(Logins.Result.Wrong.class);
  }

  @Test
  void changesRolesAndRemovesAccounts() {
    program.line("web users add alice --role admin");
    program.line("web users add bob");

    assertThat(program.line("web users role bob admin").err()).contains("bob is admin now");
    assertThat(program.line("web users remove alice").err()).contains("alice is removed");
    var last = program.line("web users remove bob");
    assertThat(last.exitCode()).isEqualTo(2);
    assertThat(last.err()).contains("the only admin");
    assertThat(program.line("web users add carol --role root").exitCode()).isEqualTo(2);
    assertThat(program.line("web users password nobody").err()).contains("no account 'nobody'");
  }

  @Test
  void makesListsAndRevokesTokens() {
    program.line("web users add alice");

    var token = program.line("web tokens create ci --account alice --days 30").out().strip();

    assertThat(token).startsWith("tsk_");
    assertThat(program.access().tokens().find(token)).isPresent();
    assertThat(program.line("web tokens list").out()).contains("ci", "alice").doesNotContain(token);
    assertThat(program.line("web tokens revoke ci").err()).contains("token ci is revoked");
    assertThat(program.access().tokens().find(token)).isEmpty();
    assertThat(program.line("web tokens revoke ci").exitCode()).isEqualTo(2);
    assertThat(program.line("web tokens create x --account alice --days 0").exitCode())
        .isEqualTo(2);
  }
}
