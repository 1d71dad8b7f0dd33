package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.Processing;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whose bars the tickers of whole-market answers are, by date. Holds the spans of the tickers it
/// was asked about, so that ten thousand rows cost one look into the database and not ten thousand.
/// Safe for use by many threads.
final class TickerBook {
  private final Database database;
  private final Instruments instruments;
  private final String source;
  private final Optional<Set<InstrumentId>> only;
  private final Map<InstrumentId, String> notLoaded;
  private final Map<Symbol, Ticker> known = new ConcurrentHashMap<>();
  private final Map<InstrumentId, List<SymbolSpan>> tickers = new ConcurrentHashMap<>();

  /// The tickers of the session that was read last, in its order: the next one has nearly the same,
  /// and going along costs much less than looking each of them up.
  private volatile Ticker[] lastSession = {};

  /// Held while provisional instruments are made: the database lets one transaction at a time.
  private final ReentrantLock making = new ReentrantLock();

  /// A ticker, with what is known of it by now.
  private static final class Ticker {
    private final Symbol symbol;
    private volatile Spans spans;

    Ticker(Symbol symbol, Spans spans) {
      this.symbol = symbol;
      this.spans = spans;
    }
  }

  /// What is known of a ticker. Where it has one span only, as nearly all have, also in numbers.
  ///
  /// @param first day since 1970 from which on the only span lasts; after `last` where there are
  ///   more or none
  /// @param wanted whose it is then; null where nobody of interest held it
  private record Spans(
      List<SymbolSpan> all, long first, long last, @Nullable InstrumentId wanted) {}

