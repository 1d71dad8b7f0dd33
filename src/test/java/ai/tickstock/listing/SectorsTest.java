package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectorsTest {
  private final Sectors sectors = Sectors.bundled();

  /// Codes of companies as the SEC assigns them.
  @ParameterizedTest
  @CsvSource({
    "3571,Technology", // Apple
    "7372,Technology", // Microsoft
    "3674,Technology", // NVIDIA
    "2834,Healthcare", // Pfizer
    "3841,Healthcare", // Becton Dickinson
    "6324,Healthcare", // UnitedHealth
    "6331,Financial Services", // Berkshire Hathaway
    "6021,Financial Services", // JPMorgan Chase
    "6798,Real Estate", // Prologis
    "1311,Energy", // ConocoPhillips
    "2911,Energy", // Exxon Mobil
    "4911,Utilities", // NextEra
    "4953,Industrials", // Waste Management
    "3711,Consumer Discretionary", // Tesla
    "5961,Consumer Discretionary", // Amazon
    "5331,Consumer Staples", // Walmart
    "2080,Consumer Staples", // Coca-Cola
    "2840,Consumer Staples", // Procter & Gamble
    "4841,Communication Services", // Comcast
    "1000,Materials", // Freeport-McMoRan
    "3721,Industrials" // Boeing
  })
  void tellsTheSectorOfACode(String code, String sector) {
    assertThat(sectors.of(code)).contains(sector);
  }

  @Test
  void tellsNothingOfWhatIsNoBusiness() {
    assertThat(sectors.of("8888")).isEmpty();
    assertThat(sectors.of("9995")).isEmpty();
    assertThat(sectors.of("")).isEmpty();
    assertThat(sectors.of("ABCD")).isEmpty();
  }
}
