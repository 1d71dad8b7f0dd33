package ai.tickstock.notify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// Posts to Slack's webhook.
final class SlackSender implements NoticeSender, AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration ANSWERING = Duration.ofSeconds(20);
  private static final int MOST_OF_AN_ANSWER = 200;

  private final SlackWebhook webhook;
  private final HttpClient client;

  SlackSender(SlackWebhook webhook) {
    this.webhook = webhook;
    client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Channel channel() {
    return Channel.SLACK;
  }

  @Override
  public Sent send(Message message, NoticeDelivery delivery) {
    var request =
        HttpRequest.newBuilder(webhook.uri())
            .timeout(ANSWERING)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(SlackPost.json(message)))
            .build();
    try {
      return answer(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Sent.down(
          "the webhook at %s does not answer: %s"
              .formatted(webhook.uri().getHost(), withoutAddress(reason(e))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Sent.down("interrupted while the webhook was asked");
    }
  }

  private Sent answer(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return new Sent.Accepted();
    }
    var body = withoutAddress(answer.body().strip().replaceAll("\\s+", " "));
    var reason =
        "the webhook at %s answered HTTP %d%s"
            .formatted(
                webhook.uri().getHost(),
                status,
                body.isEmpty()
                    ? ""
                    : ": " + body.substring(0, Math.min(MOST_OF_AN_ANSWER, body.length())));
    if (status == 429 || status >= 500) {
      return new Sent.NotNow(reason, pause(answer), true);
    }
    return new Sent.Refused(reason + "; check tickstock.notices.slack-webhook");
  }

  private static Optional<Duration> pause(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /// Whatever repeats the address, it is a secret.
  private String withoutAddress(String text) {
    return text.replace(webhook.uri().toString(), "***")
        .replace(webhook.uri().getRawPath(), "/***");
  }

  @Override
  public void close() {
    client.close();
  }
}
