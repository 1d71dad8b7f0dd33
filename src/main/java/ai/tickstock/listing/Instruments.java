package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The instruments that we know, by id and by dated ticker. Safe for use by many threads and
/// processes. Maps come in the order of what was asked, and lack what is not known.
public interface Instruments {

  static Instruments postgres(Database database) {
    return new PostgresInstruments(database);
  }

  /// Who trades under these tickers now.
  Map<Symbol, Instrument> current(Collection<Symbol> symbols);

  /// Who trades under these tickers now, or else did so last.
  Map<Symbol, Instrument> currentOrLast(Collection<Symbol> symbols);

  /// Who traded under the ticker on that date: `FB` and `2021-06-01` give what is `META` today.
  Optional<Instrument> at(Symbol symbol, LocalDate date);

  /// Who traded under these tickers on that date.
  Map<Symbol, Instrument> at(Collection<Symbol> symbols, LocalDate date);

  /// All dated holders of these tickers, each list ascending by begin.
  Map<Symbol, List<SymbolSpan>> spans(Collection<Symbol> symbols);

  /// The tickers of one instrument, ascending by begin; empty for an unknown id.
  List<SymbolSpan> symbols(InstrumentId instrument);

  /// The tickers of these instruments, each list ascending by begin.
  Map<InstrumentId, List<SymbolSpan>> symbols(Collection<InstrumentId> instruments);

  Optional<Instrument> byId(InstrumentId id);

  Map<InstrumentId, Instrument> byId(Collection<InstrumentId> ids);

  /// As the transaction sees them.
  Map<InstrumentId, Instrument> byId(Handle transaction, Collection<InstrumentId> ids);

  /// Ascending by id.
  List<Instrument> all(InstrumentFilter filter);

  /// The present holders of these tickers, in this transaction, where a ticker without one gets a
  /// new provisional instrument. Asking again, also from another process at the same time, gives
  /// the same instrument: the second waits until the first has committed.
  ///
  /// @param source where the ticker was seen, e.g. `day_file`
  /// @return one instrument for each ticker asked
  /// @throws IllegalStateException outside a transaction
  Map<Symbol, Instrument> provisional(
      Handle transaction, Collection<Symbol> symbols, String source);

  /// As `provisional`, for the holders on a date in the past: a ticker whose holders known so far
  /// all began later or ended before gets a provisional instrument for the time in between.
  Map<Symbol, Instrument> provisionalAt(
      Handle transaction, Collection<Symbol> symbols, LocalDate date, String source);

  /// Says of some which benchmark they move with, and of the others of these that they move with
  /// none.
  ///
  /// @return instruments of which something else was said before
  int referTo(
      Handle transaction,
      Collection<InstrumentId> instruments,
      Map<InstrumentId, Symbol> benchmarks);

  /// Which benchmark these move with; who moves with none is missing.
  Map<InstrumentId, Symbol> references(Collection<InstrumentId> instruments);

  /// Instruments that have or had the text as the begin of a ticker, or have it in their name,
  /// upper and lower case alike. First who has the very ticker, then who begins with it, then by
  /// name; among these the largest first.
  List<Instrument> search(String text, int most);

  /// Known tickers that look like this text, the most alike first, at most five; for messages.
  List<Symbol> nearest(String ticker);
}
