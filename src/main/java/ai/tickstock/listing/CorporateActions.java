package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Splits and cash dividends at rest, and for which dates they were asked for. Safe for use by many
/// threads and processes.
public interface CorporateActions {

  static CorporateActions postgres(Database database) {
    return new PostgresCorporateActions(database);
  }

  /// Stores splits of the instruments that held the tickers on the execution dates. A row with the
  /// vendor's id of a stored one corrects it; another row for an instrument and date that have a
  /// split already is not stored but reported. Whether a ratio is plausible is not judged.
  ///
  /// @param source as it is stored with the facts, e.g. `massive`
  /// @throws IllegalStateException outside a transaction
  ActionCount splits(Handle transaction, List<SplitRow> rows, String source);

  /// Stores dividends as `splits` does. An instrument has at most one regular and one special
  /// dividend on a date; what the vendor calls special, supplemental or a capital gain is special.
  ActionCount dividends(Handle transaction, List<DividendRow> rows, String source);

  /// What is stored for the instrument.
  InstrumentActions of(InstrumentId instrument);

  /// What is stored for each of these; with empty lists where nothing is.
  Map<InstrumentId, InstrumentActions> of(Collection<InstrumentId> instruments);

  /// What is stored for each of these with an ex-date in the range; with empty lists where nothing
  /// is.
  Map<InstrumentId, InstrumentActions> of(Collection<InstrumentId> instruments, DateRange range);

  /// Notes that the source was asked for all actions of these in the range. Ranges that touch
  /// become one; of two apart the one that ends later is kept, so that what is noted was always
  /// asked for without a hole.
  void noteCovered(
      Handle transaction,
      Collection<InstrumentId> instruments,
      DateRange range,
      String source,
      Instant askedAt);

  /// For which dates actions were asked for, by source; an instrument never asked for is missing.
  Map<InstrumentId, List<ActionsCovered>> covered(Collection<InstrumentId> instruments);
}
