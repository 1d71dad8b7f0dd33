package ai.tickstock.listing;

import ai.tickstock.listing.ListTable.Taken;
import ai.tickstock.listing.ListTable.Verdict;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.ListingRow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// A whole list beside the ones that its source gave before: whether it is cut short, whether it
/// counts as a night, and who is not in it.
final class JudgedList {
  /// From so many days between two lists on, the market itself can have changed that much.
  static final int LONG_AGO_DAYS = 11;

  /// In a list of a few names some newcomers are a large part, and newcomers all the same.
  private static final int MANY_NAMES = 100;

  final WorkingListing known;
  final NightlyList list;
  final Optional<Taken> before;
  private final Optional<Taken> ofSameExtent;
  private final int nights;
  private final ListingRules rules;
  private final TradingCalendar calendar;
  private final Taken taken;
  private final Verdict verdict;
  private final Set<Mic> exchanges;

  /// The exchanges of those that we knew before this list.
  private final Set<Mic> covered;

  private JudgedList(
      WorkingListing known,
      NightlyList list,
      Optional<Taken> before,
      Optional<Taken> ofSameExtent,
      int nights,
      ListingRules rules,
      TradingCalendar calendar) {
    this.known = known;
    this.list = list;
    this.before = before;
    this.ofSameExtent = ofSameExtent;
    this.nights = nights;
    this.rules = rules;
    this.calendar = calendar;
    var trading = trading();
    taken =
        new Taken(
            list.source().date(),
            list.allExchanges(),
            (int) trading.stream().map(ListingRow::symbol).distinct().count(),
            ListTable.digest(trading));
    verdict = ofSameExtent.map(this::verdict).orElse(Verdict.TAKEN);
    exchanges =
        trading.stream()
            .flatMap(row -> row.exchange().stream())
            .filter(Mic::isValid)
            .map(Mic::new)
            .collect(Collectors.toSet());
    covered =
        known.instruments().stream()
            .filter(i -> !i.provisional)
            .flatMap(i -> i.exchange.stream())
            .collect(Collectors.toSet());
  }

  /// @param calendar its days without a session are no nights
  /// @throws ListRefused if a list of a later date was taken, whatever its source, or it is empty
  static JudgedList of(
      Handle h,
      WorkingListing known,
      NightlyList list,
      ListingRules rules,
      TradingCalendar calendar) {
    var vendor = list.source().vendor();
    var date = list.source().date();
    ListTable.newestOfAll(h)
        .filter(last -> last.asOf().isAfter(date))
        .ifPresent(last -> {
          throw new ListRefused(
              "the list is of "
                  + date
                  + ", but one of "
                  + last.asOf()
                  + " was taken already (source "
                  + last.source()
                  + "); nothing of it was used");
        });
    if (list.rows().stream().noneMatch(ListingRow::active)) {
      throw new ListRefused(
          "the list of " + date + " names nobody that trades; nothing was changed");
    }
    return new JudgedList(
        known,
        list,
        ListTable.newest(h, vendor),
        ListTable.newest(h, vendor, list.allExchanges()),
        ListTable.nights(h, vendor),
        rules,
        calendar);
  }

  private Verdict verdict(Taken last) {
    return last.digest().equals(taken.digest())
        ? Verdict.REPEATED
        : taken.trading() < last.trading() * rules.shortList() ? Verdict.SHORT : Verdict.TAKEN;
  }

  /// What of it is kept for the lists to come.
  Taken taken() {
    return taken;
  }

  Verdict verdict() {
    return verdict;
  }

  LocalDate date() {
    return taken.asOf();
  }

  List<ListingRow> trading() {
    return list.rows().stream().filter(ListingRow::active).toList();
  }

  Set<Mic> exchanges() {
    return exchanges;
  }

  long daysSinceLastList() {
    return before.map(last -> ChronoUnit.DAYS.between(last.asOf(), date())).orElse(0L);
  }

  /// Whether names that it lacks are missing for a night: not by a short list or the same one
  /// again, by a source's first list, by a second list of the day, or by one of a day without a
  /// session (what the vendor leaves out on a Friday it leaves out until Monday).
  boolean isFurtherNight() {
    return verdict == Verdict.TAKEN
        && before.filter(last -> last.asOf().isBefore(date())).isPresent()
        && !(calendar.known().contains(date()) && calendar.session(date()).isEmpty());
  }

  /// Whether the source's lists are so few that they may have lacked the same names all along.
  boolean isAmongFirst() {
    return nights < rules.absentNights();
  }

  /// Whether a name that is new in this list is new in the market: not when it is our first, or the
  /// first one of its exchange, or the one before was cut short and nobody could tell.
  boolean tellsNewcomers(ListingRow row) {
    return before.isPresent()
        && !ofSameExtent.filter(this::wasShort).isPresent()
        && (ofSameExtent.isPresent()
            || row.exchange()
                .filter(Mic::isValid)
                .map(Mic::new)
                .filter(covered::contains)
                .isPresent());
  }

  /// A first list has no other beside which it is short; the next one shows it.
  private boolean wasShort(Taken last) {
    return taken.trading() - last.trading() >= MANY_NAMES
        && last.trading() < taken.trading() * rules.shortList()
        && ChronoUnit.DAYS.between(last.asOf(), date()) < LONG_AGO_DAYS;
  }

  /// Who trades, as far as we know, on an exchange of this list, and no row is about.
  Set<WorkingInstrument> leavers() {
    return known.instruments().stream()
        .filter(i -> !i.confirmed && !i.added && i.active && !i.provisional)
        .filter(i -> i.current().isPresent() && isInScope(i))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private boolean isInScope(WorkingInstrument i) {
    return i.exchange.isEmpty() ? list.allExchanges() : exchanges.contains(i.exchange.get());
  }
}
