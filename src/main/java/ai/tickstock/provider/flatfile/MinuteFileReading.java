package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One reading of one minute file, for one thread. Makes no object a row: a row is compared with
/// the ticker of the row before and goes into the columns of its ticker.
final class MinuteFileReading {
  /// Twice what the whole market has in its busiest session: keeps a wrong file from filling the
  /// memory.
  static final int MOST_ROWS = 4_000_000;

  /// Misdated and malformed lines that are kept one by one.
  static final int MOST_DEFECTS = 10_000;

  private final MinuteFile file;
  private final BarLines lines;
  private final Predicate<Symbol> wanted;
  private final String expected;
  private final long from;
  private final long until;

  private final Map<String, Ticker> tickers = new HashMap<>();
  private final List<MisdatedRow> misdated = new ArrayList<>();
  private final List<MalformedRow> malformed = new ArrayList<>();
  private long kept;
  private long notKept;
  private long misdatedRows;
  private String lastDefect = "";

  private boolean onlyMidnights = true;
  private boolean someOfTheSession;
  private @Nullable OtherDay otherDay;
  private boolean severalOtherDays;

  MinuteFileReading(MinuteFile file, BarLines lines, Predicate<Symbol> wanted) {
    this.file = file;
    this.lines = lines;
    this.wanted = wanted;
    this.expected = file.session() + " by the file's name";
    this.from = Bar.startOfSession(file.session()).toEpochMilli();
    this.until = Bar.startOfSession(file.session().plusDays(1)).toEpochMilli();
  }

  MinuteFileRows read() throws RefusedFile {
    @Nullable Ticker ticker = null;
    while (lines.advance()) {
      if (lines.rows() > MOST_ROWS) {
        throw lines.refuse(
            Kind.NOT_MINUTES,
            "more than "
                + Wording.count(MOST_ROWS)
                + " rows: this is no file of the minutes of one session, nothing of it was taken");
      }
      var why = lines.placeDefect();
      if (why.isEmpty() && lines.startNanos() % BarLines.NANOS_PER_MILLI != 0) {
        why = lines.notAStart("a whole millisecond") + Stamps.perhapsOtherUnit(lines.start());
      }
      if (!why.isEmpty()) {
        malformed(why);
        continue;
      }
      if (ticker == null || !ticker.name.equals(lines.ticker())) {
        if (ticker != null) {
          ticker.leave();
        }
        ticker = ticker(lines.ticker());
      }
      take(ticker, lines.startNanos() / BarLines.NANOS_PER_MILLI);
    }
    if (onlyMidnights && (someOfTheSession || otherDay != null)) {
      throw daily();
    }
    return result();
  }

  private void take(Ticker ticker, long start) throws RefusedFile {
    boolean ofSession = start >= from && start < until;
    if (ofSession) {
      onlyMidnights &= start == from;
      someOfTheSession = true;
      refuseIfTooMany();
    } else {
      ofOtherDay(start);
    }
    if (ticker.rows == null) {
      notKept++;
      return;
    }
    var why = lines.valueDefect();
    if (!why.isEmpty()) {
      malformed(why);
    } else if (ofSession) {
      lines.addTo(ticker.rows);
      kept++;
    } else {
      misdatedRows++;
      if (misdated.size() < MOST_DEFECTS) {
        var row = lines.row();
        lastDefect = Stamps.mismatch(row.start(), expected);
        misdated.add(new MisdatedRow(lines.line(), row, lastDefect));
      }
      refuseIfTooMany();
    }
  }

  private void ofOtherDay(long start) {
    var day = otherDay;
    if (day == null || start < day.from || start >= day.until) {
      severalOtherDays |= day != null;
      day = OtherDay.of(Stamps.day(Instant.ofEpochMilli(start)));
      otherDay = day;
    }
    onlyMidnights &= start == day.from;
  }

  private void malformed(String why) throws RefusedFile {
    var row = lines.malformed(why, Optional.of(file.session()));
    var symbol = row.symbol();
    if (symbol.isPresent() && ticker(symbol.get().ticker()).rows == null) {
      notKept++;
      return;
    }
    malformed.add(row);
    lastDefect = why;
    refuseIfTooMany();
  }

  /// A file may be mis-stamped as a whole, which is told at its end; else so many defects are not
  /// the exception any more.
  private void refuseIfTooMany() throws RefusedFile {
    if (misdatedRows + malformed.size() <= MOST_DEFECTS) {
      return;
    }
    boolean misStamped = !someOfTheSession && !severalOtherDays && malformed.size() <= MOST_DEFECTS;
    if (misStamped) {
      return;
    }
    if (onlyMidnights && misdatedRows > 0) {
      throw daily();
    }
    throw lines.refuse(
        Kind.TOO_MANY_DEFECTS,
        "more than "
            + Wording.count(MOST_DEFECTS)
            + " rows are of another day or are no bar, for one: "
            + lastDefect
            + "; nothing of this file was taken. Download it again");
  }

  private RefusedFile daily() {
    return lines.refuse(
        Kind.NOT_MINUTES,
        "all rows start at New York midnight: daily bars, which minute files do not hold; nothing of"
            + " it was taken. Day files are loaded with --interval day");
  }

  private Ticker ticker(String name) {
    return tickers.computeIfAbsent(name, n -> new Ticker(n, wanted));
  }

  private MinuteFileRows result() {
    var symbols = new ArrayList<Ticker>();
    int others = 0;
    for (var ticker : tickers.values()) {
      if (ticker.rows == null) {
        others++;
      } else if (ticker.rows.size() > 0) {
        symbols.add(ticker);
      }
    }
    symbols.sort((a, b) -> a.name.compareTo(b.name));
    var rows = new ArrayList<MinuteRows>(symbols.size());
    for (var ticker : symbols) {
      rows.add(ticker.build());
    }
    var stampedAs =
        someOfTheSession || severalOtherDays
            ? Optional.<LocalDate>empty()
            : Optional.ofNullable(otherDay).map(OtherDay::date);
    return new MinuteFileRows(
        file.path(),
        new FileCounts(lines.rows(), kept, 0, 0, misdatedRows, malformed.size(), 0, notKept),
        rows,
        stampedAs.isPresent() ? List.of() : misdated,
        malformed,
        lines.ignoredColumns(),
        stampedAs,
        others);
  }

  /// The rows of one ticker so far; none where it is not wanted.
  private static final class Ticker {
    final String name;
    MinuteRows.@Nullable Builder rows;
    private boolean left;

    Ticker(String name, Predicate<Symbol> wanted) {
      this.name = name;
      var symbol = new Symbol(name);
      rows = wanted.test(symbol) ? MinuteRows.of(symbol) : null;
    }

    /// Rows of a ticker mostly stand together: the first time that another follows, no more are
    /// expected.
    void leave() {
      if (rows != null && !left) {
        rows.trim();
        left = true;
      }
    }

    MinuteRows build() {
      var built = Objects.requireNonNull(rows).build().ascending();
      rows = null;
      return built;
    }
  }

  private record OtherDay(LocalDate date, long from, long until) {
    static OtherDay of(LocalDate date) {
      return new OtherDay(
          date,
          Bar.startOfSession(date).toEpochMilli(),
          Bar.startOfSession(date.plusDays(1)).toEpochMilli());
    }
  }
}
