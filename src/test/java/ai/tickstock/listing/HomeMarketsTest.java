package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class HomeMarketsTest {
  private static final String HEADER = "symbol,expected_name,home,country,source\n";

  @Test
  void knowsTheHomeOfAFundOfJapan() {
    var home = HomeMarkets.bundled().of(new Symbol("EWJ")).orElseThrow();
    assertThat(home.exchange()).isEqualTo(new Mic("XTKS"));
    assertThat(home.country()).isEqualTo("Japan");
    assertThat(home.isOf("iShares MSCI Japan Index Fund")).isTrue();
    assertThat(home.isOf("ISHARES MSCI JAPAN ETF")).isTrue();
    assertThat(home.isOf("Edwards Joinery Corp")).isFalse();
  }

  @Test
  void knowsNoneOfAUsFund() {
    assertThat(HomeMarkets.bundled().of(new Symbol("SPY"))).isEmpty();
  }

  @Test
  void everyCountryHasOneHome() {
    var homes =
        HomeMarkets.bundled().all().stream()
            .map(home -> home.country() + " " + home.exchange())
            .distinct();
    assertThat(homes)
        .containsExactly(
            "Japan XTKS",
            "Germany XETR",
            "United Kingdom XLON",
            "France XPAR",
            "Canada XTSE",
            "Australia XASX",
            "Hong Kong XHKG");
  }

  @Test
  void refusesAnExchangeWithoutACalendar() {
    assertRefused(
        "EWY,MSCI South Korea,XKRX,South Korea,list\n",
        "home-markets.csv, line 2: there is no calendar of XKRX");
  }

  @Test
  void refusesATickerThatIsHereAlready() {
    assertRefused(
        "EWJ,MSCI Japan,XTKS,Japan,list\nEWJ,MSCI Japan,XTKS,Japan,list\n",
        "home-markets.csv, line 3: EWJ is here already");
  }

  @Test
  void refusesARowWithoutASource() {
    assertRefused("EWJ,MSCI Japan,XTKS,Japan,\n", "home-markets.csv, line 2: source is empty");
  }

  private static void assertRefused(String rows, String message) {
    assertThatThrownBy(() -> HomeMarkets.read(new StringReader(HEADER + rows)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