  private Spans spans(List<SymbolSpan> all) {
    if (all.size() != 1) {
      return new Spans(all, 1, 0, null);
    }
    var only = all.getFirst();
    return new Spans(
        all,
        only.from().map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE),
        only.to().map(LocalDate::toEpochDay).orElse(Long.MAX_VALUE),
        isWanted(only.instrument()) ? only.instrument() : null);
  }

  private TickerBook(
      Database database,
      Instruments instruments,
      String source,
      Optional<Set<InstrumentId>> only,
      Map<InstrumentId, String> notLoaded) {
    this.database = database;
    this.instruments = instruments;
    this.source = source;
    this.only = only;
    this.notLoaded = notLoaded;
  }

  /// For a run that answers for certain instruments: rows of others are skipped.
  static TickerBook of(
      Database database, Instruments instruments, String source, Set<InstrumentId> asked) {
    return new TickerBook(database, instruments, source, Optional.of(Set.copyOf(asked)), Map.of());
  }

  /// For the end of a session: rows of others are skipped, and counted where their type is not
  /// loaded.
  static TickerBook ofTracked(
      Database database,
      Instruments instruments,
      Processing processing,
      String source,
      Set<InstrumentId> tracked) {
    return new TickerBook(
        database,
        instruments,
        source,
        Optional.of(Set.copyOf(tracked)),
        notLoaded(instruments, processing));
  }

  /// For a run that takes all that its source has of the types that are loaded; unknown tickers
  /// become provisional instruments.
  static TickerBook ofLoadedTypes(
      Database database, Instruments instruments, Processing processing, String source) {
    return new TickerBook(
        database, instruments, source, Optional.empty(), notLoaded(instruments, processing));
  }

  private static Map<InstrumentId, String> notLoaded(
      Instruments instruments, Processing processing) {
    var notLoaded = new HashMap<InstrumentId, String>();
    for (var instrument : instruments.all(InstrumentFilter.EVERY)) {
      if (!processing.isLoaded(instrument)) {
        notLoaded.put(instrument.id(), processing.code(instrument).orElseThrow());
      }
    }
    return notLoaded;
  }

  /// Who held these tickers on that date; those that nobody of interest held are missing.
  Map<Symbol, InstrumentId> holders(Collection<Symbol> symbols, LocalDate date) {
    var holders = new HashMap<Symbol, InstrumentId>(symbols.size() * 2);
    var nobody = find(symbols, date, holders);
    if (only.isEmpty() && !nobody.isEmpty()) {
      making.lock();
      try {
        // Another thread may just have made those that we miss: most are new in many files.
        read(nobody);
        nobody = find(nobody, date, holders);
        if (!nobody.isEmpty()) {
          make(nobody, date, holders);
        }
      } finally {
        making.unlock();
      }
    }
    return holders;
  }

  /// Who held the tickers of a session's rows; null where nobody of interest did.
  @Nullable InstrumentId[] holders(DayRows rows) {
    var session = rows.session();
    long day = session.toEpochDay();
    var holders = new @Nullable InstrumentId[rows.size()];
    var tickers = new ArrayList<Ticker>(rows.size());
    var unknown = new HashMap<Symbol, Integer>();
    var before = lastSession;
    int at = 0;
    for (int row = 0; row < holders.length; row++) {
      var symbol = rows.symbol(row);
      int order = 1;
      while (at < before.length && (order = before[at].symbol.compareTo(symbol)) < 0) {
        at++;
      }
      boolean isNext = at < before.length && order == 0;
      var ticker = isNext ? before[at++] : known.get(symbol);
      if (ticker == null) {
        unknown.put(symbol, row);
        continue;
      }
      tickers.add(ticker);
      var spans = ticker.spans;
      if (spans.first <= day && day <= spans.last) {
        holders[row] = spans.wanted;
        continue;
      }
      var holder = SymbolSpan.holder(spans.all, session);
      if (holder.isEmpty()) {
        unknown.put(symbol, row);
      } else if (isWanted(holder.get().instrument())) {
        holders[row] = holder.get().instrument();
      }
    }
    if (!unknown.isEmpty()) {
      holders(unknown.keySet(), session)
          .forEach(
              (symbol, holder) -> holders[Objects.requireNonNull(unknown.get(symbol))] = holder);
    }
    lastSession = tickers.toArray(Ticker[]::new);
    return holders;
  }

  /// Adds those that are known.
  ///
  /// @return those that nobody held
  private List<Symbol> find(
      Collection<Symbol> symbols, LocalDate date, Map<Symbol, InstrumentId> holders) {
    var unread = new HashSet<>(symbols);
    unread.removeAll(known.keySet());
    if (!unread.isEmpty()) {
      read(unread);
    }
    var nobody = new ArrayList<Symbol>();
    for (var symbol : symbols) {
      var holder = SymbolSpan.holder(spans(symbol), date);
      if (holder.isEmpty()) {
        nobody.add(symbol);
      } else if (isWanted(holder.get().instrument())) {
        holders.put(symbol, holder.get().instrument());
      }
    }
    return nobody;
  }

  private List<SymbolSpan> spans(Symbol symbol) {
    var ticker = known.get(symbol);
    return ticker == null ? List.of() : ticker.spans.all;
  }

  /// Reads the spans of tickers, also of those that are known.
  private void read(Collection<Symbol> symbols) {
    var read = instruments.spans(symbols);
    for (var symbol : symbols) {
      var spans = spans(read.getOrDefault(symbol, List.of()));
      known.computeIfAbsent(symbol, one -> new Ticker(one, spans)).spans = spans;
    }
  }

  private void make(List<Symbol> symbols, LocalDate date, Map<Symbol, InstrumentId> holders) {
    var made =
        database.inTransaction(handle -> instruments.provisionalAt(handle, symbols, date, source));
    made.forEach((symbol, instrument) -> holders.put(symbol, instrument.id()));
    read(symbols);
  }

  /// The tickers under which the instruments of interest trade on a date; empty where all that
  /// there is counts.
  Optional<Set<Symbol>> wanted(LocalDate date) {
    return only.map(asked -> {
      var wanted = new HashSet<Symbol>();
      for (var instrument : asked) {
        tickers.computeIfAbsent(instrument, instruments::symbols).stream()
            .filter(span -> span.contains(date))
            .forEach(span -> wanted.add(span.symbol()));
      }
      return wanted;
    });
  }

  /// Instruments asked for by name that trade on a date and of which an answer has nothing; none
  /// where all that there is counts.
  List<InstrumentId> silent(LocalDate date, Set<InstrumentId> answered) {
    return only.stream()
        .flatMap(Set::stream)
        .filter(id -> !answered.contains(id))
        .filter(id ->
            tickers.computeIfAbsent(id, instruments::symbols).stream()
                .anyMatch(span -> span.contains(date)))
        .toList();
  }

  /// The code of the equity type or class by which the holder of a ticker on a date is not taken;
  /// empty for one that is, and where the run asked for certain instruments. For tickers that
  /// `holders` was asked about.
  Optional<String> untracked(Symbol symbol, LocalDate date) {
    return notLoaded.isEmpty()
        ? Optional.empty()
        : SymbolSpan.holder(spans(symbol), date)
            .flatMap(holder -> Optional.ofNullable(notLoaded.get(holder.instrument())));
  }

  private boolean isWanted(InstrumentId instrument) {
    return only.map(asked -> asked.contains(instrument)).orElse(!notLoaded.containsKey(instrument));
  }
}
