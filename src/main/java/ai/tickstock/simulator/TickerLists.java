package ai.tickstock.simulator;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dated lists of tickers of a data folder, read when they are asked for. On a date each
/// exchange is as in the newest list that covers it. Before the first list nothing is known: then
/// it is as today, and if that is before the first list too, as in the first one that covers it.
/// Safe for use by many threads.
final class TickerLists {
  private static final Logger LOG = LoggerFactory.getLogger(TickerLists.class);
  private static final int KEPT = 4;

  /// Lists read side by side, when many have to tell something.
  private static final int AT_ONCE = 4;

  private final List<TickerFile> files;
  private final Map<TickerFile, Set<String>> exchanges = new HashMap<>();
  private final Map<Integer, SoftReference<AsOf>> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, SoftReference<AsOf>> eldest) {
          return size() > KEPT;
        }
      };

  /// Held while the past is read, which can take long: lists of a date do not wait for it.
  private final Object history = new Object();

  private SoftReference<Delistings> delistings = new SoftReference<>(new Delistings());

  private TickerLists(List<TickerFile> files) {
    this.files = files;
  }

  /// @param reference the folder with the lists; need not exist
  static TickerLists in(Path reference) {
    return new TickerLists(TickerFile.in(reference));
  }

  /// What the lists say about a date.
  private record AsOf(List<TickerRow> rows, Map<String, TickerRow> byTicker) {}

  /// The rows as of a date, in no particular order: of those that trade, or of those that are
  /// delisted. Whose FIGI or whole name another one bears was renamed and is neither, as at the
  /// vendor; other renames the lists do not tell from delistings.
  ///
  /// @throws UnreadableList if a list that has to tell is damaged
  List<TickerRow> rows(boolean active, LocalDate date, LocalDate today) {
    var named = asOf(date, today).rows();
    var rows = new ArrayList<>(named.stream().filter(r -> r.active() == active).toList());
    if (!active) {
      var told = named.stream().flatMap(TickerLists::marks).collect(Collectors.toSet());
      delisted(date).stream().filter(r -> marks(r).noneMatch(told::contains)).forEach(rows::add);
    }
    return rows;
  }

  /// What says that two rows are about the same: ticker, FIGI, name and type.
  private static Stream<Object> marks(TickerRow row) {
    return Stream.concat(
        Stream.of(row.ticker(), List.of(row.name(), row.instrument().type())),
        row.instrument().compositeFigi().stream());
  }

  /// The row of a ticker that trades on a date; the last one of repeated ones.
  ///
  /// @throws UnreadableList if a list that has to tell is damaged
  Optional<TickerRow> row(String ticker, LocalDate date, LocalDate today) {
    return Optional.ofNullable(asOf(date, today).byTicker().get(ticker));
  }

  private synchronized AsOf asOf(LocalDate date, LocalDate today) {
    int newest = newest(date) < 0 ? newest(today) : newest(date);
    var kept = recent.get(newest);
    var found = kept == null ? null : kept.get();
    if (found == null) {
      found = read(newest);
      recent.put(newest, new SoftReference<>(found));
    }
    return found;
  }

  /// The place of the newest list on a date; -1 before the first one.
  private int newest(LocalDate date) {
    int place = files.size() - 1;
    while (place >= 0 && files.get(place).asOf().isAfter(date)) {
      place--;
    }
    return place;
  }

  private AsOf read(int newest) {
    var asked = upToAWhole(newest < 0 ? files : files.subList(0, newest + 1).reversed());
    var rows = new ArrayList<TickerRow>();
    var covered = new HashSet<String>();
    var tickers = new HashSet<String>();
    findExchanges(asked.stream().skip(1).filter(f -> !f.whole()).toList());
    for (var file : asked) {
      boolean counts = file.whole() || file.equals(asked.getFirst());
      if (!counts && covered.containsAll(exchangesOf(file))) {
        continue;
      }
      var own = counts ? file.read() : readOrWarn(file, TickerFile::read).orElse(List.of());
      // Who is named by a list that counts more has come from another exchange since.
      var more =
          own.stream()
              .filter(r -> !covered.contains(r.instrument().exchange()))
              .filter(r -> !tickers.contains(r.ticker()))
              .toList();
      rows.addAll(more);
      more.forEach(r -> tickers.add(r.ticker()));
      own.forEach(r -> covered.add(r.instrument().exchange()));
    }
    var byTicker = new HashMap<String, TickerRow>();
    rows.stream().filter(TickerRow::active).forEach(r -> byTicker.put(r.ticker(), r));
    return new AsOf(List.copyOf(rows), byTicker);
  }

  /// The lists that can tell something, the one that counts most first: what comes after one of all
  /// exchanges adds nothing.
  private static List<TickerFile> upToAWhole(List<TickerFile> files) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).whole()) {
        return files.subList(0, i + 1);
      }
    }
    return files;
  }

  /// Reads which exchanges lists cover, where that is not known yet.
  private void findExchanges(List<TickerFile> lists) {
    lists.stream().filter(f -> !exchanges.containsKey(f)).toList().parallelStream()
        .map(f -> Map.entry(f, readOrWarn(f, TickerFile::exchanges).orElse(Set.of())))
        .toList()
        .forEach(found -> exchanges.put(found.getKey(), found.getValue()));
  }

  private Set<String> exchangesOf(TickerFile file) {
    return exchanges.getOrDefault(file, Set.of());
  }

  /// What a list says that is one of many to tell something; empty if it is damaged.
  private static <T> Optional<T> readOrWarn(TickerFile file, Function<TickerFile, T> reading) {
    try {
      return Optional.of(reading.apply(file));
    } catch (UnreadableList e) {
      LOG.warn("passed over: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private List<TickerRow> delisted(LocalDate date) {
    var past = files.subList(0, newest(date) + 1);
    if (past.stream().noneMatch(TickerFile::whole)) {
      return List.of();
    }
    synchronized (history) {
      var known = delistings.get();
      if (known == null) {
        known = new Delistings();
        delistings = new SoftReference<>(known);
      }
      while (known.lists() < past.size()) {
        var next = past.subList(known.lists(), Math.min(past.size(), known.lists() + AT_ONCE));
        var read =
            next.parallelStream()
                .map(f -> readOrWarn(f, TickerFile::read).orElse(List.of()))
                .toList();
        for (int i = 0; i < next.size(); i++) {
          known.add(next.get(i), read.get(i));
        }
      }
      return known.on(date);
    }
  }
}
