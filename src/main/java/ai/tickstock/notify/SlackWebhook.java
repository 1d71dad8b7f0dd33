package ai.tickstock.notify;

import java.net.URI;

/// Slack's address for our messages. Who knows it can write there: prints as its host alone.
public record SlackWebhook(URI uri) {
  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getHost() + "/***";
  }
}
