package ai.tickstock.load;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.universe.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Finds out which instruments a load is about and under which tickers they can be asked for, with
/// the vendor's lists where somebody is new here.
final class Identification {
  private final Targets targets;
  private final ListedNames names;
  private final TickerCheck tickers;
  private final Optional<Vendor> vendor;
  private final Supplier<Map<InstrumentId, Symbol>> knownInstruments;

  /// @param vendor whom to ask; files are read without one
  /// @param knownInstruments all that can be loaded, looked up when everything is meant
  Identification(
      Targets targets,
      ListedNames names,
      TickerCheck tickers,
      Optional<Vendor> vendor,
      Supplier<Map<InstrumentId, Symbol>> knownInstruments) {
    this.targets = targets;
    this.names = names;
    this.tickers = tickers;
    this.vendor = vendor;
    this.knownInstruments = knownInstruments;
  }

  /// Whom a load is about, once the vendor's lists were asked about those that are new here.
  sealed interface Meant {
    /// @param asked with the ticker of today; empty for everything
    /// @param leftOut what is not loaded, with the reason
    /// @param reference what finding out cost
    record These(Map<InstrumentId, Symbol> asked, List<String> leftOut, Answer.Cost reference)
        implements Meant {}

    record Nobody(LoadResult why) implements Meant {}
  }

  /// @param named whom the request names as far as it is known here
  Meant of(LoadRequest request, Targets.Named named, LoadObserver observer) {
    if (request.files().isPresent()) {
      return request.isEverything()
          ? new Meant.These(Map.of(), List.of(), Answer.Cost.NONE)
          : matched(request, targets.namedNow(request.target(), request.range()), observer);
    }
    var members = named instanceof Targets.Named.Members(var list) ? list : List.<Member>of();
    var unknown = targets.unknown(members);
    try (var early = tickers.readAhead(vendor.orElseThrow(), unknown.size(), request.range())) {
      return asked(request, named, unknown, early, observer);
    }
  }

  private Meant asked(
      LoadRequest request,
      Targets.Named named,
      List<Symbol> unknown,
      EarlyList early,
      LoadObserver observer) {
    boolean everything = request.isEverything();
    var asks = vendor.orElseThrow();
    if (everything || !unknown.isEmpty()) {
      observer.note(
          everything
              ? "reading the vendor's list of instruments"
              : "asking the vendor about "
                  + unknown.size()
                  + " "
                  + (unknown.size() == 1 ? "ticker that is" : "tickers that are")
                  + " new here");
    }
    var learned = names.learnFromVendor(asks, unknown, request.target(), request.range(), observer);
    var target = request.target();
    switch (learned) {
      case Answer.Failed<ListedNames.Learned>(var failure, _) -> {
        return new Meant.Nobody(new LoadResult.NotStarted(failure.toString()));
      }
      case Answer.Given<ListedNames.Learned>(var told, _, _) -> {
        if (!told.problems().isEmpty()) {
          return new Meant.Nobody(new LoadResult.Misunderstood(told.problems()));
        }
        told.renamed().forEach((typed, now) -> note(typed, now, observer));
        target = told.today(target);
      }
    }
    var found =
        everything
            ? new Meant.These(knownInstruments.get(), List.of(), Answer.Cost.NONE)
            : matched(
                request,
                unknown.isEmpty() ? named : targets.namedNow(target, request.range()),
                observer);
    if (!(found instanceof Meant.These(var asked, var leftOut, _))) {
      return found;
    }
    var checked = tickers.check(asks, asked, request.range(), everything, early, observer);
    if (checked.failure().isPresent()) {
      return new Meant.Nobody(new LoadResult.NotStarted(checked.failure().get().toString()));
    }
    return new Meant.These(
        everything ? Map.of() : checked.trusted(),
        Stream.concat(leftOut.stream(), checked.leftOut().stream()).toList(),
        learned.cost().plus(checked.cost()).plus(early.costUntaken()));
  }

  private Meant matched(LoadRequest request, Targets.Named named, LoadObserver observer) {
    return switch (named) {
      case Targets.Named.Problems(var problems) ->
          new Meant.Nobody(new LoadResult.Misunderstood(problems));
      case Targets.Named.Members(var members) -> {
        tellNewNames(members, observer);
        yield switch (targets.match(request.target(), members)) {
          case Targets.Lookup.Found(var found, var leftOut) ->
              new Meant.These(found, leftOut, Answer.Cost.NONE);
          case Targets.Lookup.Nobody(var problems) ->
              new Meant.Nobody(new LoadResult.Misunderstood(problems));
        };
      }
    };
  }

  private static void tellNewNames(List<Member> members, LoadObserver observer) {
    for (var member : members) {
      if (member.universes().isEmpty() && !member.symbol().equals(member.listedAs())) {
        note(member.listedAs(), member.symbol(), observer);
      }
    }
  }

  private static void note(Symbol former, Symbol now, LoadObserver observer) {
    observer.note(former + " trades as " + now + " now");
  }
}
