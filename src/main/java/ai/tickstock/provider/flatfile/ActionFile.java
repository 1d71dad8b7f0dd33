package ai.tickstock.provider.flatfile;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Splits or cash dividends from a CSV file, told apart by the header:
/// `ticker,execution_date,split_from,split_to` or `ticker,ex_date,cash_amount`, columns in any
/// order. A dividend file may also have `currency` (USD without it) and `pay_date`.
///
/// @param splits in file order, duplicates as received
/// @param dividends in file order, duplicates as received
public record ActionFile(Path path, List<SplitRow> splits, List<DividendRow> dividends) {
  private static final Set<String> SPLITS =
      Set.of("ticker", "execution_date", "split_from", "split_to");
  private static final Set<String> DIVIDENDS = Set.of("ticker", "ex_date", "cash_amount");
  private static final Set<String> DIVIDENDS_MAY_HAVE = Set.of("currency", "pay_date");
  private static final Pattern PLAIN = Pattern.compile("\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{1,10}");
  private static final int SHOWN = 10;

  public ActionFile {
    splits = List.copyOf(splits);
    dividends = List.copyOf(dividends);
  }

  /// Reads the file whole: one bad line, and none of it is taken; the failure names the bad lines.
  public static FileRead<ActionFile> read(Path path) {
    try (var lines = CsvLines.open(path)) {
      return new FileRead.Complete<>(read(path, lines));
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }

  private static ActionFile read(Path path, CsvLines lines) throws RefusedFile {
    var columns = lines.columns();
    var names = new HashSet<>(columns);
    var optional = new HashSet<>(names);
    optional.removeAll(DIVIDENDS);
    boolean splitFile = names.equals(SPLITS);
    boolean dividendFile = names.containsAll(DIVIDENDS) && DIVIDENDS_MAY_HAVE.containsAll(optional);
    if (names.size() < columns.size() || !splitFile && !dividendFile) {
      throw lines.refuse(
          Kind.WRONG_HEADER,
          "expected the columns ticker,execution_date,split_from,split_to (splits) or"
              + " ticker,ex_date,cash_amount (dividends; also currency, pay_date), but found "
              + lines.text());
    }
    var splits = new ArrayList<SplitRow>();
    var dividends = new ArrayList<DividendRow>();
    var bad = new ArrayList<String>();
    long firstBad = 0;
    int badLines = 0;
    while (lines.next()) {
      try {
        var fields = new Fields(lines);
        if (splitFile) {
          splits.add(fields.split());
        } else {
          dividends.add(fields.dividend());
        }
      } catch (IllegalArgumentException e) {
        firstBad = firstBad == 0 ? lines.line() : firstBad;
        badLines++;
        if (bad.size() < SHOWN) {
          bad.add("line " + lines.line() + ": " + e.getMessage());
        }
      }
    }
    if (badLines > 0) {
      throw new RefusedFile(
          new FileFailure(
              Kind.BAD_LINE,
              path,
              firstBad,
              lines.rows() - badLines,
              Wording.count(badLines, "bad line")
                  + " ("
                  + String.join("; ", bad)
                  + (badLines > SHOWN ? "; …" : "")
                  + "); nothing of this file was taken. Mend it and read it again"));
    }
    return new ActionFile(path, splits, dividends);
  }

  /// The fields of the present line by column name.
  private record Fields(CsvLines lines) {
    Fields {
      int expected = lines.columns().size();
      if (lines.fields() != expected) {
        throw new IllegalArgumentException(
            Wording.count(lines.fields(), "column") + " instead of " + expected);
      }
    }

    SplitRow split() {
      return new SplitRow(
          symbol(),
          date("execution_date"),
          positive("split_from"),
          positive("split_to"),
          Optional.empty());
    }

    DividendRow dividend() {
      return new DividendRow(
          symbol(),
          date("ex_date"),
          amount("cash_amount"),
          currency(),
          text("pay_date").map(given -> date("pay_date")),
          Optional.empty(),
          Optional.empty());
    }

    private Symbol symbol() {
      return new Symbol(text("ticker").orElse(""));
    }

    private LocalDate date(String column) {
      var text = text(column).orElse("");
      try {
        return DateRange.date(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            column + " '" + text + "' is not a date like 2024-01-31", e);
      }
    }

    private BigDecimal positive(String column) {
      var value = amount(column);
      if (value.signum() == 0) {
        throw new IllegalArgumentException(column + " is 0; it must be positive");
      }
      return value;
    }

    private BigDecimal amount(String column) {
      var text = text(column).orElse("");
      if (!PLAIN.matcher(text).matches()) {
        throw new IllegalArgumentException(column + " '" + text + "' is not a positive number");
      }
      return new BigDecimal(text);
    }

    /// As vendors write it, mostly `USD`.
    private String currency() {
      var currency = text("currency").orElse("USD");
      if (!CURRENCY.matcher(currency).matches()) {
        var shown = currency.length() > SHOWN ? currency.substring(0, SHOWN) + "…" : currency;
        throw new IllegalArgumentException("currency '" + shown + "' is not one such as USD");
      }
      return currency;
    }

    private Optional<String> text(String column) {
      int at = lines.columns().indexOf(column);
      return at < 0 || lines.isEmpty(at) ? Optional.empty() : Optional.of(lines.text(at).strip());
    }
  }
}
