package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EtfFactCount;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.FundFacts;
import ai.tickstock.provider.MarketInformation;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Asks the vendor for profiles of funds and stores what they say. Where the vendor fails nothing
/// is stored.
public final class FundProfiles {
  private static final String SOURCE = "vendor";

  /// The vendor processes funds on the evening of a session or one of the next ones: in so many
  /// days there is one with profiles, whatever holidays and delays.
  private static final int DAYS_BACK = 7;

  private final EtfFacts facts;
  private final MarketInformation information;
  private final TradingCalendar calendar;
  private final InstantSource clock;

  /// @param calendar days without a session are not asked for
  public FundProfiles(
      Database database,
      MarketInformation information,
      TradingCalendar calendar,
      InstantSource clock) {
    facts = EtfFacts.postgres(database);
    this.information = information;
    this.calendar = calendar;
    this.clock = clock;
  }

  /// What was stored.
  ///
  /// @param profiles that the vendor gave
  /// @param without of whom it has none
  public record Taken(int profiles, List<Symbol> without, EtfFactCount count, int calls) {}

  /// The profiles of the latest day that has some, at most seven days ago.
  public Answer<Taken> latest() {
    var cost = Answer.Cost.NONE;
    for (var session : sessionsBackwards()) {
      switch (information.etfProfiles(session)) {
        case Answer.Failed<List<EtfProfileRow>> failed -> {
          return failed.as();
        }
        case Answer.Given<List<EtfProfileRow>>(var rows, var one, _) -> {
          cost = cost.plus(one);
          if (!rows.isEmpty()) {
            return taken(rows, List.of(), cost);
          }
        }
      }
    }
    return taken(List.of(), List.of(), cost);
  }

  private List<LocalDate> sessionsBackwards() {
    var today = Bar.dateOf(clock.instant());
    return today
        .minusDays(DAYS_BACK)
        .datesUntil(today.plusDays(1))
        .filter(date -> calendar.session(date).isPresent())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /// The latest profile of each of these funds, one call a fund.
  public Answer<Taken> of(Collection<Symbol> funds) {
    var rows = new ArrayList<EtfProfileRow>();
    var without = new ArrayList<Symbol>();
    var cost = Answer.Cost.NONE;
    for (var symbol : funds) {
      switch (information.etfProfile(symbol)) {
        case Answer.Failed<Optional<EtfProfileRow>> failed -> {
          return failed.as();
        }
        case Answer.Given<Optional<EtfProfileRow>>(var row, var one, _) -> {
          cost = cost.plus(one);
          row.ifPresentOrElse(rows::add, () -> without.add(symbol));
        }
      }
    }
    return taken(rows, without, cost);
  }

  private Answer<Taken> taken(List<EtfProfileRow> rows, List<Symbol> without, Answer.Cost cost) {
    var count = facts.take(rows.stream().map(FundFacts::of).toList(), SOURCE);
    return new Answer.Given<>(
        new Taken(rows.size(), List.copyOf(without), count, cost.calls()), cost, clock.instant());
  }
}
