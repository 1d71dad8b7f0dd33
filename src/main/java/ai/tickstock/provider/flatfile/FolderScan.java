package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells the files of a folder apart by name. What it leaves out it adds to `notTaken`.
final class FolderScan {
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("\\d{2}");
  private static final Pattern CSV = Pattern.compile("(.+)\\.csv(\\.gz)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern LIST =
      Pattern.compile("(tickers_all_)?(\\d{4}-\\d{2}-\\d{2})\\.jsonl(\\.gz)?");

  private FolderScan() {}

  /// Where the years of a kind of files begin in a flat-file root.
  ///
  /// @param kind as the vendor names its folder, e.g. `day_aggs_v1`
  static Optional<Path> below(Path folder, String kind) {
    return Stream.of("us_stocks_sip/" + kind, kind)
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst();
  }

  /// Day files below a folder, ascending by session.
  static List<DayFile> dayFiles(Path root, List<String> notTaken) {
    return datedFiles(root, notTaken).entrySet().stream()
        .map(file -> new DayFile(file.getKey(), file.getValue(), size(file.getValue())))
        .toList();
  }

  /// Minute files below a folder, ascending by session.
  static List<MinuteFile> minuteFiles(Path root, List<String> notTaken) {
    return datedFiles(root, notTaken).entrySet().stream()
        .map(file -> new MinuteFile(file.getKey(), file.getValue(), size(file.getValue())))
        .toList();
  }

  /// Files named as a date in the folder, its years and their months, ascending.
  private static SortedMap<LocalDate, Path> datedFiles(Path root, List<String> notTaken) {
    var found = new TreeMap<LocalDate, Path>();
    collectDays(root, root, 0, found, notTaken);
    return found;
  }

  private static void collectDays(
      Path root, Path folder, int depth, SortedMap<LocalDate, Path> found, List<String> left) {
    for (Path entry : entries(folder)) {
      var name = name(entry);
      if (Files.isDirectory(entry)) {
        boolean year = depth == 0 && YEAR.matcher(name).matches();
        boolean month = depth <= 1 && MONTH.matcher(name).matches();
        if (year || month) {
          collectDays(root, entry, year ? 1 : 2, found, left);
        } else {
          left.add(root.relativize(entry) + "/");
        }
        continue;
      }
      var session = csvName(name).flatMap(FolderScan::date);
      if (session.isEmpty()) {
        left.add(root.relativize(entry).toString());
        continue;
      }
      var other = found.putIfAbsent(session.get(), entry);
      if (other != null) {
        throw new DataFolderRefused(
            "two files for the session "
                + session.get()
                + ": "
                + other
                + " and "
                + entry
                + ". Remove one of them");
      }
    }
  }

  /// Names what lies beside the taken folders in a flat-file root.
  static void siblings(Path root, Path folder, List<Path> taken, List<String> notTaken) {
    for (Path entry : entries(folder)) {
      if (taken.contains(entry)) {
        continue;
      }
      if (taken.stream().anyMatch(t -> t.startsWith(entry))) {
        siblings(root, entry, taken, notTaken);
      } else {
        notTaken.add(root.relativize(entry) + (Files.isDirectory(entry) ? "/" : ""));
      }
    }
  }

  /// Whether the first row of a file starts within a day; false also where it cannot be read, which
  /// is then told by who reads it.
  static boolean beginsWithAMinute(Path file) {
    try (var lines = BarLines.open(file)) {
      return lines.advance() && lines.placeDefect().isEmpty() && !Stamps.isMidnight(lines.start());
    } catch (RefusedFile e) {
      return false;
    }
  }

  /// Files named as a ticker, if the first of them has the header of bars; ascending.
  static List<TickerFile> tickerFiles(Path folder, List<String> notTaken) {
    var found = new TreeMap<Symbol, TickerFile>();
    for (Path entry : entries(folder)) {
      var ticker = csvName(name(entry)).filter(Symbol::isValid).map(Symbol::new);
      if (Files.isDirectory(entry) || ticker.isEmpty()) {
        notTaken.add(name(entry) + (Files.isDirectory(entry) ? "/" : ""));
        continue;
      }
      var other = found.putIfAbsent(ticker.get(), new TickerFile(ticker.get(), entry, size(entry)));
      if (other != null) {
        throw new DataFolderRefused(
            "two files for "
                + ticker.get()
                + ": "
                + other.path()
                + " and "
                + entry
                + ". Remove one of them");
      }
    }
    if (!found.isEmpty()) {
      var first = found.firstEntry().getValue().path();
      try {
        BarLines.open(first).close();
      } catch (RefusedFile e) {
        if (e.failure().kind() == FileFailure.Kind.WRONG_HEADER) {
          throw new DataFolderRefused(
              "the CSV files of " + folder + " are no bar files: " + e.failure());
        }
      }
    }
    return List.copyOf(found.values());
  }

  /// `tickers_all_DATE.jsonl.gz` and `listings_daily/DATE.jsonl.gz`, ascending.
  static List<DatedList> datedLists(Path folder, List<String> notTaken) {
    var found = new ArrayList<DatedList>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    var left = new ArrayList<String>();
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry) && name(entry).equals("listings_daily")) {
        entries(entry)
            .forEach(file -> list(file).ifPresentOrElse(found::add, () -> left.add(name(file))));
      } else {
        list(entry)
            .filter(DatedList::allExchanges)
            .ifPresentOrElse(found::add, () -> left.add(name(entry)));
      }
    }
    if (!left.isEmpty()) {
      notTaken.add(Wording.count(left.size(), "other file") + " of reference/");
    }
    found.sort(null);
    return List.copyOf(found);
  }

  private static Optional<DatedList> list(Path file) {
    var match = LIST.matcher(name(file));
    return match.matches() && Files.isRegularFile(file)
        ? date(match.group(2)).map(day -> new DatedList(day, file, match.group(1) != null))
        : Optional.empty();
  }

  /// Every CSV file that is no file of LEAN's.
  static List<ActionFile> actions(Path folder, List<String> notTaken) {
    var found = new ArrayList<ActionFile>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    for (Path entry : entries(folder)) {
      var name = name(entry);
      if (csvName(name).isEmpty() || name.startsWith("lean_") || Files.isDirectory(entry)) {
        notTaken.add("actions/" + name);
      } else {
        found.add(orRefuse(ActionFile.read(entry)));
      }
    }
    return List.copyOf(found);
  }

  /// Names the folders and CSV files that a data folder has besides those.
  static void others(Path folder, Set<String> taken, List<String> notTaken) {
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry) && !taken.contains(name(entry))) {
        notTaken.add(name(entry) + "/");
      } else if (csvName(name(entry)).isPresent()) {
        notTaken.add(name(entry));
      }
    }
  }

  static <T> T orRefuse(FileRead<T> read) {
    return switch (read) {
      case FileRead.Complete<T>(T value) -> value;
      case FileRead.Failed<T>(FileFailure failure) ->
          throw new DataFolderRefused(failure.toString());
    };
  }

  /// Says what was looked for and what is there instead.
  static String refusal(Path given, Path folder) {
    var found = new ArrayList<String>();
    var withTickers = new ArrayList<String>();
    for (Path entry : entries(folder)) {
      boolean directory = Files.isDirectory(entry);
      found.add(name(entry) + (directory ? "/" : ""));
      if (directory && entries(entry).stream().anyMatch(e -> csvName(name(e)).isPresent())) {
        withTickers.add(given.resolve(name(entry)).toString());
      }
    }
    return "nothing to load in "
        + given
        + ". Looked for day or minute files (us_stocks_sip/day_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz,"
        + " us_stocks_sip/minute_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz, or a part of that), per-ticker"
        + " files (SPY.csv.gz), or a data folder with flatfiles/, reference/ or actions/. Found "
        + (found.isEmpty() ? "an empty folder" : Wording.few(found))
        + (withTickers.isEmpty()
            ? ""
            : ". Perhaps one of these was meant: " + Wording.few(withTickers));
  }

  /// `SPY` of `SPY.csv.gz` and `SPY.csv`.
  private static Optional<String> csvName(String name) {
    var match = CSV.matcher(name);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }

  private static Optional<LocalDate> date(String text) {
    if (!DATE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.filter(e -> !name(e).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new DataFolderRefused("the folder " + folder + " cannot be read: " + e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataFolderRefused("the file " + file + " cannot be read: " + e);
    }
  }
}
