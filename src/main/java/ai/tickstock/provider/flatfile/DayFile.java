package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All tickers' daily bars of one session, as the vendor publishes them.
///
/// @param session by the file's name
/// @param bytes size on disk
public record DayFile(LocalDate session, Path path, long bytes) {

  /// Reads the whole file. Keeps no state: many threads may read many files, each holding one
  /// file's rows (about 3 MB for the whole market) at a time.
  public FileRead<FileBars> read() {
    try (var lines = BarLines.open(path)) {
      return new FileRead.Complete<>(read(lines));
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }

  private FileBars read(BarLines lines) throws RefusedFile {
    var midnight = Bar.startOfSession(session);
    var byName = Optional.of(session);
    var expected = session + " by the file's name";
    var rows = new DistinctRows<Symbol>();
    var misdated = new ArrayList<MisdatedRow>();
    var misdatedSeen = new HashSet<BarRow>();
    Map<Symbol, Instant> offMidnight = new HashMap<>();
    Set<Instant> otherStarts = new HashSet<>();
    long misdatedRepeats = 0;
    for (var next = lines.next(byName); next.isPresent(); next = lines.next(byName)) {
      var row = next.get();
      if (row.start().equals(midnight)) {
        rows.add(row.symbol(), row);
        continue;
      }
      if (!Stamps.isMidnight(row.start())) {
        var other = offMidnight.putIfAbsent(row.symbol(), row.start());
        if (other != null && !other.equals(row.start())) {
          throw lines.refuse(
              Kind.NOT_DAILY,
              row.symbol()
                  + " has bars at "
                  + other
                  + " and "
                  + row.start()
                  + ": minute bars, which day files do not hold; nothing of it was taken. Minute"
                  + " files are loaded with --interval minute");
        }
      }
      otherStarts.add(row.start());
      if (misdatedSeen.add(row)) {
        misdated.add(new MisdatedRow(lines.line(), row, Stamps.mismatch(row.start(), expected)));
      } else {
        misdatedRepeats++;
      }
    }
    var kept = rows.rows();
    var contradictions = rows.contradictions();
    boolean wholeFile = kept.isEmpty() && contradictions.isEmpty() && otherStarts.size() == 1;
    var counts =
        new FileCounts(
            lines.rows(),
            kept.size(),
            rows.exactRepeats() + misdatedRepeats,
            contradictions.stream().mapToLong(c -> c.rows().size()).sum(),
            misdated.size(),
            lines.malformed().size(),
            0,
            0);
    return new FileBars(
        path,
        counts,
        kept,
        contradictions,
        misdated,
        lines.malformed(),
        lines.ignoredColumns(),
        wholeFile
            ? otherStarts.stream().filter(Stamps::isMidnight).map(Stamps::day).findFirst()
            : Optional.empty());
  }
}
