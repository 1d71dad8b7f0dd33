package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// What ETF Global says about a fund as of a date. Everything but symbol and dates can be missing.
///
/// @param processedOn when ETF Global received it
/// @param effectiveOn what it is valid as of, can be weeks earlier
/// @param productType `etf` or `etn`
/// @param aumDollars assets under management, in dollars
/// @param managementFeePercent a year: 0.0945 is 0.0945 %, as are the other fees
/// @param leveredAmount negative = inverse, 0 = none
/// @param sectorFractions share of each sector, 0.31 = 31 %, as are the other exposures
public record EtfProfileRow(
    Symbol symbol,
    LocalDate processedOn,
    LocalDate effectiveOn,
    Optional<String> name,
    Optional<String> issuer,
    Optional<String> productType,
    Optional<String> assetClass,
    Optional<String> category,
    Optional<String> focus,
    Optional<String> primaryBenchmark,
    Optional<BigDecimal> aumDollars,
    Optional<BigDecimal> managementFeePercent,
    Optional<BigDecimal> totalExpensesPercent,
    Optional<BigDecimal> netExpensesPercent,
    Optional<BigDecimal> numberOfHoldings,
    Optional<String> leverageStyle,
    Optional<BigDecimal> leveredAmount,
    Optional<LocalDate> inceptionDate,
    Optional<String> listingExchange,
    Optional<String> distributionFrequency,
    Optional<BigDecimal> creationUnitSize,
    Map<String, BigDecimal> sectorFractions,
    Map<String, BigDecimal> industryFractions,
    Map<String, BigDecimal> geographicFractions) {
  public EtfProfileRow {
    sectorFractions = Map.copyOf(sectorFractions);
    industryFractions = Map.copyOf(industryFractions);
    geographicFractions = Map.copyOf(geographicFractions);
  }
}
