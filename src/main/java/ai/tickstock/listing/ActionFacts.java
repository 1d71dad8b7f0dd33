package ai.tickstock.listing;

import ai.tickstock.market.Dividend;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A split or dividend in the columns of `corporate_action`.
record ActionFacts(
    Key key,
    Optional<BigDecimal> from,
    Optional<BigDecimal> to,
    Optional<BigDecimal> cash,
    Optional<String> currency,
    Optional<String> vendorId) {
  private static final String SPLIT = "split";
  private static final String DIVIDEND = "dividend";
  private static final String SPECIAL_DIVIDEND = "special_dividend";

  /// `SC`, `LT` and `ST` (special, long-term and short-term gains) are the older endpoint's words.
  private static final Set<String> SPECIAL = Set.of("special", "supplemental", "sc", "lt", "st");

  /// What an instrument has only one of.
  record Key(InstrumentId instrument, LocalDate exDate, String kind) {}

  /// @throws IllegalArgumentException when there can be no such split
  static ActionFacts of(InstrumentId instrument, SplitRow row) {
    var split = new Split(row.executionDate(), row.from(), row.to());
    return new ActionFacts(
        new Key(instrument, split.executionDate(), SPLIT),
        Optional.of(split.from()),
        Optional.of(split.to()),
        Optional.empty(),
        Optional.empty(),
        row.vendorId());
  }

  /// @throws IllegalArgumentException when there can be no such dividend
  static ActionFacts of(InstrumentId instrument, DividendRow row) {
    var dividend = new Dividend(row.exDate(), row.cashAmount(), row.currency());
    boolean special =
        row.kind().map(k -> k.toLowerCase(Locale.ROOT)).filter(SPECIAL::contains).isPresent();
    return new ActionFacts(
        new Key(instrument, dividend.exDate(), special ? SPECIAL_DIVIDEND : DIVIDEND),
        Optional.empty(),
        Optional.empty(),
        Optional.of(dividend.cashAmount()),
        Optional.of(dividend.currency()),
        row.vendorId());
  }

  boolean sameNumbers(ActionFacts other) {
    return same(from, other.from)
        && same(to, other.to)
        && same(cash, other.cash)
        && currency.equals(other.currency);
  }

  /// Whether the vendor says that this is the other one, with whatever numbers.
  boolean sameRow(ActionFacts other) {
    return vendorId.isPresent() && vendorId.equals(other.vendorId);
  }

  private static boolean same(Optional<BigDecimal> a, Optional<BigDecimal> b) {
    return a.isPresent() == b.isPresent()
        && (a.isEmpty() || a.get().compareTo(b.orElseThrow()) == 0);
  }

  boolean isSplit() {
    return key.kind.equals(SPLIT);
  }

  Split split() {
    return new Split(key.exDate, from.orElseThrow(), to.orElseThrow());
  }

  Dividend dividend() {
    return new Dividend(key.exDate, cash.orElseThrow(), currency.orElse(""));
  }

  /// `1 to 4`, or `0.25 USD`.
  String numbers() {
    return isSplit()
        ? from.orElseThrow().toPlainString() + " to " + to.orElseThrow().toPlainString()
        : cash.orElseThrow().toPlainString() + " " + currency.orElse("");
  }
}
