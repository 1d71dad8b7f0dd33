package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The lines of a file of bars, each as a row or as a malformed one. Columns are found by name in
/// any order. For one thread.
///
/// Files of days go from row to row by [#next]. Files of minutes go from line to line by [#advance]
/// and ask for the defects of each. Both can take a row's fields without making an object of it.
final class BarLines implements AutoCloseable {
  /// The vendor's header; close stands before high.
  static final List<String> COLUMNS =
      List.of("ticker", "volume", "open", "close", "high", "low", "window_start", "transactions");

  /// Taken from per-ticker files and minute files that have it.
  private static final String VWAP = "vwap";

  /// No market has that many tickers, no ticker that many days: keeps a wrong file from filling the
  /// memory.
  static final int MOST_ROWS = 200_000;

  static final long NANOS_PER_MILLI = 1_000_000L;

  private static final long NANOS = 1_000_000_000L;
  private static final int LONGEST_QUOTED = 60;

  private final CsvLines lines;
  private final List<String> ignored;
  private final int ticker;
  private final int volume;
  private final int open;
  private final int close;
  private final int high;
  private final int low;
  private final int windowStart;
  private final int transactions;

  /// Of an optional column, which the vendor's files do not have; -1 without it.
  private final int vwap;

  private final List<MalformedRow> malformed = new ArrayList<>();

  private String name = "";
  private byte[] nameBytes = {','}; // what no field is
  private long stamp;
  private OptionalLong trades = OptionalLong.empty();
  private double openPrice;
  private double highPrice;
  private double lowPrice;
  private double closePrice;
  private double shares;
  private double averagePrice = Double.NaN;

  private BarLines(CsvLines lines) throws RefusedFile {
    this.lines = lines;
    var found = lines.columns();
    if (!found.containsAll(COLUMNS) || new HashSet<>(found).size() < found.size()) {
      throw lines.refuse(
          Kind.WRONG_HEADER,
          "expected the columns "
              + String.join(",", COLUMNS)
              + " (in any order), each once, but found "
              + lines.text());
    }
    ignored = found.stream().filter(name -> !COLUMNS.contains(name) && !name.equals(VWAP)).toList();
    vwap = found.indexOf(VWAP);
    ticker = found.indexOf("ticker");
    volume = found.indexOf("volume");
    open = found.indexOf("open");
    close = found.indexOf("close");
    high = found.indexOf("high");
    low = found.indexOf("low");
    windowStart = found.indexOf("window_start");
    transactions = found.indexOf("transactions");
  }

  static BarLines open(Path file) throws RefusedFile {
    var lines = CsvLines.open(file);
    try {
      return new BarLines(lines);
    } catch (RefusedFile e) {
      lines.close();
      throw e;
    }
  }

  /// Goes to the next readable row of a file of days; malformed lines on the way to it are set
  /// aside.
  ///
  /// @param session of a day file, for malformed lines whose own stamp is unreadable
  /// @return false at the end of the file
  boolean next(Optional<LocalDate> session) throws RefusedFile {
    while (lines.next()) {
      if (lines.rows() > MOST_ROWS) {
        throw lines.refuse(
            Kind.NOT_DAILY,
            "more than "
                + Wording.count(MOST_ROWS)
                + " rows: this is no file of daily bars, nothing of it was taken");
      }
      var why = placeDefect();
      if (why.isEmpty()) {
        why = valueDefect();
      }
      if (why.isEmpty()) {
        return true;
      }
      malformed.add(malformed(why, session));
    }
    return false;
  }

  /// Goes to the next line that is not blank.
  ///
  /// @return false at the end of the file
  boolean advance() throws RefusedFile {
    return lines.next();
  }

  long line() {
    return lines.line();
  }

  int rows() {
    return lines.rows();
  }

  /// Those that [#next] set aside.
  List<MalformedRow> malformed() {
    return malformed;
  }

  /// After a line without a place defect: its ticker, the same object as long as it stays the same.
  String ticker() {
    return name;
  }

  /// After a line without a place defect: nanoseconds since 1970.
  long startNanos() {
    return stamp;
  }

  /// After a line without a place defect.
  Instant start() {
    return instant(stamp);
  }

  /// After a line without any defect: adds it to the rows of its ticker.
  void addTo(MinuteRows.Builder rows) {
    rows.add(
        stamp / NANOS_PER_MILLI,
        openPrice,
        highPrice,
        lowPrice,
        closePrice,
        shares,
        averagePrice,
        trades.isPresent() ? (int) trades.getAsLong() : -1);
  }

