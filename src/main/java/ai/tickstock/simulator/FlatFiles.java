package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which flat files lie in the bucket at an instant, in which edition. Of a data folder its own
/// files, byte for byte; of other markets files that are made while they are read. Safe for use by
/// many threads.
final class FlatFiles {
  /// The checksum and the length with which every gzip file ends.
  private static final int GZIP_END = 8;

  private final Market market;
  private final TradingCalendar calendar;
  private final FaultBook book;
  private final ListedCount listed;
  private final FlatFileTimes times;
  private final Map<FlatFileKind, List<FlatFileName>> names = new EnumMap<>(FlatFileKind.class);

  FlatFiles(Market market, TradingCalendar calendar, FaultBook book) {
    this.market = market;
    this.calendar = calendar;
    this.book = book;
    listed = new ListedCount(market);
    times = new FlatFileTimes(calendar, market.seed().orElse(1));
  }

  /// All that there will ever be of a kind if nothing goes wrong, by session.
  synchronized List<FlatFileName> all(FlatFileKind kind) {
    return names.computeIfAbsent(
        kind, k -> sessions(k).stream().map(session -> new FlatFileName(k, session)).toList());
  }

  private Collection<LocalDate> sessions(FlatFileKind kind) {
    return market instanceof DataFolderMarket folder
        ? folder.files(kind).keySet()
        : calendar.sessions(calendar.known()).stream()
            .map(session -> session.date())
            .filter(market::hasBarsOn)
            .toList();
  }

  /// What is in the bucket at an instant, in the order of the keys.
  List<FlatFileName> names(Instant now) {
    boolean whole = book.rules().stream().noneMatch(r -> r.kind() == FaultKind.MISSING_FILE);
    var out = new ArrayList<FlatFileName>();
    for (var kind : FlatFileKind.values()) {
      for (var name : all(kind)) {
        if (!times.out(name, whole ? List.of() : book.ofFile(name)).isAfter(now)) {
          out.add(name);
        }
      }
    }
    return out;
  }

  /// A file in the edition of an instant; empty if it is not out then.
  Optional<FlatFile> at(FlatFileName name, Instant now) {
    var rules = book.ofFile(name);
    if (!exists(name) || times.out(name, rules).isAfter(now)) {
      return Optional.empty();
    }
    return Optional.of(
        market instanceof DataFolderMarket folder
            ? own(folder, name, times.out(name, rules))
            : new FlatFileEdition(market, listed, times, name, rules, now)
                .file(bars -> book.strike(FaultKind.REVISED_BARS, bars)));
  }

  /// Whether a file is not there at an instant because a fault keeps it back.
  boolean isKeptBack(FlatFileName name, Instant now) {
    return exists(name)
        && !FlatFileTimes.published(name.session()).isAfter(now)
        && times.out(name, book.ofFile(name)).isAfter(now);
  }

  private boolean exists(FlatFileName name) {
    return market instanceof DataFolderMarket folder
        ? folder.files(name.kind()).containsKey(name.session())
        : calendar.known().contains(name.session())
            && calendar.isSession(name.session())
            && market.hasBarsOn(name.session());
  }

  /// When a file comes again with its rows in ascending order; empty for most.
  Optional<Instant> sorted(FlatFileName name) {
    return market instanceof DataFolderMarket ? Optional.empty() : times.sorted(name);
  }

  /// Whether a rule spoils a file, at least for a time. Those of a data folder can only be missing.
  boolean spoils(FaultRule rule, FlatFileName name) {
    return rule.strikesFile(name)
        && (rule.kind() == FaultKind.MISSING_FILE || !(market instanceof DataFolderMarket))
        && (!rule.kind().hasTime()
            || times.of(rule, name).isAfter(FlatFileTimes.published(name.session())));
  }

  /// When a rule replaces or brings a file.
  Instant time(FaultRule rule, FlatFileName name) {
    return times.of(rule, name);
  }

  private static FlatFile own(DataFolderMarket folder, FlatFileName name, Instant out) {
    var path = folder.files(name.kind()).get(name.session());
    if (path == null) {
      throw new IllegalStateException("the data folder has no " + name.key());
    }
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      var end = new byte[(int) Math.min(GZIP_END, size)];
      file.seek(size - end.length);
      file.readFully(end);
      var etag = ETag.of(name.key() + HexFormat.of().formatHex(end), size);
      return new FlatFile(name, out, etag, size, List.of(), to -> Files.copy(path, to));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the flat file " + path, e);
    }
  }
}
