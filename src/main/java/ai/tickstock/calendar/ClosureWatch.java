package ai.tickstock.calendar;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.MarketStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Asks once, and not for each of twelve thousand instruments, whether an exchange is closed
/// without announcement: on the day of a session, an hour after its open, when nothing of it is
/// seen.
public final class ClosureWatch {
  /// From then on silence is odd.
  private static final Duration AFTER_OPEN = Duration.ofHours(1);

  /// When it has no bar, nothing trades.
  private static final Symbol MOST_TRADED = new Symbol("SPY");

  private static final String RAISE =
      """
      INSERT INTO tickstock.closure_question (exchange, day, evidence) VALUES (:exchange, :day, :evidence)
      ON CONFLICT DO NOTHING
      """;

  private final Database database;
  private final Calendars calendars;

  public ClosureWatch(Database database) {
    this.database = database;
    this.calendars = Calendars.postgres(database);
  }

  /// What a look found.
  public sealed interface Look {
    /// There is nothing to ask about: no session, too early, or it is over.
    record NotNow(String why) implements Look {}

    /// The market trades.
    record Trading(String evidence) implements Look {}

    /// Nobody could tell.
    record Unknown(String why) implements Look {}

    /// An unannounced closure?
    ///
    /// @param first whether it is raised by this look; later looks of the day find it again
    record Question(LocalDate day, String evidence, boolean first) implements Look {}
  }

  /// Looks at the US market.
  ///
  /// @param delay of the plan: bars are only asked for where they could be there by now
  public Look look(
      Instant now, MarketInformation information, MarketDataProvider provider, Duration delay) {
    return look(
        now,
        information::marketStatus,
        session -> delay.compareTo(AFTER_OPEN) > 0 ? Optional.empty() : traded(provider, session));
  }

  /// Whether there is a bar of regular trading; those before the open say nothing about it.
  private static Optional<Boolean> traded(MarketDataProvider provider, Session session) {
    return switch (provider.minuteBars(MOST_TRADED, DateRange.of(session.date()))) {
      case Answer.Failed<MinuteRows> _ -> Optional.empty();
      case Answer.Given<MinuteRows>(var rows, var _, var _) ->
          Optional.of(
              IntStream.range(0, rows.size())
                  .anyMatch(row -> rows.startMillis(row) >= session.open().toEpochMilli()));
    };
  }

  /// @param status asks the vendor for the market's state
  /// @param traded asks whether `MOST_TRADED` has a bar of the session; empty where nobody can know
  Look look(
      Instant now,
      Supplier<Answer<MarketStatus>> status,
      Function<Session, Optional<Boolean>> traded) {
    var calendar = calendars.of(Mic.XNYS);
    var today = LocalDate.ofInstant(now, calendar.zone());
    if (!calendar.known().contains(today)) {
      return new Look.NotNow("the calendar does not know " + today);
    }
    var session = calendar.session(today);
    if (session.isEmpty()) {
      return new Look.NotNow(
          "no session on " + today + calendar.reason(today).map(r -> " (" + r + ")").orElse(""));
    }
    if (now.isBefore(session.get().open().plus(AFTER_OPEN))) {
      return new Look.NotNow(
          "asked from an hour after the open, " + session.get().open().plus(AFTER_OPEN) + ", on");
    }
    if (!now.isBefore(session.get().close())) {
      return new Look.NotNow("the session closed at " + session.get().close());
    }
    return look(session.get(), status.get(), traded);
  }

  private Look look(
      Session session, Answer<MarketStatus> status, Function<Session, Optional<Boolean>> traded) {
    var said = said(status);
    if (said.filter("open"::equals).isPresent()) {
      return new Look.Trading("the vendor says that the exchange is open");
    }
    var seen = traded.apply(session);
    if (seen.filter(any -> any).isPresent()) {
      return new Look.Trading("there are bars of " + MOST_TRADED + " since the open");
    }
    if (said.isEmpty() && seen.isEmpty()) {
      return new Look.Unknown(
          "the vendor does not tell the market's state, and under the plan's delay there are no bars"
              + " of today yet");
    }
    var evidence =
        said.map(word -> "the vendor says that the exchange is " + word)
                .orElse("the vendor does not tell the market's state")
            + (seen.isPresent() ? "; " + MOST_TRADED + " has no bar since the open" : "");
    boolean first =
        database.inTransaction(handle ->
            handle
                    .createUpdate(RAISE)
                    .bind("exchange", Mic.XNYS.code())
                    .bind("day", session.date())
                    .bind("evidence", evidence)
                    .execute()
                == 1);
    return new Look.Question(session.date(), evidence, first);
  }

  /// The vendor's word for the exchange; for the market where it does not name the exchange.
  private static Optional<String> said(Answer<MarketStatus> answer) {
    return switch (answer) {
      case Answer.Failed<MarketStatus> _ -> Optional.empty();
      case Answer.Given<MarketStatus>(var status, var _, var _) ->
          Optional.of(status.exchanges().getOrDefault("nyse", status.market()));
    };
  }
}
