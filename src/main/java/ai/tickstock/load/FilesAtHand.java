package ai.tickstock.load;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.PublishedFile;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.flatfile.TickerFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a request's interval and range that a load can read.
///
/// @param dated those of one session of all tickers, ascending
/// @param tickers those of one ticker
/// @param notes what to tell about them, a line each
record FilesAtHand(List<Dated> dated, List<TickerFile> tickers, List<String> notes) {
  private static final int SHOWN = 10;

  /// @param address of the task that reads it
  /// @param isReplaced whether it was read before with other contents: it is read whatever is owed
  record Dated(LocalDate session, String address, boolean isReplaced) {}

  static FilesAtHand of(DataFolder folder, BarInterval interval, DateRange range) {
    return switch (interval) {
      case DAY ->
          new FilesAtHand(
              folder.dayFiles(range).stream()
                  .map(file -> new Dated(file.session(), file.path().toString(), false))
                  .toList(),
              folder.tickerFiles(),
              List.of());
      case MINUTE ->
          new FilesAtHand(
              folder.minuteFiles(range).stream()
                  .map(file -> new Dated(file.session(), file.path().toString(), false))
                  .toList(),
              List.of(),
              List.of());
    };
  }

  /// @param loaded addresses of files that need not be read again
  static FilesAtHand of(
      List<PublishedFile> listed,
      Set<String> loaded,
      DateRange range,
      TradingCalendar calendar,
      Instant now) {
    var keys = loaded.stream().map(PublishedFile::keyOf).collect(Collectors.toSet());
    var read =
        listed.stream()
            .map(file -> new Dated(file.session(), file.address(), keys.contains(file.key())))
            .filter(file -> !loaded.contains(file.address()))
            .toList();
    var notes = new ArrayList<String>();
    if (read.size() < listed.size()) {
      notes.add(
          count(listed.size() - read.size())
              + " loaded already as now published, not fetched (--again fetches)");
    }
    var there = listed.stream().map(PublishedFile::session).collect(Collectors.toSet());
    var absent =
        range.overlap(calendar.known()).stream()
            .flatMap(known -> calendar.sessions(known).stream())
            .map(Session::date)
            .filter(session -> !there.contains(session) && !session.isAfter(Bar.dateOf(now)))
            .toList();
    var awaited = absent.stream().filter(s -> PublishedFiles.expectedAt(s).isAfter(now)).toList();
    var missing = absent.stream().filter(s -> !PublishedFiles.expectedAt(s).isAfter(now)).toList();
    if (!awaited.isEmpty()) {
      notes.add("not published yet (about 11:00 New York time of the next day): " + few(awaited));
    }
    if (!missing.isEmpty()) {
      notes.add("no file is published of: " + few(missing));
    }
    return new FilesAtHand(read, List.of(), List.copyOf(notes));
  }

  boolean isEmpty() {
    return dated.isEmpty() && tickers.isEmpty();
  }

  private static String count(int files) {
    return String.format(Locale.ROOT, "%,d %s", files, files == 1 ? "file was" : "files were");
  }

  private static String few(List<LocalDate> sessions) {
    return sessions.stream().limit(SHOWN).map(LocalDate::toString).collect(Collectors.joining(", "))
        + (sessions.size() > SHOWN ? " and " + (sessions.size() - SHOWN) + " more" : "");
  }
}
