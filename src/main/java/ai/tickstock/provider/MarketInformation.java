package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a vendor knows of the market beside bars and lists. Calls block and fail as those of
/// `MarketDataProvider` do. Nothing here is kept in the answer cache.
public interface MarketInformation {

  /// Finds out what the plan includes, with at most 24 calls at a limit of a few calls a minute,
  /// and at most 60 otherwise.
  ///
  /// @param calendar for the dates that are asked about
  /// @param mostCalls when they are used up, the search for the edge of the history ends with what
  ///   it has
  /// @return `Failed` when the vendor cannot be asked at all
  Answer<PlanFacts> probePlan(TradingCalendar calendar, int mostCalls);

  /// Snapshots of some symbols, in the order of the answer; what the vendor does not know is left
  /// out.
  ///
  /// @param symbols any number, asked for 250 at a time
  Answer<List<SnapshotRow>> snapshots(List<Symbol> symbols);

  /// The snapshot of the whole market in one answer of several MB.
  Answer<List<SnapshotRow>> marketSnapshot();

  /// The snapshot of one symbol by the older endpoint.
  Answer<SnapshotRow> snapshot(Symbol symbol);

  Answer<MarketStatus> marketStatus();

  /// Coming holidays and early closes; none of the past, and no unscheduled closure.
  Answer<List<HolidayRow>> holidays();

  /// The bar of the session before today's; empty when there is none.
  Answer<Optional<BarRow>> previousDay(Symbol symbol);

  /// Offerings with a listing date from that day on, the earliest first, in every state.
  Answer<List<IpoRow>> ipos(LocalDate listedFrom);

  Answer<List<ExchangeRow>> exchanges();

  /// The latest profile of a fund; empty when there is none.
  Answer<Optional<EtfProfileRow>> etfProfile(Symbol symbol);

  /// The profiles of all funds that were processed on a day.
  Answer<List<EtfProfileRow>> etfProfiles(LocalDate processedOn);
}
