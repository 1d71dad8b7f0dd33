package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Dividend;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import ai.tickstock.scenario.TickerPeriod;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A folder of real data as if the vendor had it: day and minute files, dated lists of tickers,
/// splits and dividends.
///
/// Rows are what the files say, odd ones too. A ticker that only has bars is not in the lists; one
/// that is only listed has no bars. Bars, splits and dividends belong to a ticker, whatever the
/// lists say: its instruments are the tickers with splits or dividends. Files are read when first
/// asked for and forgotten when memory is short.
public final class DataFolderMarket implements Market {
  private final NavigableMap<LocalDate, Path> files;
  private final Map<LocalDate, SoftReference<DayFile>> read = new ConcurrentHashMap<>();
  private final NavigableMap<LocalDate, Path> minuteFiles;
  private final Map<LocalDate, SoftReference<MinuteFile>> minutes = new ConcurrentHashMap<>();
  private final TickerLists lists;
  private final List<Instrument> instruments;
  private final Map<String, Instrument> byTicker = new HashMap<>();
  private final Map<String, List<Payout>> payouts;

  private DataFolderMarket(
      NavigableMap<LocalDate, Path> files,
      NavigableMap<LocalDate, Path> minuteFiles,
      TickerLists lists,
      Map<String, List<Split>> splits,
      Map<String, List<Payout>> payouts) {
    this.files = files;
    this.minuteFiles = minuteFiles;
    this.lists = lists;
    instruments = List.copyOf(instruments(splits, payouts));
    this.payouts = payouts;
    instruments.forEach(i -> byTicker.put(i.lastTicker(), i));
  }

  /// Reads `actions/splits.csv` and `actions/etf_dividends.csv` where they exist, and finds the day
  /// and minute files and the lists of tickers.
  ///
  /// @param folder with `flatfiles/us_stocks_sip/day_aggs_v1` or `minute_aggs_v1` there
  /// @throws IllegalArgumentException if the folder holds neither day nor minute files
  public static DataFolderMarket open(Path folder) {
    return open(folder, List.of(folder.resolve("flatfiles")));
  }

  /// As `open(folder)`, with the bar files of other places; of two files of a kind and date the
  /// later place wins.
  ///
  /// @param flatFiles folders with `us_stocks_sip/day_aggs_v1` or `us_stocks_sip/minute_aggs_v1`
  public static DataFolderMarket open(Path folder, List<Path> flatFiles) {
    var files = new TreeMap<LocalDate, Path>();
    var minuteFiles = new TreeMap<LocalDate, Path>();
    for (var root : flatFiles) {
      files.putAll(dated(root.resolve("us_stocks_sip").resolve("day_aggs_v1")));
      minuteFiles.putAll(dated(root.resolve("us_stocks_sip").resolve("minute_aggs_v1")));
    }
    if (files.isEmpty() && minuteFiles.isEmpty()) {
      throw new IllegalArgumentException(
          "no day files (us_stocks_sip/day_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz) and no minute files"
              + " (us_stocks_sip/minute_aggs_v1/…) in "
              + flatFiles);
    }
    var splits = splits(folder.resolve("actions").resolve("splits.csv"));
    var payouts = payouts(folder.resolve("actions").resolve("etf_dividends.csv"));
    return new DataFolderMarket(
        files, minuteFiles, TickerLists.in(folder.resolve("reference")), splits, payouts);
  }

