package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarChecks;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.MinuteBatch;
import ai.tickstock.bars.MinuteChecks;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.RejectReason;
import ai.tickstock.bars.RejectedBar;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.flatfile.Contradiction;
import ai.tickstock.provider.flatfile.MalformedRow;
import ai.tickstock.provider.flatfile.MinuteFileRows;
import ai.tickstock.provider.flatfile.MisdatedRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a file brought so far, with whose it is. For one thread.
final class CollectedFile {
  private final Map<Symbol, InstrumentId> holders;
  private final List<BarBatch> batches = new ArrayList<>();
  private final List<MinuteBatch> minutes = new ArrayList<>();
  private int repeats;
  private final List<RejectedBar> rejected = new ArrayList<>();
  private final List<ExplainedRange> explained = new ArrayList<>();
  private final Map<InstrumentId, Symbol> instruments = new HashMap<>();
  private final Map<String, Integer> untracked = new HashMap<>();

  CollectedFile(Map<Symbol, InstrumentId> holders) {
    this.holders = holders;
  }

  boolean isHeld(Symbol symbol) {
    return holders.containsKey(symbol);
  }

  /// Whose bars the file had so far.
  Set<InstrumentId> instruments() {
    return instruments.keySet();
  }

  /// The ticker under which an instrument stands in the file.
  void name(InstrumentId instrument, Symbol symbol) {
    instruments.put(instrument, symbol);
  }

  /// Rows that say what another one said.
  void repeated(long rows) {
    repeats += (int) rows;
  }

  /// Bars that are not stored, where it is the equity types that say so.
  void skip(Optional<String> code, int bars) {
    code.ifPresent(c -> untracked.merge(c, bars, Integer::sum));
  }

  /// Rows of a session whose instruments were named.
  void take(BarChecks.CheckedSession checked) {
    batches.add(checked.accepted());
    checked.refused().forEach(row -> reject(row.instrument(), List.of(row)));
  }

  void take(InstrumentId instrument, Symbol symbol, DateRange range, RowChecks.Checked checked) {
    if (!checked.bars().isEmpty()) {
      batches.add(new BarBatch(instrument, range, checked.bars()));
    }
    reject(Optional.of(instrument), checked.rejected());
    instruments.put(instrument, symbol);
  }

  /// @param defects rows of the ticker that could not be read
  void take(InstrumentId instrument, Symbol symbol, MinuteChecks.Checked checked, int defects) {
    minutes.add(checked.batch().alsoRefused(defects));
    rejected.addAll(checked.refused());
    explained.addAll(RejectedCells.of(checked));
    repeats += checked.repeats();
    instruments.put(instrument, symbol);
  }

  /// Minutes that the reader could not hand over: kept in quarantine.
  ///
  /// @return how many, by ticker
  Map<Symbol, Integer> takeDefects(MinuteFileRows content, LocalDate session) {
    var defects = new HashMap<Symbol, Integer>();
    for (var misdated : content.misdated()) {
      var row = misdated.row();
      keep(row.symbol(), session, RejectReason.MISDATED, misdated.reason(), row.asReceived());
      defects.merge(row.symbol(), 1, Integer::sum);
    }
    for (var line : content.malformed()) {
      keep(
          line.symbol().orElse(RowChecks.UNREADABLE_TICKER),
          session,
          RejectReason.UNREADABLE,
          "line " + line.line() + ": " + line.why(),
          line.text());
      line.symbol().ifPresent(symbol -> defects.merge(symbol, 1, Integer::sum));
    }
    return defects;
  }

  /// A ticker of whose session no row could be read.
  void nothingReadable(Symbol symbol, DateRange day) {
    Optional.ofNullable(holders.get(symbol))
        .ifPresent(instrument -> {
          instruments.put(instrument, symbol);
          explained.add(RejectedCells.whole(instrument, day));
        });
  }

  private void keep(
      Symbol symbol, LocalDate session, RejectReason reason, String detail, String received) {
    rejected.add(
        new RejectedBar(
            Optional.ofNullable(holders.get(symbol)),
            symbol,
            Optional.of(session),
            reason,
            detail,
            received));
  }

  /// Rows that the reader could not hand over as bars: kept in quarantine, their cells rejected.
  void takeDefects(
      List<Contradiction> contradictions,
      List<MisdatedRow> misdatedRows,
      List<MalformedRow> malformed,
      Optional<LocalDate> session) {
    for (var contradiction : contradictions) {
      for (var row : contradiction.rows()) {
        var date = Bar.dateOf(row.start());
        defect(
            row.symbol(),
            Optional.of(date),
            RejectReason.CONTRADICTION,
            contradiction.rows().size() + " different rows for one session in one file",
            row.asReceived());
      }
    }
    for (var misdated : misdatedRows) {
      defect(
          misdated.row().symbol(),
          session,
          RejectReason.MISDATED,
          misdated.reason(),
          misdated.row().asReceived());
    }
    for (var line : malformed) {
      defect(
          line.symbol().orElse(RowChecks.UNREADABLE_TICKER),
          line.session(),
          RejectReason.UNREADABLE,
          "line " + line.line() + ": " + line.why(),
          line.text());
    }
  }

  private void defect(
      Symbol symbol,
      Optional<LocalDate> session,
      RejectReason reason,
      String detail,
      String received) {
    var instrument = Optional.ofNullable(holders.get(symbol));
    instrument.ifPresent(id -> instruments.putIfAbsent(id, symbol));
    reject(
        instrument,
        List.of(new RejectedBar(instrument, symbol, session, reason, detail, received)));
  }

  private void reject(Optional<InstrumentId> instrument, List<RejectedBar> rows) {
    rejected.addAll(rows);
    instrument.ifPresent(id -> explained.addAll(RejectedCells.of(id, rows)));
  }

  Fetched fetched(
      Task task,
      Answer.Cost cost,
      BarSource source,
      List<Omission> omissions,
      int skipped,
      Instant readAt) {
    int rows =
        batches.stream().mapToInt(BarBatch::size).sum()
            + minutes.stream().mapToInt(batch -> batch.rows().size()).sum();
    return new Fetched(
        task,
        new TaskEnd.Done(rows),
        cost,
        source,
        batches,
        minutes,
        instruments,
        rejected,
        omissions,
        explained.stream().distinct().toList(),
        Optional.empty(),
        skipped,
        untracked,
        repeats,
        readAt);
  }
}
