package ai.tickstock.jobs;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.MarketInformation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// Profiles of funds of one day.
///
/// @param rows empty when none of the days asked for had some
public record FundProfiles(List<EtfProfileRow> rows, int calls) {
  /// A fund whose profile came weeks late is found all the same; a day without any is a weekend or
  /// a holiday.
  private static final int DAYS_BACK = 7;

  /// Those of the latest day that has some: one call for 5,000 funds.
  public static Answer<FundProfiles> latest(
      MarketInformation information, TradingCalendar calendar, LocalDate today, Instant now) {
    var cost = Answer.Cost.NONE;
    var days = calendar.sessions(new DateRange(today.minusDays(DAYS_BACK), today));
    for (Session session : days.reversed()) {
      switch (information.etfProfiles(session.date())) {
        case Answer.Failed<List<EtfProfileRow>> failed -> {
          return failed.as();
        }
        case Answer.Given<List<EtfProfileRow>>(var rows, var one, var at) -> {
          cost = cost.plus(one);
          if (!rows.isEmpty()) {
            return new Answer.Given<>(new FundProfiles(rows, cost.calls()), cost, at);
          }
        }
      }
    }
    return new Answer.Given<>(new FundProfiles(List.of(), cost.calls()), cost, now);
  }
}
