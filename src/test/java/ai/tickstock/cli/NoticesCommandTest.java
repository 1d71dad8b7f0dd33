package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.notify.NoticeSettings;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.PlainNotice;
import ai.tickstock.notify.Ports;
import ai.tickstock.notify.RedisAddress;
import ai.tickstock.notify.Severity;
import ai.tickstock.notify.WebhookReceiver;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticesCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();
  private final int port = Ports.free();

  @AfterEach
  void close() {
    program.close();
  }

  private void post(Severity severity, String cause) {
    program
        .database()
        .useTransaction(h ->
            Notices.post(
                h,
                new PlainNotice(severity, cause, "about " + cause, "Text.", Map.of()),
                TestProgram.NOW));
  }

  private void useSlack() {
    program.notifies(
        new NoticeSettings(
            Optional.empty(),
            List.of(),
            Optional.of(WebhookReceiver.webhook(port)),
            Optional.empty(),
            TestProgram.RULES));
  }

  @Test
  void saysThatNothingIsSentWhereNoChannelIsConfigured() {
    post(Severity.HIGH, "one");

    var listed = program.line("notices list --format csv");
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("1,high,other,about one,");
    assertThat(listed.err()).contains("no channel is configured: nothing is sent");
    assertThat(program.line("notices send").exitCode()).isZero();
    assertThat(program.line("notices test").exitCode()).isZero();
    assertThat(program.line("notices report").err()).contains("1 notice held back");
  }

  @Test
  void showsEachDeliveryAndAcknowledges() {
    useSlack();
    post(Severity.CRITICAL, "one");
    assertThat(program.line("notices send").exitCode()).isEqualTo(3);

    var shown = program.line("notices show 1");
    assertThat(shown.out()).contains("about one", "waiting", "does not answer", "webhook");
    assertThat(shown.out() + shown.err()).doesNotContain("hush-hush");
    assertThat(program.line("notices show 1 --json").out()).contains("\"state\" : \"waiting\"");
    assertThat(program.line("notices report --month 2024-02 --format csv").out())
        .contains("2024-02,slack,true,1,0,1,0,0,");
    assertThat(program.line("notices report --month 2024-02").exitCode()).isEqualTo(3);

    var acknowledged = program.run("notice", "ack", "1", "--reason", "on it");
    assertThat(acknowledged.out()).isEqualTo("notice 1 is acknowledged\n");
    assertThat(program.line("notices ack 1").out()).isEqualTo("notice 1 was acknowledged before\n");
    assertThat(program.line("notices show 1").out()).contains("tester on here", "on it");
    assertThat(program.line("notices list --open --format csv").out().lines()).hasSize(1);
    assertThat(program.line("notices ack 99").exitCode()).isEqualTo(2);
    assertThat(program.line("notices show 99").exitCode()).isEqualTo(2);
    assertThat(program.line("notices report --month soon").exitCode()).isEqualTo(2);
  }

  @Test
  void sendsATestThroughEveryChannelAndSaysWhatHappened() {
    program.notifies(
        new NoticeSettings(
            Optional.empty(),
            List.of(),
            Optional.of(WebhookReceiver.webhook(port)),
            Optional.of(new RedisAddress(URI.create("redis://127.0.0.1:" + Ports.free()))),
            TestProgram.RULES));
    try (var receiver = WebhookReceiver.start(port)) {
      var tested = program.line("notices test --format csv");

      assertThat(tested.exitCode()).isEqualTo(3);
      assertThat(tested.out())
          .contains("slack,webhook,delivered,\n", "redis,tickstock.notices.test,waiting,")
          .contains("cannot be reached");
      assertThat(receiver.accepted()).hasSize(1).first().asString().contains("Test: asked for by");
    }
    assertThat(program.line("notices report --month 2024-02 --format csv").out())
        .contains("2024-02,slack,true,1,1,0,0,100,");
  }
}
