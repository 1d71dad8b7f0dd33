package ai.tickstock.jobs;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.ListingChange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.notify.IpoFound;
import ai.tickstock.notify.MembersChanged;
import ai.tickstock.notify.NewNotice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What people should know of a night's list: one notice of all new names, one of all renamed or
/// delisted members of universes.
final class ListingNotices {
  private ListingNotices() {}

  /// @param date of the list
  /// @param universes to which an instrument belonged before the list, by key
  static List<NewNotice> of(
      List<ListingChange> changes,
      Map<InstrumentId, Instrument> known,
      LocalDate date,
      Function<InstrumentId, List<String>> universes) {
    var names = new ArrayList<IpoFound.Name>();
    var members = new ArrayList<MembersChanged.Change>();
    for (var change : changes) {
      switch (change) {
        case ListingChange.Listed c when c.isNew() ->
            names.add(name(c, Optional.ofNullable(known.get(c.instrument()))));
        case ListingChange.Renamed c ->
            member(
                    universes.apply(c.instrument()),
                    c.to().ticker(),
                    "renamed from " + c.from(),
                    c.on())
                .ifPresent(members::add);
        case ListingChange.Delisted c ->
            member(universes.apply(c.instrument()), c.symbol().ticker(), "delisted", c.on())
                .ifPresent(members::add);
        default -> {} // stands in symbols changes
      }
    }
    var notices = new ArrayList<NewNotice>();
    if (!names.isEmpty()) {
      names.sort(Comparator.comparing(IpoFound.Name::symbol));
      notices.add(new IpoFound(date, names));
    }
    if (!members.isEmpty()) {
      members.sort(Comparator.comparing(MembersChanged.Change::symbol));
      notices.add(new MembersChanged(date, members));
    }
    return notices;
  }

  private static IpoFound.Name name(ListingChange.Listed listed, Optional<Instrument> instrument) {
    return new IpoFound.Name(
        listed.symbol().ticker(),
        instrument.flatMap(Instrument::name).orElse(""),
        instrument.flatMap(Instrument::type).orElse(""),
        instrument.flatMap(Instrument::exchange).map(Mic::code).orElse(""));
  }

  private static Optional<MembersChanged.Change> member(
      List<String> universes, String symbol, String what, LocalDate on) {
    return universes.isEmpty()
        ? Optional.empty()
        : Optional.of(new MembersChanged.Change(symbol, what, on, String.join(", ", universes)));
  }
}
