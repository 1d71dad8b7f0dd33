package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Instrument;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MemberMatchTest {
  @Test
  void theCarMakerIsNotTheCasinoUnderItsTicker() {
    var boyd = instrument(1, "BYD", "Boyd Gaming Corporation");
    var member = member("BYD", "BYD Co");

    assertThat(match(member, boyd))
        .isEqualTo(new MemberMatch.AnotherCompany(member, boyd, "Boyd Gaming Corporation"));
  }

  @Test
  void aLongerNameOfTheVendorIsFound() {
    var spy = instrument(1, "SPY", "SPDR S&P 500 ETF Trust");
    var google = instrument(2, "GOOGL", "Alphabet Inc. Class A Common Stock");

    assertThat(match(member("SPY", "SPDR S&P 500"), spy)).isInstanceOf(MemberMatch.Found.class);
    assertThat(match(member("GOOGL", "Alphabet"), google)).isInstanceOf(MemberMatch.Found.class);
  }

  @Test
  void aMemberWithoutAnExpectedNameIsWhoeverHasTheTicker() {
    assertThat(match(member("BYD", ""), instrument(1, "BYD", "Boyd Gaming Corporation")))
        .isInstanceOf(MemberMatch.Found.class);
  }

  @Test
  void anInstrumentKnownFromBarsOnlyHasNoNameToContradict() {
    var seen = instrument(1, "SPY", null);

    assertThat(match(member("SPY", "SPDR S&P 500"), seen))
        .isEqualTo(new MemberMatch.Found(member("SPY", "SPDR S&P 500"), seen));
  }

  @Test
  void aTickerThatNobodyHasIsUnknownToTheVendor() {
    var member = member("SQ", "Block");

    assertThat(MemberMatch.all(List.of(member), Map.of(), Map.of()))
        .containsExactly(new MemberMatch.UnknownToVendor(member));
  }

  @Test
  void aBoundMemberIsItsInstrumentWhateverNameAndTickerThatHasNow() {
    var block = instrument(7, "XYZ", "Block, Inc.");
    var member =
        new Member(
            new Symbol("XYZ"),
            new Symbol("SQ"),
            "Square",
            List.of("fintech"),
            LocalDate.EPOCH,
            Optional.of(block.id()));

    assertThat(MemberMatch.all(List.of(member), Map.of(), Map.of(block.id(), block)))
        .containsExactly(new MemberMatch.Found(member, block));
  }

  private static MemberMatch match(Member member, Instrument holder) {
    return MemberMatch.all(List.of(member), Map.of(holder.symbol(), holder), Map.of()).getFirst();
  }

  private static Member member(String ticker, String expectedName) {
    var symbol = new Symbol(ticker);
    return new Member(
        symbol, symbol, expectedName, List.of("ev"), LocalDate.EPOCH, Optional.empty());
  }

  private static Instrument instrument(int id, String ticker, String name) {
    return new Instrument(
        new InstrumentId(id),
        new Symbol(ticker),
        Optional.ofNullable(name),
        Optional.empty(),
        Optional.empty(),
        true,
        name == null,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
