package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One reading of one day file, for one thread. Rows that are as they should be go into columns.
final class DayFileReading {
  private final DayFile file;
  private final BarLines lines;
  private final Instant midnight;
  private final long midnightNanos;

  private final DayRows.Builder rows;

  /// Where the row of a ticker stands in `rows`; only since the tickers ascend no more, as in the
  /// vendor's files they always do.
  private @Nullable Map<String, Integer> places;

  private String lastTicker = "";

  private final Map<Symbol, List<BarRow>> contradicting = new LinkedHashMap<>();
  private long repeats;

  private final List<MisdatedRow> misdated = new ArrayList<>();
  private final Set<BarRow> misdatedSeen = new HashSet<>();
  private final Map<Symbol, Instant> offMidnight = new HashMap<>();
  private final Set<Instant> otherStarts = new HashSet<>();

  DayFileReading(DayFile file, BarLines lines) {
    this.file = file;
    this.lines = lines;
    this.midnight = Bar.startOfSession(file.session());
    this.midnightNanos = midnight.toEpochMilli() * BarLines.NANOS_PER_MILLI;
    this.rows = DayRows.of(file.session());
  }

  DayFileRows read() throws RefusedFile {
    var byName = Optional.of(file.session());
    while (lines.next(byName)) {
      if (lines.startNanos() != midnightNanos) {
        takeMisdated(lines.row());
      } else {
        int before = placeBefore(lines.ticker());
        if (before < 0) {
          lines.addTo(rows);
        } else {
          takeAgain(before, lines.row());
        }
      }
    }
    return result();
  }

  /// Where a row of this ticker stands already; negative: nowhere, it is the next one.
  private int placeBefore(String ticker) {
    if (places == null) {
      if (ticker.compareTo(lastTicker) > 0) {
        lastTicker = ticker;
        return -1;
      }
      places = HashMap.newHashMap(16_000);
      var soFar = rows.build();
      for (int row = 0; row < soFar.size(); row++) {
        places.put(soFar.symbol(row).ticker(), row);
      }
    }
    var before = places.putIfAbsent(ticker, rows.size());
    return before == null ? -1 : before;
  }

  /// A second row of a ticker: one that says the same is left out, else none of them is believed.
  private void takeAgain(int before, BarRow row) {
    var different = contradicting.getOrDefault(row.symbol(), List.of(bar(rows.build(), before)));
    if (different.contains(row)) {
      repeats++;
    } else {
      var all = new ArrayList<>(different);
      all.add(row);
      contradicting.put(row.symbol(), all);
    }
  }

  private BarRow bar(DayRows rows, int row) {
    double volume = rows.volume(row);
    long trades = rows.trades(row);
    return new BarRow(
        rows.symbol(row),
        midnight,
        rows.open(row),
        rows.high(row),
        rows.low(row),
        rows.close(row),
        Double.isNaN(volume) ? OptionalDouble.empty() : OptionalDouble.of(volume),
        OptionalDouble.empty(),
        trades < 0 ? OptionalLong.empty() : OptionalLong.of(trades),
        "");
  }

  private void takeMisdated(BarRow row) throws RefusedFile {
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
      var why = Stamps.mismatch(row.start(), file.session() + " by the file's name");
      misdated.add(new MisdatedRow(lines.line(), row, why));
    } else {
      repeats++;
    }
  }

  private DayFileRows result() {
    var kept = rows.build();
    if (!contradicting.isEmpty()) {
      kept = kept.without(contradicting.keySet());
    }
    boolean wholeFile = rows.size() == 0 && otherStarts.size() == 1;
    Optional<LocalDate> stampedAs =
        wholeFile
            ? otherStarts.stream().filter(Stamps::isMidnight).map(Stamps::day).findFirst()
            : Optional.empty();
    return new DayFileRows(
        file.path(),
        new FileCounts(
            lines.rows(),
            kept.size(),
            repeats,
            contradicting.values().stream().mapToLong(List::size).sum(),
            misdated.size(),
            lines.malformed().size(),
            0,
            0),
        kept,
        contradicting.values().stream().map(Contradiction::new).toList(),
        misdated,
        lines.malformed(),
        lines.ignoredColumns(),
        stampedAs);
  }
}
