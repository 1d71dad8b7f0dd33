package ai.tickstock.provider.flatfile;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a folder offers to load: day files, minute files, per-ticker files, a list of instruments,
/// splits and dividends. Reads the small files when opened and the bar files never: who loads reads
/// those one by one. Immutable; safe for use by many threads.
///
/// Three kinds of folders are known: a root of the vendor's day and minute files (or a part of
/// one), a folder of per-ticker files, and a data folder with `flatfiles`, `reference` and
/// `actions` in it.
public final class DataFolder {
  private static final String DAYS = "day_aggs_v1";
  private static final String MINUTES = "minute_aggs_v1";
  private static final Set<String> NO_BARS = Set.of("trades_v1", "quotes_v1");

  private final Path path;
  private final Found bars;
  private final List<DatedList> datedLists;
  private final Optional<ReferenceList> reference;
  private final List<SplitRow> splits;
  private final List<DividendRow> dividends;
  private final List<String> notTaken;

  private record Found(List<DayFile> days, List<MinuteFile> minutes, List<TickerFile> tickers) {
    static final Found NONE = new Found(List.of(), List.of(), List.of());

    boolean isEmpty() {
      return days.isEmpty() && minutes.isEmpty() && tickers.isEmpty();
    }
  }

  private DataFolder(
      Path path,
      Found bars,
      List<DatedList> datedLists,
      Optional<ReferenceList> reference,
      List<ActionFile> actions,
      List<String> notTaken) {
    this.path = path;
    this.bars = bars;
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
      if (NO_BARS.contains(part.toString())) {
        throw new DataFolderRefused(
            given + " holds " + part + " files; only daily and minute bars can be loaded");
      }
    }
    var notTaken = new ArrayList<String>();
    if (isDataFolder(path)) {
      return openDataFolder(path, notTaken);
    }
    var bars = flatFiles(path, notTaken);
    if (bars.isEmpty()) {
      notTaken.clear();
      bars = new Found(List.of(), List.of(), FolderScan.tickerFiles(path, notTaken));
    }
    if (bars.isEmpty()) {
      throw new DataFolderRefused(FolderScan.refusal(given, path));
    }
    return new DataFolder(path, bars, List.of(), Optional.empty(), List.of(), notTaken);
  }

  /// The day and minute files of a flat-file root or a part of one.
  private static Found flatFiles(Path folder, List<String> notTaken) {
    var days = FolderScan.below(folder, DAYS);
    var minutes = FolderScan.below(folder, MINUTES);
    if (days.isPresent() || minutes.isPresent()) {
      var found =
          new Found(
              days.map(root -> FolderScan.dayFiles(root, notTaken)).orElse(List.of()),
              minutes.map(root -> FolderScan.minuteFiles(root, notTaken)).orElse(List.of()),
              List.of());
      FolderScan.siblings(
          folder, folder, Stream.of(days, minutes).flatMap(Optional::stream).toList(), notTaken);
      return found;
    }
    var dated = FolderScan.dayFiles(folder, notTaken);
    if (dated.isEmpty() || !holdsMinutes(folder, dated.getFirst().path())) {
      return new Found(dated, List.of(), List.of());
    }
    var asMinutes =
        dated.stream().map(f -> new MinuteFile(f.session(), f.path(), f.bytes())).toList();
    return new Found(List.of(), asMinutes, List.of());
  }

  /// By the names of the folders above, or else by the first row of the first file.
  private static boolean holdsMinutes(Path folder, Path first) {
    for (var at = folder; at != null; at = at.getParent()) {
      var name = String.valueOf(at.getFileName());
      if (name.equals(DAYS) || name.equals(MINUTES)) {
        return name.equals(MINUTES);
      }
    }
    return FolderScan.beginsWithAMinute(first);
  }

  private static boolean isDataFolder(Path path) {
    return Files.isDirectory(path.resolve("flatfiles"))
        || Files.isDirectory(path.resolve("reference"))
        || Files.isDirectory(path.resolve("actions"));
  }

  private static DataFolder openDataFolder(Path path, List<String> notTaken) {
    var flatfiles = path.resolve("flatfiles");
    var bars = Files.isDirectory(flatfiles) ? flatFiles(flatfiles, notTaken) : Found.NONE;
    var lists = FolderScan.datedLists(path.resolve("reference"), notTaken);
    var actions = FolderScan.actions(path.resolve("actions"), notTaken);
    FolderScan.others(path, Set.of("flatfiles", "reference", "actions"), notTaken);
    Optional<ReferenceList> reference = Optional.empty();
    if (!lists.isEmpty()) {
      reference = Optional.of(FolderScan.orRefuse(lists.getLast().read()));
    }
    if (bars.isEmpty() && lists.isEmpty() && actions.isEmpty()) {
      throw new DataFolderRefused(FolderScan.refusal(path, path));
    }
    return new DataFolder(path, bars, lists, reference, actions, notTaken);
  }

  public Path path() {
    return path;
  }

  /// All day files, ascending by session.
  public List<DayFile> dayFiles() {
    return bars.days;
  }

  /// The day files of a range, ascending by session; can be empty.
  public List<DayFile> dayFiles(DateRange range) {
    return bars.days.stream().filter(file -> range.contains(file.session())).toList();
  }

  /// All minute files, ascending by session.
  public List<MinuteFile> minuteFiles() {
    return bars.minutes;
  }

  /// The minute files of a range, ascending by session; can be empty.
  public List<MinuteFile> minuteFiles(DateRange range) {
    return bars.minutes.stream().filter(file -> range.contains(file.session())).toList();
  }

  /// All per-ticker files, ascending by ticker.
  public List<TickerFile> tickerFiles() {
    return bars.tickers;
  }

  /// Passes when the folder has a file for bars of this interval.
  ///
  /// @throws DataFolderRefused if not; says which interval its files are for
  public void require(BarInterval interval) {
    boolean fits =
        switch (interval) {
          case DAY -> !bars.days.isEmpty() || !bars.tickers.isEmpty();
          case MINUTE -> !bars.minutes.isEmpty();
        };
    if (fits) {
      return;
    }
    var there = new ArrayList<String>(barFiles(other(interval)));
    var wanted =
        switch (interval) {
          case DAY ->
              "no day file (us_stocks_sip/day_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz) and no per-ticker file";
          case MINUTE -> "no minute file (us_stocks_sip/minute_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz)";
        };
    throw new DataFolderRefused(
        path
            + " has "
            + wanted
            + (there.isEmpty()
                ? ""
                : ", but "
                    + String.join(", ", there)
                    + ": these are loaded with --interval "
                    + other(interval).word())
            + (interval == BarInterval.MINUTE && !bars.tickers.isEmpty()
                ? ". Per-ticker files of minutes cannot be loaded"
                : ""));
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

  /// What is in the folder and is not read for bars of any interval, for people: names and reasons.
  public List<String> notTaken() {
    return notTaken;
  }

  /// What the folder offers for bars of any interval and what is not taken, one line for people.
  public String summary() {
    var offered = new ArrayList<String>(barFiles(BarInterval.DAY));
    offered.addAll(barFiles(BarInterval.MINUTE));
    return summary(offered, List.of());
  }

  /// What a load of this interval takes and what it does not, one line for people.
  public String summary(BarInterval interval) {
    return summary(barFiles(interval), barFiles(other(interval)));
  }

  private String summary(List<String> taken, List<String> otherInterval) {
    var parts = new ArrayList<String>(taken);
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
    var left = new ArrayList<String>(otherInterval);
    if (datedLists.size() > 1) {
      left.add(Wording.count(datedLists.size() - 1, "older reference list"));
    }
    left.addAll(notTaken);
    if (!left.isEmpty()) {
      text.append("; not taken: ").append(Wording.few(left));
    }
    return text.toString();
  }

  private List<String> barFiles(BarInterval interval) {
    var parts = new ArrayList<String>();
    switch (interval) {
      case DAY -> {
        if (!bars.days.isEmpty()) {
          parts.add(
              Wording.count(bars.days.size(), "day file")
                  + " "
                  + new DateRange(bars.days.getFirst().session(), bars.days.getLast().session()));
        }
        if (!bars.tickers.isEmpty()) {
          parts.add(
              Wording.count(bars.tickers.size(), "per-ticker file")
                  + " ("
                  + Wording.few(bars.tickers.stream().map(f -> f.symbol().ticker()).toList())
                  + ")"
                  + (path.toString().contains("adjusted")
                      ? ", split-adjusted by the folder's name: give --source-adjusted splits if so"
                      : ""));
        }
      }
      case MINUTE -> {
        if (!bars.minutes.isEmpty()) {
          parts.add(
              Wording.count(bars.minutes.size(), "minute file")
                  + " "
                  + new DateRange(
                      bars.minutes.getFirst().session(), bars.minutes.getLast().session()));
        }
      }
    }
    return parts;
  }

  private static BarInterval other(BarInterval interval) {
    return switch (interval) {
      case DAY -> BarInterval.MINUTE;
      case MINUTE -> BarInterval.DAY;
    };
  }

  @Override
  public String toString() {
    return path + ": " + summary();
  }
}