  /// After a line without any defect: adds it to the rows of its session.
  void addTo(DayRows.Builder rows) {
    rows.add(
        new Symbol(name), openPrice, highPrice, lowPrice, closePrice, shares, trades.orElse(-1));
  }

  List<String> ignoredColumns() {
    return ignored;
  }

  RefusedFile refuse(Kind kind, String message) {
    return lines.refuse(kind, message);
  }

  @Override
  public void close() {
    lines.close();
  }

  /// What hides whose bar of which time this line is; empty when nothing does.
  String placeDefect() {
    int expected = lines.columns().size();
    if (lines.fields() != expected) {
      return Wording.count(lines.fields(), "column") + " instead of " + expected;
    }
    if (!lines.is(ticker, nameBytes)) {
      var text = lines.text(ticker);
      if (!Symbol.isValid(text)) {
        return "ticker '" + shown(ticker) + "' is not a ticker";
      }
      name = text;
      nameBytes = text.getBytes(StandardCharsets.US_ASCII);
    }
    var whole = lines.whole(windowStart);
    if (whole.isEmpty()) {
      return notAStart("a whole number of nanoseconds since 1970");
    }
    stamp = whole.getAsLong();
    return "";
  }

  /// Why `window_start` cannot be used; `is not …`.
  String notAStart(String what) {
    return "window_start '" + shown(windowStart) + "' is not " + what;
  }

  /// What keeps a line without a place defect from being a bar; empty when nothing does.
  String valueDefect() {
    openPrice = lines.number(open);
    highPrice = lines.number(high);
    lowPrice = lines.number(low);
    closePrice = lines.number(close);
    if (Double.isNaN(openPrice)) {
      return notANumber(open);
    }
    if (Double.isNaN(highPrice)) {
      return notANumber(high);
    }
    if (Double.isNaN(lowPrice)) {
      return notANumber(low);
    }
    if (Double.isNaN(closePrice)) {
      return notANumber(close);
    }
    shares = lines.number(volume);
    if (Double.isNaN(shares) && !lines.isEmpty(volume)) {
      return notANumber(volume);
    }
    trades = lines.whole(transactions);
    if (trades.isEmpty()
        ? !lines.isEmpty(transactions)
        : trades.getAsLong() < 0 || trades.getAsLong() > Integer.MAX_VALUE) {
      return "transactions '" + shown(transactions) + "' is not a count";
    }
    if (vwap >= 0) {
      averagePrice = lines.number(vwap);
      if (Double.isNaN(averagePrice) && !lines.isEmpty(vwap)) {
        return notANumber(vwap);
      }
    }
    return "";
  }

  /// After a line without any defect.
  BarRow row() {
    return new BarRow(
        new Symbol(name),
        start(),
        openPrice,
        highPrice,
        lowPrice,
        closePrice,
        Double.isNaN(shares) ? OptionalDouble.empty() : OptionalDouble.of(shares),
        Double.isNaN(averagePrice) ? OptionalDouble.empty() : OptionalDouble.of(averagePrice),
        trades,
        "");
  }

  /// This line as one that is no bar.
  MalformedRow malformed(String why, Optional<LocalDate> session) {
    Optional<Symbol> symbol =
        lines.fields() > ticker && Symbol.isValid(lines.text(ticker))
            ? Optional.of(new Symbol(lines.text(ticker)))
            : Optional.empty();
    Optional<LocalDate> day = Optional.empty();
    if (lines.fields() == lines.columns().size()) {
      var stamped = lines.whole(windowStart);
      day =
          stamped.isPresent()
              ? Optional.of(Bar.dateOf(instant(stamped.getAsLong())))
              : Optional.empty();
    }
    return new MalformedRow(lines.line(), lines.text(), why, symbol, day.or(() -> session));
  }

  private String notANumber(int column) {
    var header = lines.columns().get(column);
    return lines.isEmpty(column)
        ? header + " is empty"
        : header + " '" + shown(column) + "' is not a number";
  }

  /// The field as messages quote it: a wrong one can fill the line.
  private String shown(int column) {
    var text = lines.text(column);
    return text.length() > LONGEST_QUOTED ? text.substring(0, LONGEST_QUOTED) + "…" : text;
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
