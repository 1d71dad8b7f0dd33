package ai.tickstock.provider.flatfile;

import ai.tickstock.market.DateRange;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a folder offers to load: day files, per-ticker files, a list of instruments, splits and
/// dividends. Reads the small files when opened and the bar files never: who loads reads those one
/// by one. Immutable; safe for use by many threads.
///
/// Three kinds of folders are known: a root of the vendor's day files (or a part of one), a folder
/// of per-ticker files, and a data folder with `flatfiles`, `reference` and `actions` in it.
public final class DataFolder {
  private static final Set<String> OTHER_DATA = Set.of("minute_aggs_v1", "trades_v1", "quotes_v1");

  private final Path path;
  private final List<DayFile> dayFiles;
  private final List<TickerFile> tickerFiles;
  private final List<DatedList> datedLists;
  private final Optional<ReferenceList> reference;
  private final List<SplitRow> splits;
  private final List<DividendRow> dividends;
  private final List<String> notTaken;

  private DataFolder(
      Path path,
      List<DayFile> dayFiles,
      List<TickerFile> tickerFiles,
      List<DatedList> datedLists,
      Optional<ReferenceList> reference,
      List<ActionFile> actions,
      List<String> notTaken) {
    this.path = path;
    this.dayFiles = dayFiles;
    this.tickerFiles = tickerFiles;
    this.datedLists = datedLists;
    this.reference = reference;
    this.splits = actions.stream().flatMap(a -> a.splits().stream()).toList();
    this.dividends = actions.stream().flatMap(a -> a.dividends().stream()).toList();
    this.notTaken = List.copyOf(notTaken);
  }

  /// Finds out what the folder holds.
  ///
  /// @throws DataFolderRefused if it is none of the three kinds, or its reference list or an action
  ///   file is damaged
  public static DataFolder open(Path given) {
    var path = given.toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new DataFolderRefused(given + " does not exist");
    }
    if (!Files.isDirectory(path)) {
      throw new DataFolderRefused(
          given
              + " is a file, but a folder was expected. Splits and dividends are read from a file"
              + " with: tickstock symbols import-actions FILE");
    }
    for (Path part : path) {
      if (OTHER_DATA.contains(part.toString())) {
        throw new DataFolderRefused(
            given + " holds " + part + " files; only daily bars can be loaded from files");
      }
    }
    var notTaken = new ArrayList<String>();
    if (isDataFolder(path)) {
      return openDataFolder(path, notTaken);
    }
    var dayRoot = FolderScan.dayRoot(path);
    var days = FolderScan.dayFiles(dayRoot, notTaken);
    if (!days.isEmpty()) {
      FolderScan.siblingsOf(path, dayRoot, notTaken);
      return new DataFolder(
          path, days, List.of(), List.of(), Optional.empty(), List.of(), notTaken);
    }
    notTaken.clear();
    var tickers = FolderScan.tickerFiles(path, notTaken);
    if (!tickers.isEmpty()) {
      return new DataFolder(
          path, List.of(), tickers, List.of(), Optional.empty(), List.of(), notTaken);
    }
    throw new DataFolderRefused(FolderScan.refusal(given, path));
  }

  private static boolean isDataFolder(Path path) {
    return Files.isDirectory(path.resolve("flatfiles"))
        || Files.isDirectory(path.resolve("reference"))
        || Files.isDirectory(path.resolve("actions"));
  }

  private static DataFolder openDataFolder(Path path, List<String> notTaken) {
    var flatfiles = path.resolve("flatfiles");
    List<DayFile> days = List.of();
    if (Files.isDirectory(flatfiles)) {
      var dayRoot = FolderScan.dayRoot(flatfiles);
      days = FolderScan.dayFiles(dayRoot, notTaken);
      FolderScan.siblingsOf(flatfiles, dayRoot, notTaken);
    }
    var lists = FolderScan.datedLists(path.resolve("reference"), notTaken);
    var actions = FolderScan.actions(path.resolve("actions"), notTaken);
    FolderScan.others(path, Set.of("flatfiles", "reference", "actions"), notTaken);
    Optional<ReferenceList> reference = Optional.empty();
    if (!lists.isEmpty()) {
      reference = Optional.of(FolderScan.orRefuse(lists.getLast().read()));
    }
    if (days.isEmpty() && lists.isEmpty() && actions.isEmpty()) {
      throw new DataFolderRefused(FolderScan.refusal(path, path));
    }
    return new DataFolder(path, days, List.of(), lists, reference, actions, notTaken);
  }

  public Path path() {
    return path;
  }

  /// All day files, ascending by session.
  public List<DayFile> dayFiles() {
    return dayFiles;
  }

  /// The day files of a range, ascending by session; can be empty.
  public List<DayFile> dayFiles(DateRange range) {
    return dayFiles.stream().filter(file -> range.contains(file.session())).toList();
  }

  /// All per-ticker files, ascending by ticker.
  public List<TickerFile> tickerFiles() {
    return tickerFiles;
  }

  /// All lists of instruments, ascending by date.
  public List<DatedList> datedLists() {
    return datedLists;
  }

  /// The newest list of instruments.
  public Optional<ReferenceList> reference() {
    return reference;
  }

  /// Of all action files, in file order, duplicates as received.
  public List<SplitRow> splits() {
    return splits;
  }

  /// Of all action files, in file order, duplicates as received.
  public List<DividendRow> dividends() {
    return dividends;
  }

  /// What is in the folder and is not read, for people: names and reasons.
  public List<String> notTaken() {
    return notTaken;
  }

  /// What was taken and what was not, one line for people.
  public String summary() {
    var parts = new ArrayList<String>();
    if (!dayFiles.isEmpty()) {
      parts.add(
          Wording.count(dayFiles.size(), "day file")
              + " "
              + new DateRange(dayFiles.getFirst().session(), dayFiles.getLast().session()));
    }
    if (!tickerFiles.isEmpty()) {
      parts.add(
          Wording.count(tickerFiles.size(), "per-ticker file")
              + " ("
              + Wording.few(tickerFiles.stream().map(f -> f.symbol().ticker()).toList())
              + ")"
              + (path.toString().contains("adjusted")
                  ? ", split-adjusted by the folder's name: give --source-adjusted splits if so"
                  : ""));
    }
    reference.ifPresent(list ->
        parts.add(
            "1 reference list of "
                + list.asOf()
                + " ("
                + Wording.count(list.rows().size(), "row")
                + (list.testIssues() > 0
                    ? ", " + Wording.count(list.testIssues(), "test issue") + " left out"
                    : "")
                + ")"));
    if (!splits.isEmpty()) {
      parts.add(Wording.count(splits.size(), "split"));
    }
    if (!dividends.isEmpty()) {
      parts.add(Wording.count(dividends.size(), "dividend"));
    }
    var text = new StringBuilder(parts.isEmpty() ? "nothing" : String.join(", ", parts));
    var left = new ArrayList<String>();
    if (datedLists.size() > 1) {
      left.add(Wording.count(datedLists.size() - 1, "older reference list"));
    }
    left.addAll(notTaken);
    if (!left.isEmpty()) {
      text.append("; not taken: ").append(Wording.few(left));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return path + ": " + summary();
  }
}
