package ai.tickstock.simulator;

import java.util.Comparator;

/// `/v3/reference/conditions`, those of trades of stocks.
final class ConditionEndpoint {
  private static final Columns<Condition> ORDERS =
      Columns.of(Comparator.comparingInt(Condition::id))
          .with("asset_class", (Condition _) -> "stocks")
          .with("id", Condition::id)
          .with("type", Condition::type)
          .with("name", Condition::name)
          .with("data_types", _ -> "trade")
          .with("legacy", Condition::legacy);

  Reply conditions(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var rows =
        Condition.ALL.stream()
            .filter(_ ->
                Filter.ofText(call, "asset_class").test("stocks")
                    && Filter.ofText(call, "data_type").test("trade"))
            .filter(c -> call.parameter("id").map(String.valueOf(c.id())::equals).orElse(true))
            .filter(c -> call.parameter("sip").map(c.sips()::containsKey).orElse(true))
            .sorted(ORDERS.sorted(call, "asset_class", false))
            .toList();
    return Pages.page(call, faults, rows, limit, c -> c::write);
  }
}