  /// The files below a folder whose names are dates.
  private static Map<LocalDate, Path> dated(Path root) {
    var found = new TreeMap<LocalDate, Path>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (var paths = Files.walk(root)) {
      paths.forEach(path -> {
        var name = String.valueOf(path.getFileName());
        if (name.endsWith(".csv.gz")) {
          date(name.substring(0, name.length() - ".csv.gz".length()))
              .ifPresent(d -> found.put(d, path));
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the bar files in " + root, e);
    }
    return found;
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static List<Instrument> instruments(
      Map<String, List<Split>> splits, Map<String, List<Payout>> payouts) {
    var tickers = new TreeSet<>(splits.keySet());
    tickers.addAll(payouts.keySet());
    var instruments = new ArrayList<Instrument>();
    for (var ticker : tickers) {
      instruments.add(
          new Instrument(
              instruments.size(),
              ticker,
              "",
              "",
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(new TickerPeriod(ticker, TickerFile.SINCE_EVER, Optional.empty())),
              splits.getOrDefault(ticker, List.of()),
              true));
    }
    return instruments;
  }

  private static Map<String, List<Split>> splits(Path file) {
    var splits = new HashMap<String, List<Split>>();
    for (var row : csv(file)) {
      splits
          .computeIfAbsent(row.getField("ticker"), _ -> new ArrayList<>())
          .add(
              new Split(
                  LocalDate.parse(row.getField("execution_date")),
                  new BigDecimal(row.getField("split_from")),
                  new BigDecimal(row.getField("split_to"))));
    }
    splits.values().forEach(own -> own.sort(Comparator.comparing(Split::executionDate)));
    return splits;
  }

  private static Map<String, List<Payout>> payouts(Path file) {
    var payouts = new HashMap<String, List<Payout>>();
    for (var row : csv(file)) {
      var dividend =
          new Dividend(
              LocalDate.parse(row.getField("ex_date")),
              new BigDecimal(row.getField("cash_amount")),
              "USD");
      payouts
          .computeIfAbsent(row.getField("ticker"), _ -> new ArrayList<>())
          .add(new Payout(dividend, 0, false, Optional.empty(), Optional.empty()));
    }
    payouts.values().forEach(own -> own.sort(Comparator.comparing(p -> p.dividend().exDate())));
    return payouts;
  }

  private static List<NamedCsvRecord> csv(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      return csv.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public String kind() {
    return "data";
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.empty();
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return Optional.ofNullable(byTicker.get(ticker));
  }

  @Override
  public List<Instrument> listed(LocalDate date) {
    return lists.rows(true, date, date).stream().map(TickerRow::instrument).toList();
  }

  @Override
  public Optional<Instrument> listed(String ticker, LocalDate date) {
    return lists.row(ticker, date, date).map(TickerRow::instrument);
  }

  /// The dated lists of tickers.
  TickerLists lists() {
    return lists;
  }

  @Override
  public List<DayBar> session(LocalDate date) {
    return files.containsKey(date) ? file(date).all() : List.of();
  }

  @Override
  public boolean hasBarsOn(LocalDate date) {
    return files.containsKey(date);
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    var bars = new ArrayList<DayBar>();
    for (var date : files.subMap(range.first(), true, range.last(), true).keySet()) {
      bars.addAll(file(date).of(ticker));
    }
    return bars;
  }

  /// The folder's own files of a kind, by session.
  NavigableMap<LocalDate, Path> files(FlatFileKind kind) {
    return kind == FlatFileKind.DAYS ? files : minuteFiles;
  }

  private DayFile file(LocalDate date) {
    var kept = read.get(date);
    var file = kept == null ? null : kept.get();
    if (file == null) {
      var path = files.get(date);
      if (path == null) {
        throw new IllegalStateException("there is no day file of " + date);
      }
      file = DayFile.read(path, date);
      read.put(date, new SoftReference<>(file));
    }
    return file;
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate session) {
    var path = minuteFiles.get(session);
    if (path == null) {
      return MinuteRows.of(new Symbol(ticker)).build();
    }
    var kept = minutes.get(session);
    var file = kept == null ? null : kept.get();
    if (file == null) {
      file = MinuteFile.read(path);
      minutes.put(session, new SoftReference<>(file));
    }
    return file.of(ticker);
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return payouts.getOrDefault(instrument.lastTicker(), List.of());
  }
}
