package ai.tickstock.notify;

import ai.tickstock.database.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people should know, and how far it has come. Safe for use by many threads and processes.
public final class Notices {
  private final Database database;

  private Notices(Database database) {
    this.database = database;
  }

  public static Notices postgres(Database database) {
    return new Notices(database);
  }

  /// Posts a notice in the transaction that makes it true. One whose cause is not resolved is
  /// counted and has the new facts; it is not told again, unless it has become critical.
  ///
  /// @param at when it was seen
  public static void post(Handle transaction, NewNotice notice, Instant at) {
    NoticeTable.post(transaction, notice, at);
  }

  /// Ends the notices of gaps that are there no more.
  ///
  /// @param symbols who was looked at
  /// @param gaps of these that are still there
  /// @param session what was found missing later than that stays
  /// @return how many are over
  public static int gapsClosed(
      Handle transaction,
      Collection<String> symbols,
      Collection<GapFound> gaps,
      LocalDate session,
      Instant at) {
    var causes = gaps.stream().map(GapFound::cause).toList();
    return NoticeTable.resolveClosedGaps(transaction, symbols, causes, session, at);
  }

  /// @param onlyOpen without those that somebody takes care of or that are over
  /// @param since seen last at that moment or later
  /// @param most the newest ones
  public List<Notice> list(boolean onlyOpen, Instant since, int most) {
    return database.read(h -> NoticeTable.list(h, onlyOpen, since, most));
  }

  public Optional<Notice> find(long id) {
    return database.read(h -> NoticeTable.find(h, List.of(id))).stream().findFirst();
  }

  /// The ways of a notice to people, in the order in which they were made.
  public List<NoticeDelivery> deliveries(long notice) {
    return database.read(h -> DeliveryTable.ofNotice(h, notice));
  }

  /// What came of an acknowledgement.
  public enum Answer {
    ACKNOWLEDGED,
    /// Somebody had done so before, or it was over.
    WAS_ANSWERED,
    NO_SUCH_NOTICE
  }

  /// Somebody takes care of it: it is told no more.
  ///
  /// @param by user and host
  /// @param because empty when there is no reason to tell
  public Answer acknowledge(long id, String by, String because, Instant at) {
    return database.inTransaction(h ->
        NoticeTable.acknowledge(h, id, by, because, at)
            ? Answer.ACKNOWLEDGED
            : NoticeTable.find(h, List.of(id)).isEmpty()
                ? Answer.NO_SUCH_NOTICE
                : Answer.WAS_ANSWERED);
  }

  /// How much of what was to be delivered was, by channel.
  ///
  /// @param month of New York
  public List<DeliveryReport> report(YearMonth month) {
    return database.read(h -> DeliveryReport.of(h, month));
  }

  /// Notices that stand in no message yet.
  public int untold() {
    return database.read(NoticeTable::countUntold);
  }
}
