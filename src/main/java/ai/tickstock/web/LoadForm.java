package ai.tickstock.web;

import ai.tickstock.load.LoadPlan;
import ai.tickstock.load.Loader;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.Universes;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a load would do and cost, before it is started.
///
/// @param fields as they were filled in
/// @param problems why nothing can be planned
/// @param command that does the same
record LoadForm(
    Map<String, String> fields,
    List<Choice> universes,
    List<String> problems,
    Optional<Cost> plan,
    String command) {
  private static final String NOTHING_ASKED = "tickstock load";

  record Choice(String key, String name) {
    /// All universes, as a page offers them.
    static List<Choice> all(ConsoleProgram program) {
      return Universes.postgres(program.database())
          .list(Bar.dateOf(program.clock().instant()))
          .stream()
          .map(one -> new Choice(one.key(), one.name()))
          .toList();
    }
  }

  /// @param unknownTickers that the load asks the vendor about first
  /// @param callsAtMost with those that find out what answers left out
  /// @param bytesAtMost what these bring, an estimate
  /// @param duration under the present limit, an estimate
  /// @param joins the unfinished run that the load would continue
  record Cost(
      LocalDate from,
      LocalDate to,
      int instruments,
      List<String> unknownTickers,
      long sessionsStored,
      long sessionsOwed,
      int callsBySymbol,
      int callsBySession,
      int callsForReference,
      int calls,
      int callsAtMost,
      long rows,
      long bytes,
      long bytesAtMost,
      String limit,
      Duration duration,
      Optional<Integer> joins) {
    static Cost of(LoadPlan plan) {
      return new Cost(
          plan.range().first(),
          plan.range().last(),
          plan.instruments(),
          plan.unknownTickers(),
          plan.present().stored(),
          plan.dueSessions(),
          plan.bySymbol(),
          plan.bySession(),
          plan.referenceCalls(),
          plan.calls(),
          plan.mostCalls(),
          plan.rows(),
          plan.bytes(),
          plan.mostBytes(),
          plan.limit().toString(),
          // Less is not told by any estimate.
          plan.duration().toSeconds() == 0 ? Duration.ofSeconds(1) : plan.duration(),
          plan.joins() > 0 ? Optional.of(plan.joins()) : Optional.empty());
    }
  }

  static LoadForm of(Asked asked, ConsoleProgram program) {
    var universes = Choice.all(program);
    if (!LoadOrder.isBegun(asked)) {
      return new LoadForm(asked.values(), universes, List.of(), Optional.empty(), NOTHING_ASKED);
    }
    try {
      var order = LoadOrder.of(asked, program);
      return switch (program.loader().plan(order.request())) {
        case Loader.Planned.Misunderstood(var problems) ->
            new LoadForm(asked.values(), universes, problems, Optional.empty(), order.command());
        case Loader.Planned.Plan(var plan) ->
            new LoadForm(
                asked.values(), universes, List.of(), Optional.of(Cost.of(plan)), order.command());
      };
    } catch (Misasked wrong) {
      return new LoadForm(
          asked.values(),
          universes,
          List.of(String.valueOf(wrong.getMessage())),
          Optional.empty(),
          NOTHING_ASKED);
    }
  }

  /// The command alone; nothing is planned for it.
  static String command(Asked asked, ConsoleProgram program) {
    try {
      return LoadOrder.isBegun(asked) ? LoadOrder.of(asked, program).command() : NOTHING_ASKED;
    } catch (Misasked wrong) {
      return NOTHING_ASKED;
    }
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
