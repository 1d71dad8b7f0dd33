package ai.tickstock.load;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.listing.TickerHistories;
import ai.tickstock.load.DatedLists.Holder;
import ai.tickstock.load.DatedLists.NotAnswered;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.TickerChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out since when an instrument has held its ticker and which ones it had before, back to a
/// date. The vendor's ticker history says where to look; its dated lists decide. For one thread.
final class FormerTickers {
  /// A first listing so near to the begin of a ticker is the begin of the ticker.
  private static final int SAME_BEGIN_DAYS = 10;

  private final MarketDataProvider provider;
  private final DatedLists lists;
  private final List<LocalDate> sessions;
  private final LocalDate today;

  /// @param back how far
  /// @param today lists of this date are what we know already
  FormerTickers(
      MarketDataProvider provider,
      DatedLists lists,
      TradingCalendar calendar,
      LocalDate back,
      LocalDate today) {
    this.provider = provider;
    this.lists = lists;
    this.today = today;
    this.sessions =
        calendar.sessions(new DateRange(back, today)).stream().map(Session::date).toList();
  }

  /// @param held newest first; the first one is the span that was asked about
  /// @param gap why what came before is not known; empty when nothing is missing
  /// @param details what the vendor says of an instrument that began within the time
  record Found(
      List<TickerHistories.Held> held, Optional<String> gap, Optional<ListingDetails> details) {}

  /// The vendor's words on an instrument's tickers, from one of them on.
  ///
  /// @param since begin of that one
  /// @param older newest first
  /// @param gap why it is not all
  private record History(
      Optional<LocalDate> since, List<TickerChange> older, Optional<String> gap) {}

  /// @param earliest the earliest span that is known; a list of the first session does not name the
  ///   instrument under it
  Found before(Instrument instrument, SymbolSpan earliest) throws NotAnswered {
    var history = history(instrument, earliest);
    var held = new ArrayList<TickerHistories.Held>();
    var gap = history.gap();
    var symbol = earliest.symbol();
    var to = earliest.to();
    var since = history.since();
    var begin =
        begin(
            instrument,
            symbol,
            earliest.from().or(earliest::to).orElse(today),
            since.or(earliest::from));
    held.add(new TickerHistories.Held(symbol, begin, to, sessions.getFirst()));
    for (var change : history.older()) {
      var last = begin.flatMap(this::sessionBefore);
      if (last.isEmpty()) {
        break;
      }
      if (lists.holder(change.symbol(), last.get(), instrument) != Holder.OURS) {
        gap =
            Optional.of(
                "its history says "
                    + change.symbol()
                    + " before "
                    + begin.orElseThrow()
                    + ", the list of "
                    + last.get()
                    + " does not");
        break;
      }
      to = begin.map(date -> date.minusDays(1));
      begin = begin(instrument, change.symbol(), last.get(), Optional.of(change.since()));
      held.add(new TickerHistories.Held(change.symbol(), begin, to, sessions.getFirst()));
    }
    if (begin.flatMap(this::sessionBefore).isEmpty()) {
      return new Found(held, Optional.empty(), Optional.empty());
    }
    var details = details(instrument, earliest);
    boolean isFirstListing =
        details
            .flatMap(ListingDetails::listedOn)
            .filter(begin.orElseThrow().minusDays(SAME_BEGIN_DAYS)::isBefore)
            .isPresent();
    return new Found(held, isFirstListing ? Optional.empty() : gap, details);
  }

  private History history(Instrument instrument, SymbolSpan earliest) throws NotAnswered {
    if (!instrument.active()) {
      return new History(
          Optional.empty(), List.of(), Optional.of("the vendor keeps no history of delisted ones"));
    }
    List<TickerChange> changes;
    try {
      changes = lists.paid(provider.tickerChanges(instrument.symbol()));
    } catch (NotAnswered e) {
      if (!isLasting(e.failure())) {
        throw e;
      }
      boolean hasNone = e.failure().kind() == ProviderFailure.Kind.UNKNOWN_SYMBOL;
      return new History(
          Optional.empty(),
          List.of(),
          hasNone ? Optional.empty() : Optional.of(e.failure().toString()));
    }
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).symbol().equals(earliest.symbol())) {
        return new History(
            Optional.of(changes.get(i).since()),
            changes.subList(i + 1, changes.size()),
            Optional.empty());
      }
    }
    return new History(
        Optional.empty(),
        List.of(),
        Optional.of("the vendor's history of " + instrument.symbol() + " does not name it"));
  }

  private Optional<ListingDetails> details(Instrument instrument, SymbolSpan earliest)
      throws NotAnswered {
    if (!instrument.active() || earliest.to().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(lists.paid(provider.details(instrument.symbol(), Optional.empty())));
    } catch (NotAnswered e) {
      if (!isLasting(e.failure())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<LocalDate> sessionBefore(LocalDate date) {
    int index = indexOf(date);
    return index == 0 ? Optional.empty() : Optional.of(sessions.get(index - 1));
  }

  /// The first session not before the date; the last one when there is none.
  private int indexOf(LocalDate date) {
    for (int i = 0; i < sessions.size(); i++) {
      if (!sessions.get(i).isBefore(date)) {
        return i;
      }
    }
    return sessions.size() - 1;
  }

  /// The first session on which a list names the instrument under the ticker; empty when that is
  /// the first of all.
  ///
  /// @param last a date on which it does
  /// @param guess the vendor's word; looked at first, and the session before it
  private Optional<LocalDate> begin(
      Instrument instrument, Symbol symbol, LocalDate last, Optional<LocalDate> guess)
      throws NotAnswered {
    if (lists.holder(symbol, sessions.getFirst(), instrument) == Holder.OURS) {
      return Optional.empty();
    }
    int without = 0;
    int with = Math.max(1, indexOf(last));
    var looks = new ArrayList<Integer>();
    guess.map(this::indexOf).ifPresent(index -> looks.addAll(List.of(index, index - 1)));
    while (with - without > 1) {
      int look = looks.isEmpty() ? (without + with) >>> 1 : looks.removeFirst();
      if (look <= without || look >= with) {
        continue;
      }
      if (lists.holder(symbol, sessions.get(look), instrument) == Holder.OURS) {
        with = look;
      } else {
        without = look;
      }
    }
    return Optional.of(sessions.get(with));
  }

  /// Whether a failure is the vendor's lasting word on this question, and no reason to stop all.
  static boolean isLasting(ProviderFailure failure) {
    return switch (failure.kind()) {
      case NOT_ENTITLED_ENDPOINT, NOT_ENTITLED_TIMEFRAME, BAD_ANSWER, UNKNOWN_SYMBOL -> true;
      case RATE_LIMITED, UNREACHABLE, KEY_REFUSED, INTERRUPTED -> false;
    };
  }
}
