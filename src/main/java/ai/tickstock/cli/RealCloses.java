package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.FileBars;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.scenario.Realism;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Closes from folders of per-ticker files; of a ticker that several have the first counts. Reads
/// each file once.
final class RealCloses implements Realism.Closes {
  private final List<DataFolder> folders;
  private final LocalDate from;
  private final Map<String, NavigableMap<LocalDate, Double>> read = new HashMap<>();

  /// @param from first date; splits since then must be in the prices already
  RealCloses(List<Path> folders, LocalDate from) {
    this.folders = folders.stream().map(DataFolder::open).toList();
    this.from = from;
  }

  @Override
  public NavigableMap<LocalDate, Double> of(String ticker) {
    return read.computeIfAbsent(ticker, this::closes);
  }

  private NavigableMap<LocalDate, Double> closes(String ticker) {
    var symbol = new Symbol(ticker);
    for (var folder : folders) {
      for (var file : folder.tickerFiles()) {
        if (file.symbol().equals(symbol)) {
          return switch (file.read(new DateRange(from, LocalDate.of(2099, 12, 31)))) {
            case FileRead.Complete<FileBars>(var bars) -> closes(bars.rows());
            case FileRead.Failed<FileBars>(var failure) -> throw new Misuse("--data: " + failure);
          };
        }
      }
    }
    return new TreeMap<>();
  }

  private static NavigableMap<LocalDate, Double> closes(List<BarRow> rows) {
    var closes = new TreeMap<LocalDate, Double>();
    rows.forEach(row -> closes.put(Bar.dateOf(row.start()), row.close()));
    return closes;
  }
}
