package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How far back the tickers of our instruments are known to be theirs. A list that names an
/// instrument today says nothing about who held its ticker before. Safe for use by many threads.
public final class TickerHistories {
  /// The reason of a span that begins where it was seen to begin, while what came before is unknown
  /// and worth asking for again.
  private static final String EARLIER_UNKNOWN = "held from here on; its tickers before are unknown";

  private static final String SEEN_FROM =
      """
      SELECT instrument_id, ticker, seen_from
      FROM instrument_symbol
      WHERE instrument_id = ANY(:ids) AND valid_from IS NULL AND seen_from IS NOT NULL
      """;

  private static final String NOTE_SEEN =
      """
      UPDATE instrument_symbol s
      SET seen_from = :date
      FROM unnest(:ids, :tickers) AS seen (instrument_id, ticker)
      WHERE s.instrument_id = seen.instrument_id AND s.ticker = seen.ticker
        AND s.valid_from IS NULL
        AND (s.seen_from IS NULL OR s.seen_from > :date)
      """;

  private final Database database;

  private TickerHistories(Database database) {
    this.database = database;
  }

  public static TickerHistories postgres(Database database) {
    return new TickerHistories(database);
  }

  /// A ticker that an instrument is known to have held.
  ///
  /// @param from first date; empty: on `seenFrom` already, and perhaps before
  /// @param to last date; empty: still
  /// @param seenFrom a date on which the source's list named the instrument
  public record Held(
      Symbol symbol, Optional<LocalDate> from, Optional<LocalDate> to, LocalDate seenFrom) {}

  /// The earliest span of each instrument of which it is not known that it held on a date: it has
  /// no known begin and was not seen so early, or begins later with unknown tickers before it. In
  /// the order asked; instruments whose tickers are known for the date are missing, and so are
  /// those that are known from bars only.
  public Map<InstrumentId, SymbolSpan> unproven(
      Collection<InstrumentId> instruments, LocalDate date) {
    return database.read(h -> {
      var earliest = new HashMap<InstrumentId, SymbolSpan>();
      InstrumentTable.spansOf(h, instruments)
          .forEach(span -> earliest.putIfAbsent(span.instrument(), span));
      var seen = seenFrom(h, instruments);
      var provisional = new HashMap<InstrumentId, Boolean>();
      InstrumentTable.byIds(h, instruments)
          .forEach((id, instrument) -> provisional.put(id, instrument.provisional()));
      var unproven = new LinkedHashMap<InstrumentId, SymbolSpan>();
      for (var id : instruments) {
        var span = earliest.get(id);
        if (span != null
            && !provisional.getOrDefault(id, true)
            && !isProven(span, Optional.ofNullable(seen.get(id)), date)) {
          unproven.put(id, span);
        }
      }
      return unproven;
    });
  }

  private static boolean isProven(SymbolSpan span, Optional<LocalDate> seen, LocalDate date) {
    if (span.from().isPresent()) {
      return !(span.from().get().isAfter(date) && isEarlierUnknown(span));
    }
    boolean endedBefore = span.to().filter(to -> to.isBefore(date)).isPresent();
    return endedBefore || seen.filter(from -> !from.isAfter(date)).isPresent();
  }

  /// Whether what the instrument traded under before the span could not be found out.
  public static boolean isEarlierUnknown(SymbolSpan span) {
    return span.reason().equals(EARLIER_UNKNOWN);
  }

