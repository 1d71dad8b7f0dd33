package ai.tickstock.provider.flatfile;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.provider.Answer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/// The vendor's day and minute files where it publishes them: one a session and interval. Safe for
/// use by many threads.
public interface PublishedFiles extends AutoCloseable {
  ZoneId NEW_YORK = ZoneId.of("America/New_York");
  LocalTime USUALLY_THERE = LocalTime.of(11, 0);

  /// Where they are, for people and records, e.g. `https://files.massive.com/flatfiles`.
  String place();

  /// What is there now of a range, ascending by session.
  ///
  /// @throws PublishedFilesRefused if the list cannot be had
  List<PublishedFile> list(BarInterval interval, DateRange range);

  /// Brings the present contents of a file to this machine, all of it or nothing. Who asked closes
  /// the copy.
  ///
  /// @param address of a listed file
  /// @throws NoRoom if it cannot be written here
  Answer<LocalCopy> fetch(String address);

  @Override
  void close();

  /// When the file of a session is usually there: 11:00 New York time of the next day.
  static Instant expectedAt(LocalDate session) {
    return session.plusDays(1).atTime(USUALLY_THERE).atZone(NEW_YORK).toInstant();
  }

  /// This machine has no room for a copy.
  final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoRoom(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
