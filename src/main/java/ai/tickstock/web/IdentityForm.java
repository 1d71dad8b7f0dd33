package ai.tickstock.web;

import ai.tickstock.listing.ChangeRefused;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.NoSuchInstrument;
import ai.tickstock.market.DateRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What making one instrument of two, or two of one, would come to, before it is done.
///
/// @param fields as they were filled in
/// @param problems why it cannot be
/// @param outcome empty while nothing was asked, and where it cannot be
record IdentityForm(Map<String, String> fields, List<String> problems, Optional<Outcome> outcome) {
  static final List<Parameter> JOIN =
      List.of(
          Parameter.text("earlier", "who lives on: SYMBOL or SYMBOL@DATE"),
          Parameter.text("later", "who trades after it: SYMBOL or SYMBOL@DATE"),
          Parameter.date(
              "on", "first date of the later ticker; as far as it is known if left out"));
  static final List<Parameter> PART =
      List.of(
          Parameter.text("symbol", "SYMBOL or SYMBOL@DATE"),
          Parameter.date("from", "first date of the later one"));
  private static final Set<String> NEEDED = Set.of("earlier", "later", "symbol", "from");

  /// @param bars that would be moved
  record Outcome(long bars, Side kept, Side other) {}

  /// One of both, as it would be.
  ///
  /// @param who as it is now
  record Side(String who, List<SymbolFacts.Ticker> tickers, Optional<DateRange> bars) {
    private static Side of(String who, ListingChanges.Side side) {
      return new Side(
          who,
          side.tickers().stream()
              .map(one ->
                  new SymbolFacts.Ticker(one.symbol().ticker(), one.from(), one.to(), one.reason()))
              .toList(),
          side.bars());
    }
  }

  static IdentityForm join(Asked asked, ConsoleProgram program) {
    return isWhole(asked, JOIN)
        ? planned(
            asked,
            () -> {
              var earlier = instrument(asked, "earlier", program);
              var later = instrument(asked, "later", program);
              var plan =
                  ListingFacts.changes(program)
                      .planJoin(earlier.id(), later.id(), asked.date("on"));
              return new Outcome(
                  plan.decided().bars(),
                  Side.of(who(earlier), plan.kept()),
                  Side.of(who(later), plan.other().orElseThrow()));
            })
        : new IdentityForm(asked.values(), List.of(), Optional.empty());
  }

  static IdentityForm part(Asked asked, ConsoleProgram program) {
    return isWhole(asked, PART)
        ? planned(
            asked,
            () -> {
              var one = instrument(asked, "symbol", program);
              var plan =
                  ListingFacts.changes(program)
                      .planPart(one.id(), asked.date("from").orElseThrow());
              return new Outcome(
                  plan.decided().bars(),
                  Side.of(who(one), plan.kept()),
                  Side.of("a new instrument", plan.other().orElseThrow()));
            })
        : new IdentityForm(asked.values(), List.of(), Optional.empty());
  }

  private static boolean isWhole(Asked asked, List<Parameter> parameters) {
    return fields(parameters).stream()
        .filter(Parameter::required)
        .allMatch(one -> asked.has(one.name()));
  }

  /// Of the deed itself, of the parameters of its form.
  static List<Parameter> fields(List<Parameter> parameters) {
    return parameters.stream()
        .map(one -> NEEDED.contains(one.name()) ? one.needed() : one)
        .toList();
  }

  private static IdentityForm planned(Asked asked, Supplier<Outcome> outcome) {
    try {
      return new IdentityForm(asked.values(), List.of(), Optional.of(outcome.get()));
    } catch (ChangeRefused | NoSuchInstrument | Misasked refused) {
      return new IdentityForm(
          asked.values(), List.of(String.valueOf(refused.getMessage())), Optional.empty());
    }
  }

  static Instrument instrument(Asked asked, String name, ConsoleProgram program) {
    return InstrumentArgument.parse(asked.shown(name))
        .find(Instruments.postgres(program.database()));
  }

  private static String who(Instrument one) {
    return one + one.name().map(name -> ", " + name).orElse("");
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
