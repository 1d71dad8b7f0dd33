package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What a source says of one fund as of a day.
///
/// @param facts at most one of each name
public record FundFacts(Symbol symbol, LocalDate asOf, List<FundFact> facts) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public FundFacts {
    facts = List.copyOf(facts);
  }

  /// What a vendor's profile says; its fees come in percent.
  public static FundFacts of(EtfProfileRow profile) {
    var facts = new ArrayList<FundFact>();
    profile.name().ifPresent(v -> facts.add(FundFact.text(FundFact.NAME, v)));
    profile.issuer().ifPresent(v -> facts.add(FundFact.text(FundFact.ISSUER, v)));
    profile.productType().ifPresent(v -> facts.add(FundFact.text(FundFact.PRODUCT_TYPE, v)));
    profile.assetClass().ifPresent(v -> facts.add(FundFact.text(FundFact.ASSET_CLASS, v)));
    profile.category().ifPresent(v -> facts.add(FundFact.text(FundFact.CATEGORY, v)));
    profile.focus().ifPresent(v -> facts.add(FundFact.text(FundFact.FOCUS, v)));
    profile.primaryBenchmark().ifPresent(v -> facts.add(FundFact.text(FundFact.BENCHMARK, v)));
    profile.leverageStyle().ifPresent(v -> facts.add(FundFact.text(FundFact.LEVERAGE_STYLE, v)));
    profile.inceptionDate().ifPresent(v -> facts.add(FundFact.date(FundFact.INCEPTION, v)));
    profile
        .leveredAmount()
        .ifPresent(v -> facts.add(FundFact.number(FundFact.LEVERAGE, v, FundFact.Unit.MULTIPLE)));
    profile
        .aumDollars()
        .filter(v -> v.signum() > 0)
        .ifPresent(v -> facts.add(FundFact.number(FundFact.AUM, v, FundFact.Unit.DOLLARS)));
    profile
        .netExpensesPercent()
        .or(profile::totalExpensesPercent)
        .ifPresent(v ->
            facts.add(
                FundFact.number(
                    FundFact.EXPENSE_RATIO, v.divide(HUNDRED), FundFact.Unit.FRACTION)));
    profile
        .sectorFractions()
        .forEach((sector, share) ->
            facts.add(FundFact.number(FundFact.SECTOR + sector, share, FundFact.Unit.FRACTION)));
    return new FundFacts(profile.symbol(), profile.effectiveOn(), facts);
  }
}
