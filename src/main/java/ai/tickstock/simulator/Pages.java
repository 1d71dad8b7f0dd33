package ai.tickstock.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// Cuts lists into pages by a marker in the cursor.
final class Pages {
  private Pages() {}

  static <T> Reply page(
      Call call, Faults faults, List<T> all, int limit, Function<T, Consumer<JsonGenerator>> row) {
    int from = call.parameter("page_marker").map(m -> marker(call, m)).orElse(0);
    int to = Math.min(all.size(), from + limit);
    var rows = from >= to ? List.<T>of() : all.subList(from, to);
    int resumed = faults.repeatsLastOf(rows.size()) ? to - 1 : to;
    Optional<String> next =
        to < all.size()
            ? Optional.of(
                call.next(
                    call.path(),
                    Map.of("page_marker", String.valueOf(resumed), "limit", String.valueOf(limit))))
            : Optional.empty();
    return Envelope.ofRows(call, faults, rows.stream().map(row).toList(), next);
  }

  private static int marker(Call call, String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw call.bad("the cursor is not valid");
    }
  }
}
