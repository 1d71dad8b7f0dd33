package ai.tickstock.provider.flatfile;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.FundFact;
import ai.tickstock.provider.FundFact.Unit;
import ai.tickstock.provider.FundFacts;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a file says of funds: CSV with a header, or JSON lines; gzip or plain. The columns may have
/// any of the names that sources use for them, in any order.
///
/// @param funds in file order; a fund of which the file says nothing has no facts
/// @param notTaken columns of which nothing is taken, with how many values they have
/// @param refused values that were left out, with where and why
public record EtfFactFile(
    Path path, List<FundFacts> funds, Map<String, Integer> notTaken, List<String> refused) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,15})?|\\.\\d{1,15})([eE][+-]?\\d{1,2})?");
  private static final Pattern DAY_FIRST =
      Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2}|\\d{4})");
  private static final Pattern DATE_IN_NAME =
      Pattern.compile("(?<!\\d)(\\d{4}-\\d{2}-\\d{2})(?!\\d)");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /// No fund takes more than this share of what it holds in a year.
  private static final BigDecimal MOST_EXPENSES = new BigDecimal("0.2");

  /// Half of all funds take less than a tenth of this.
  private static final BigDecimal MOST_USUAL_EXPENSES = new BigDecimal("0.05");

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String SYMBOL = "symbol";
  private static final String AS_OF = "as_of";
  private static final String AUM_MILLIONS = "aum_millions";
  private static final String EXPENSES_PERCENT = "expense_ratio_percent";
  private static final Pattern SECTOR_COLUMN =
      Pattern.compile("(?:sector_weights?|sector_exposure|sectors?)\\.(.+)");

  /// What a column is, by the names that sources give it.
  private static final Map<String, String> COLUMNS = columns();

  public EtfFactFile {
    funds = List.copyOf(funds);
    notTaken = new TreeMap<>(notTaken);
    refused = List.copyOf(refused);
  }

  /// How a file is to be understood.
  ///
  /// @param asOf the day for which it says what it says, where its rows have none of their own
  /// @param today later days are refused
  /// @param percent whether its expense ratios are percent: 0.09 is 0.09 %
  /// @param without columns, in lower case, that are known to be wrong in it
  public record Reading(LocalDate asOf, LocalDate today, boolean percent, Set<String> without) {
    public Reading {
      without = Set.copyOf(without);
    }
  }

  private static Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    Map.of(
            SYMBOL,
            "symbol ticker composite_ticker",
            AS_OF,
            "as_of as_of_date effective_date",
            FundFact.ISSUER,
            "issuer family fund_family provider",
            FundFact.AUM,
            "aum net_assets total_net_assets aum_usd",
            AUM_MILLIONS,
            "aum_millions net_assets_millions",
            FundFact.EXPENSE_RATIO,
            "expense_ratio net_expense_ratio annual_report_expense_ratio",
            EXPENSES_PERCENT,
            "expense_ratio_percent",
            FundFact.BENCHMARK,
            "benchmark primary_benchmark underlying_index index",
            FundFact.INCEPTION,
            "inception inception_date inception_date_source",
            FundFact.CATEGORY,
            "category")
        .forEach((fact, names) -> List.of(names.split(" ")).forEach(n -> columns.put(n, fact)));
    Map.of(
            FundFact.CATEGORY_GROUP, "category_group",
            FundFact.ASSET_CLASS, "asset_class",
            FundFact.FOCUS, "focus",
            FundFact.PRODUCT_TYPE, "product_type",
            FundFact.LEVERAGE_STYLE, "leverage_style",
            FundFact.LEVERAGE, "levered_amount leverage",
            FundFact.AVERAGE_VOLUME, "average_volume avg_vol_3month daily_volume_avg",
            FundFact.SHARES_OUTSTANDING, "shares_outstanding",
            FundFact.NAV, "nav")
        .forEach((fact, names) -> List.of(names.split(" ")).forEach(n -> columns.put(n, fact)));
    return Map.copyOf(columns);
  }

  /// The day in a file's name, as in `profiles_2021-12-03.csv.gz`.
  public static Optional<LocalDate> dateInName(Path path) {
    var match = DATE_IN_NAME.matcher(String.valueOf(path.getFileName()));
    try {
      return match.find() ? Optional.of(LocalDate.parse(match.group(1))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Reads the file whole: one line that is no row, or expense ratios that look like percent, and
  /// none of it is taken. A value that cannot be is left out and told.
  public static FileRead<EtfFactFile> read(Path path, Reading reading) {
    try {
      var rows = rows(path);
      return new FileRead.Complete<>(new Reader(path, reading).file(rows));
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }

  /// @param values by column in lower case
  private record Row(long line, Map<String, String> values) {}

  private static List<Row> rows(Path path) throws RefusedFile {
    try (var in = open(path);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int first = peek(reader);
      if (first == BYTE_ORDER_MARK) {
        reader.skip(1);
        first = peek(reader);
      }
      return first == '{' ? jsonRows(path, reader) : csvRows(path, reader);
    } catch (EOFException | ZipException e) {
      throw refused(
          path,
          Kind.CORRUPT,
          0,
          "the gzip file is cut off or damaged (" + e.getMessage() + "); get it again");
    } catch (IOException e) {
      throw refused(path, Kind.UNREADABLE, 0, "cannot be read: " + e);
    } catch (UncheckedIOException e) {
      throw refused(path, Kind.UNREADABLE, 0, "cannot be read: " + e.getCause());
    }
  }

  private static int peek(BufferedReader reader) throws IOException {
    reader.mark(1);
    int next = reader.read();
    reader.reset();
    return next;
  }

  private static InputStream open(Path path) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(path));
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip ? new GZIPInputStream(in, 64 * 1024) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static RefusedFile refused(Path path, Kind kind, long line, String message) {
    return new RefusedFile(
        new FileFailure(kind, path, line, 0, message + "; nothing of this file was taken"));
  }

  private static List<Row> jsonRows(Path path, BufferedReader reader)
      throws IOException, RefusedFile {
    var rows = new ArrayList<Row>();
    long line = 0;
    for (var text = reader.readLine(); text != null; text = reader.readLine()) {
      line++;
      if (text.isBlank()) {
        continue;
      }
      try {
        var values = new LinkedHashMap<String, String>();
        put(values, "", JSON.readTree(text));
        rows.add(new Row(line, values));
      } catch (JacksonException e) {
        throw refused(
            path, Kind.BAD_LINE, line, "this line is no JSON object: " + e.getOriginalMessage());
      }
    }
    return rows;
  }

  /// Objects in a row become columns of their own: `sector_weights.energy`.
  private static void put(Map<String, String> values, String name, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(e ->
              put(values, name.isEmpty() ? e.getKey() : name + "." + e.getKey(), e.getValue()));
    } else if (!node.isNull()) {
      var text = node.isValueNode() ? node.asString("") : node.toString();
      values.put(name.toLowerCase(Locale.ROOT), text.strip());
    }
  }

  private static List<Row> csvRows(Path path, BufferedReader reader) throws RefusedFile {
    try (var records = CsvReader.builder().ofNamedCsvRecord(reader)) {
      var rows = new ArrayList<Row>();
      for (NamedCsvRecord record : records) {
        var values = new LinkedHashMap<String, String>();
        if (record.getFieldCount() != record.getHeader().size()) {
          throw refused(
              path,
              Kind.BAD_LINE,
              record.getStartingLineNumber(),
              Wording.count(record.getFieldCount(), "column")
                  + " instead of "
                  + record.getHeader().size());
        }
        record
            .getFieldsAsMap()
            .forEach(
                (name, text) -> values.put(name.strip().toLowerCase(Locale.ROOT), text.strip()));
        rows.add(new Row(record.getStartingLineNumber(), values));
      }
      return rows;
    } catch (CsvParseException e) {
      throw refused(path, Kind.BAD_LINE, 0, "this is no CSV: " + e.getMessage());
    } catch (IOException e) {
      throw refused(path, Kind.UNREADABLE, 0, "cannot be read: " + e);
    }
  }

  /// Makes facts of rows. For one file.
  private static final class Reader {
    private final Path path;
    private final Reading reading;
    private final Map<String, Integer> notTaken = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();

    Reader(Path path, Reading reading) {
      this.path = path;
      this.reading = reading;
    }

    EtfFactFile file(List<Row> rows) throws RefusedFile {
      if (rows.stream().flatMap(r -> r.values().keySet().stream()).noneMatch(this::isSymbol)) {
        throw EtfFactFile.refused(
            path,
            Kind.WRONG_HEADER,
            1,
            "no column names the fund: symbol, ticker or composite_ticker is expected");
      }
      refusePercent(rows);
      var funds = new ArrayList<FundFacts>();
      for (var row : rows) {
        funds.add(fund(row));
      }
      return new EtfFactFile(path, funds, notTaken, refused);
    }

    private boolean isSymbol(String column) {
      return SYMBOL.equals(COLUMNS.get(column));
    }

    /// Ratios of a tenth of a percent that are meant as percent would be a hundred times too much.
    private void refusePercent(List<Row> rows) throws RefusedFile {
      var ratios =
          rows.stream()
              .flatMap(r -> r.values().entrySet().stream())
              .filter(e -> FundFact.EXPENSE_RATIO.equals(COLUMNS.get(e.getKey())))
              .filter(e -> NUMBER.matcher(e.getValue()).matches())
              .map(e -> new BigDecimal(e.getValue()))
              .map(r -> reading.percent() ? r.divide(HUNDRED) : r)
              .sorted()
              .toList();
      if (ratios.isEmpty()) {
        return;
      }
      var median = ratios.get(ratios.size() / 2);
      var most = ratios.getLast();
      if (most.compareTo(MOST_EXPENSES) > 0 || median.compareTo(MOST_USUAL_EXPENSES) > 0) {
        throw EtfFactFile.refused(
            path,
            Kind.BAD_LINE,
            0,
            "expense ratios go up to "
                + most.toPlainString()
                + " and half are above "
                + median.toPlainString()
                + ", but a fraction is meant (0.0009 is 0.09 %)"
                + (reading.percent()
                    ? ", also after they were taken as percent"
                    : "; if they are percent, say --percent"));
      }
    }

    private FundFacts fund(Row row) throws RefusedFile {
      var ticker =
          row.values().entrySet().stream()
              .filter(e -> isSymbol(e.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("");
      if (!Symbol.isValid(ticker)) {
        throw EtfFactFile.refused(
            path, Kind.BAD_LINE, row.line(), "'" + ticker + "' is not a ticker");
      }
      var facts = new LinkedHashMap<String, FundFact>();
      var asOf = reading.asOf();
      for (var entry : row.values().entrySet()) {
        var column = entry.getKey();
        var text = entry.getValue();
        if (text.isEmpty() || isSymbol(column)) {
          continue;
        }
        try {
          if (AS_OF.equals(COLUMNS.get(column))) {
            asOf = date(text);
          } else {
            fact(column, text)
                .ifPresentOrElse(
                    fact -> facts.putIfAbsent(fact.name(), fact),
                    () -> notTaken.merge(column, 1, Integer::sum));
          }
        } catch (IllegalArgumentException | DateTimeException e) {
          refused.add(ticker + " " + column + " '" + text + "': " + e.getMessage());
        }
      }
      if (asOf.isAfter(reading.today())) {
        throw EtfFactFile.refused(
            path,
            Kind.BAD_LINE,
            row.line(),
            ticker + " is as of " + asOf + ", which is in the future; today is " + reading.today());
      }
      marketCap(facts);
      return new FundFacts(new Symbol(ticker), asOf, List.copyOf(facts.values()));
    }

    /// Only of one row: shares of one day times the value of another would be of no day.
    private static void marketCap(Map<String, FundFact> facts) {
      var shares = Optional.ofNullable(facts.get(FundFact.SHARES_OUTSTANDING));
      var value = Optional.ofNullable(facts.get(FundFact.NAV));
      shares
          .flatMap(FundFact::number)
          .flatMap(s -> value.flatMap(FundFact::number).map(s::multiply))
          .ifPresent(cap ->
              facts.put(
                  FundFact.MARKET_CAP, FundFact.number(FundFact.MARKET_CAP, cap, Unit.DOLLARS)));
    }

    /// Empty for a column of which nothing is taken.
    private Optional<FundFact> fact(String column, String text) {
      if (reading.without().contains(column)) {
        return Optional.empty();
      }
      var sector = SECTOR_COLUMN.matcher(column);
      if (sector.matches()) {
        return Optional.of(
            FundFact.number(FundFact.SECTOR + sector.group(1), share(text), Unit.FRACTION));
      }
      var name = COLUMNS.getOrDefault(column, "");
      return switch (name) {
        case "" -> Optional.empty();
        case FundFact.AUM -> Optional.of(FundFact.number(name, positive(text), Unit.DOLLARS));
        case AUM_MILLIONS ->
            Optional.of(
                FundFact.number(FundFact.AUM, positive(text).multiply(MILLION), Unit.DOLLARS));
        case FundFact.NAV -> Optional.of(FundFact.number(name, positive(text), Unit.DOLLARS));
        case FundFact.EXPENSE_RATIO ->
            Optional.of(
                FundFact.number(
                    name,
                    reading.percent() ? expenses(text).divide(HUNDRED) : expenses(text),
                    Unit.FRACTION));
        case EXPENSES_PERCENT ->
            Optional.of(
                FundFact.number(
                    FundFact.EXPENSE_RATIO, expenses(text).divide(HUNDRED), Unit.FRACTION));
        case FundFact.INCEPTION -> Optional.of(FundFact.date(name, past(text)));
        case FundFact.LEVERAGE -> Optional.of(FundFact.number(name, number(text), Unit.MULTIPLE));
        case FundFact.AVERAGE_VOLUME, FundFact.SHARES_OUTSTANDING ->
            Optional.of(FundFact.number(name, positive(text), Unit.COUNT));
        default -> Optional.of(FundFact.text(name, text));
      };
    }

    private LocalDate past(String text) {
      var date = date(text);
      if (date.isAfter(reading.asOf())) {
        throw new IllegalArgumentException("is after " + reading.asOf());
      }
      return date;
    }

    /// `2021-12-03`, `03.12.21` or `03.12.2021`. Two digits mean the latest such year that is not
    /// in the future.
    private LocalDate date(String text) {
      var dayFirst = DAY_FIRST.matcher(text);
      if (!dayFirst.matches()) {
        try {
          return DateRange.date(text);
        } catch (DateTimeException e) {
          throw new IllegalArgumentException("is not a date such as 2021-12-03 or 03.12.2021", e);
        }
      }
      int year = Integer.parseInt(dayFirst.group(3));
      if (year < 100) {
        int century = reading.today().getYear() / 100 * 100;
        year += century + year > reading.today().getYear() ? century - 100 : century;
      }
      return LocalDate.of(
          year, Integer.parseInt(dayFirst.group(2)), Integer.parseInt(dayFirst.group(1)));
    }

    private static BigDecimal number(String text) {
      if (!NUMBER.matcher(text).matches()) {
        throw new IllegalArgumentException("is not a number");
      }
      return new BigDecimal(text);
    }

    private static BigDecimal positive(String text) {
      var number = number(text);
      if (number.signum() <= 0) {
        throw new IllegalArgumentException("is not more than 0");
      }
      return number;
    }

    private static BigDecimal expenses(String text) {
      var number = number(text);
      if (number.signum() < 0) {
        throw new IllegalArgumentException("is less than 0");
      }
      return number;
    }

    private static BigDecimal share(String text) {
      var number = number(text);
      if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("is not a fraction from 0 to 1");
      }
      return number;
    }
  }

  /// `name 2,310, strategy 2,280`, for messages.
  public String notTakenInWords() {
    return notTaken.entrySet().stream()
        .map(e -> e.getKey() + " " + String.format(Locale.ROOT, "%,d", e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
