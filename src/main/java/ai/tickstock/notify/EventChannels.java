package ai.tickstock.notify;

import java.util.Map;

/// Where an event is published: one channel an event, under the names that readers of the older
/// TickStock know.
final class EventChannels {
  /// Every event again, in order, for readers that were away.
  static final String STREAM = "tickstock:events";

  /// Beginnings of names; of what is not here the channel is `tickstock.` and the name.
  private static final Map<String, String> PLACES =
      Map.of(
          "symbols.", "tickstock.automation.symbols.",
          "backfill.", "tickstock.automation.backfill.",
          "eod.completion", "tickstock:eod:completion",
          "schedule.moved", "tickstock.market.schedule_notification");

  private EventChannels() {}

  static String of(String event) {
    return PLACES.entrySet().stream()
        .filter(place -> event.startsWith(place.getKey()))
        .map(place -> place.getValue() + event.substring(place.getKey().length()))
        .findFirst()
        .orElse("tickstock." + event);
  }
}
