package ai.tickstock.load;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.MarketDataProvider;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The vendor's whole list as of a past date, asked for while another list is read: before it is
/// certain that somebody needs it. For one thread.
final class EarlyList implements AutoCloseable {
  private final Optional<Asked> asked;
  private boolean taken;

  private record Asked(LocalDate date, EarlyAnswer<List<ListingRow>> list) {}

  private EarlyList(Optional<Asked> asked) {
    this.asked = asked;
  }

  static EarlyList none() {
    return new EarlyList(Optional.empty());
  }

  static EarlyList of(MarketDataProvider provider, LocalDate date) {
    var list = EarlyAnswer.to(() -> provider.listings(query(date)));
    return new EarlyList(Optional.of(new Asked(date, list)));
  }

  /// What asks for a whole list.
  static ListingQuery query(LocalDate date) {
    return ListingQuery.ALL_ACTIVE.on(date);
  }

  /// Waits for the list; empty where none of that date was asked for. Who takes it pays for it.
  Optional<Answer<List<ListingRow>>> take(LocalDate date) {
    var list = asked.filter(one -> one.date().equals(date)).map(one -> one.list().answer());
    taken |= list.isPresent();
    return list;
  }

  /// What it cost where nobody took it, which ends it.
  Answer.Cost costUntaken() {
    close();
    return taken
        ? Answer.Cost.NONE
        : asked.map(one -> one.list().answer().cost()).orElse(Answer.Cost.NONE);
  }

  /// Ends it where it has not come yet.
  @Override
  public void close() {
    asked.ifPresent(one -> one.list().close());
  }
}
