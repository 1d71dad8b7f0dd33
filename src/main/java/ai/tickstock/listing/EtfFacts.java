package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.FundFact;
import ai.tickstock.provider.FundFacts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What sources say of funds: of each source the newest value of each fact, with the day for which
/// it says so. The newest of all sources stands in the columns of `instrument`. Safe for use by
/// many threads and processes.
public interface EtfFacts {
  /// The source of what rules derived from other facts.
  String RULES = "rules";

  static EtfFacts postgres(Database database) {
    return new PostgresEtfFacts(database);
  }

  /// Stores what a source says. A value of an earlier day never replaces one of a later day; the
  /// same again changes nothing. A ticker means who held it on the day.
  EtfFactCount take(List<FundFacts> funds, String source);

  /// Makes these all that the rules derive of these funds, and the sector that a fund follows its
  /// sector.
  ///
  /// @param sectors of funds that follow the stocks of one
  /// @return funds of which something changed
  int derive(
      Handle transaction,
      Map<InstrumentId, List<FundFact>> facts,
      Map<InstrumentId, String> sectors,
      LocalDate asOf);

  /// By fact, then the newest first.
  List<Known> of(InstrumentId fund);

  /// All but what rules derived, of all funds that have some.
  Map<InstrumentId, List<Known>> all();

  /// The largest first; funds whose size nobody told last.
  ///
  /// @param type as `etf_type` has it; any when empty
  List<Fund> ofType(String type, int most);

  /// The largest first.
  List<Fund> largest(BigDecimal leastAumMillions, int most);

  /// Stocks of a sector and the funds that follow it, by ticker.
  List<Fund> inSector(String sector);

  /// A fact and where it comes from.
  record Known(FundFact fact, String source, LocalDate asOf) {}

  /// An instrument as the columns of `instrument` have it.
  record Fund(
      InstrumentId id,
      Symbol symbol,
      Optional<String> name,
      Optional<String> type,
      Optional<String> etfType,
      Optional<String> issuer,
      Optional<BigDecimal> aumMillions,
      Optional<BigDecimal> expenseRatio,
      Optional<String> underlyingIndex,
      Optional<String> sector,
      Optional<LocalDate> asOf) {}
}