  private static Map<InstrumentId, LocalDate> seenFrom(Handle h, Collection<InstrumentId> ids) {
    var seen = new HashMap<InstrumentId, LocalDate>();
    h.createQuery(SEEN_FROM)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("instrument_id")),
                row.getObject("seen_from", LocalDate.class)))
        .forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
    return seen;
  }

  /// Notes that a list of the source as of that date names these instruments under the tickers of
  /// these spans.
  public void noteSeen(Collection<SymbolSpan> spans, LocalDate date) {
    database.useTransaction(h -> {
      InstrumentTable.lock(h);
      noteSeen(h, spans, date);
    });
  }

  private static void noteSeen(Handle h, Collection<SymbolSpan> spans, LocalDate date) {
    h.createUpdate(NOTE_SEEN)
        .bind("date", date)
        .bindArray("ids", Integer.class, spans.stream().map(s -> s.instrument().value()).toList())
        .bindArray("tickers", String.class, spans.stream().map(s -> s.symbol().ticker()).toList())
        .execute();
  }

  /// Gives an instrument its earlier tickers, in one transaction. Another holder of one of the
  /// tickers gives way: its span ends the day before or begins the day after. The same history
  /// again changes nothing.
  ///
  /// @param earliest the instrument's earliest span, as it was read
  /// @param history newest first; the first one is the ticker of `earliest`
  /// @param isWhole whether nothing is missing before the oldest one
  /// @return spans of others that lie within one of ours: that part of the history, and what came
  ///   before it, is left out
  public List<SymbolSpan> extend(
      SymbolSpan earliest, List<Held> history, boolean isWhole, String source) {
    return database.inTransaction(h -> extend(h, earliest, history, isWhole, source));
  }

  /// Gives the holder of a ticker, now or last, those of its tickers that another database knows
  /// and that lie before what is known here. The same again changes nothing.
  ///
  /// @param history newest first; the first one is the ticker
  /// @param isWhole whether nothing is missing before the oldest one
  /// @return as `extend`
  /// @throws IllegalStateException outside a transaction
  public List<SymbolSpan> takeOver(
      Handle transaction, List<Held> history, boolean isWhole, String source) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("tickers are taken over inside a transaction only");
    }
    InstrumentTable.lock(transaction);
    var newest = history.getFirst();
    var holder =
        SymbolSpan.last(
                InstrumentTable.spans(transaction, List.of(newest.symbol()))
                    .getOrDefault(newest.symbol(), List.of()))
            .filter(span -> span.isCurrent() == newest.to().isEmpty());
    if (holder.isEmpty()) {
      return List.of();
    }
    var earliest =
        InstrumentTable.spansOf(transaction, List.of(holder.get().instrument())).getFirst();
    for (int i = 0; i < history.size(); i++) {
      var held = history.get(i);
      boolean isEarliest =
          held.symbol().equals(earliest.symbol()) && held.to().equals(earliest.to());
      boolean isNews = i + 1 < history.size() || earliest.from().isEmpty();
      if (isEarliest && isNews) {
        return extend(transaction, earliest, history.subList(i, history.size()), isWhole, source);
      }
    }
    return List.of();
  }

  private static List<SymbolSpan> extend(
      Handle h, SymbolSpan earliest, List<Held> history, boolean isWhole, String source) {
    InstrumentTable.lock(h);
    var within = new ArrayList<SymbolSpan>();
    for (int i = 0; i < history.size(); i++) {
      var held = history.get(i);
      within.addAll(giveWay(h, earliest.instrument(), held));
      if (i > 0 && !within.isEmpty()) {
        break;
      }
      boolean isOldest = i == history.size() - 1;
      var reason =
          isOldest && !isWhole
              ? EARLIER_UNKNOWN
              : isOldest
                  ? "held from the begin on, as the vendor's dated lists say"
                  : "renamed from " + history.get(i + 1).symbol();
      var span =
          new SymbolSpan(
              earliest.instrument(),
              held.symbol(),
              held.from(),
              i == 0 ? earliest.to() : held.to(),
              held.from().isEmpty() && i == 0 ? earliest.reason() : reason);
      if (i == 0) {
        InstrumentTable.replaceSpans(h, List.of(earliest), List.of(span));
      } else if (!isStored(h, span)) {
        InstrumentTable.insertSpans(h, List.of(span), source);
      }
      if (held.from().isEmpty()) {
        noteSeen(h, List.of(span), held.seenFrom());
      }
    }
    return within;
  }

  /// Lets an instrument hold its ticker from a date on only, because another one held it before and
  /// nobody looked until when. It stays unproven.
  public void beginNotBefore(SymbolSpan earliest, LocalDate date, String source) {
    extend(
        earliest,
        List.of(new Held(earliest.symbol(), Optional.of(date), earliest.to(), date)),
        false,
        source);
  }

  private static boolean isStored(Handle h, SymbolSpan span) {
    return InstrumentTable.spansOf(h, List.of(span.instrument())).stream()
        .anyMatch(s ->
            s.symbol().equals(span.symbol())
                && s.from().equals(span.from())
                && s.to().equals(span.to()));
  }

  /// Cuts the spans of others that share dates with ours.
  ///
  /// @return those that lie within ours and cannot be cut
  private static List<SymbolSpan> giveWay(Handle h, InstrumentId ours, Held held) {
    var first = held.from().orElse(held.seenFrom());
    var within = new ArrayList<SymbolSpan>();
    for (var other :
        InstrumentTable.spans(h, List.of(held.symbol())).getOrDefault(held.symbol(), List.of())) {
      boolean before = other.to().filter(to -> to.isBefore(first)).isPresent();
      boolean after =
          held.to().isPresent() && other.from().filter(held.to().get()::isBefore).isPresent();
      if (other.instrument().equals(ours) || before || after) {
        continue;
      }
      boolean lastsLonger =
          held.to().isPresent() && other.to().filter(to -> !to.isAfter(held.to().get())).isEmpty();
      boolean beganBefore = other.from().filter(from -> !from.isBefore(first)).isEmpty();
      if (lastsLonger) {
        cut(h, other, held.to().map(to -> to.plusDays(1)), other.to(), held.symbol());
      } else if (beganBefore) {
        cut(h, other, other.from(), Optional.of(first.minusDays(1)), held.symbol());
      } else {
        within.add(other);
      }
    }
    return within;
  }

  private static void cut(
      Handle h, SymbolSpan other, Optional<LocalDate> from, Optional<LocalDate> to, Symbol symbol) {
    var reason = "another instrument held " + symbol + " on the dates beside";
    InstrumentTable.replaceSpans(
        h,
        List.of(other),
        List.of(new SymbolSpan(other.instrument(), other.symbol(), from, to, reason)));
  }
}
