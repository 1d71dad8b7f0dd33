package ai.tickstock.provider.flatfile;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;

/// All daily bars of one ticker, in any order of days.
///
/// @param symbol by the file's name
/// @param bytes size on disk
public record TickerFile(Symbol symbol, Path path, long bytes) {

  /// Reads the whole file and gives the rows of the range; rows of other days are counted only.
  /// Keeps no state.
  public FileRead<FileBars> read(DateRange range) {
    try (var lines = BarLines.open(path)) {
      return new FileRead.Complete<>(read(lines, range));
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }

  private FileBars read(BarLines lines, DateRange range) throws RefusedFile {
    var rows = new DistinctRows<Instant>();
    var misdated = new ArrayList<MisdatedRow>();
    var misdatedSeen = new HashSet<BarRow>();
    var offMidnight = new HashMap<LocalDate, Instant>();
    long outside = 0;
    long misdatedRepeats = 0;
    while (lines.next(Optional.empty())) {
      var row = lines.row();
      if (!row.symbol().equals(symbol)) {
        throw lines.refuse(
            Kind.WRONG_TICKER,
            "a row of "
                + row.symbol()
                + " in a file named for "
                + symbol
                + "; nothing of it was taken. A per-ticker file is named as its ticker");
      }
      var day = Stamps.day(row.start());
      if (Stamps.isMidnight(row.start())) {
        if (range.contains(day)) {
          rows.add(row.start(), row);
        } else {
          outside++;
        }
        continue;
      }
      var other = offMidnight.putIfAbsent(day, row.start());
      if (other != null && !other.equals(row.start())) {
        throw lines.refuse(
            Kind.NOT_DAILY,
            "bars at "
                + other
                + " and "
                + row.start()
                + " on one day: minute bars. A per-ticker file holds daily bars; minute bars are"
                + " loaded from files of one session of all tickers (--interval minute). Nothing"
                + " of it was taken");
      }
      if (misdatedSeen.add(row)) {
        misdated.add(
            new MisdatedRow(lines.line(), row, Stamps.mismatch(row.start(), "a midnight")));
      } else {
        misdatedRepeats++;
      }
    }
    var kept = rows.rows();
    var contradictions = rows.contradictions();
    var counts =
        new FileCounts(
            lines.rows(),
            kept.size(),
            rows.exactRepeats() + misdatedRepeats,
            contradictions.stream().mapToLong(c -> c.rows().size()).sum(),
            misdated.size(),
            lines.malformed().size(),
            outside,
            0);
    return new FileBars(
        path, counts, kept, contradictions, misdated, lines.malformed(), lines.ignoredColumns());
  }
}
