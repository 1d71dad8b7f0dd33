package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompanyNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SPDR S&P 500            | SPDR S&P 500 ETF Trust
          SPDR S&P 500 ETF Trust  | SPDR S&P 500
          Alphabet                | Alphabet Inc. Class A Common Stock
          alphabet inc            | ALPHABET INC.
          Core S&P 500            | iShares Core S&P 500 ETF
          McDonald's              | McDonalds Corp
          JPMorgan                | JP Morgan Chase & Co.
          Marathon Technologies   | Marathon Tech Holdings
          Salesforce              | Salesforce.com, Inc.
          Estee Lauder            | Estée Lauder Companies Inc.
          Vanguard Growth         | Growth ETF, Vanguard
          QQQ                     | Invesco QQQ Trust, Series 1
          Exxon                   | ExxonMobil Holdings Corporation Common Stock
          High Dividend Low Vol   | Invesco S&P 500 High Dividend Low Volatility ETF
          Trust Co                | The Trust Company Inc
          ''                      | Whoever Inc
          """)
  void isMeant(String expected, String actual) {
    assertThat(CompanyName.of(expected).isMeantBy(actual)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BYD Co                  | Boyd Gaming Corporation
          BYD                     | Boyd Gaming Corporation
          Alphabet                | Alpha Metallurgical Resources, Inc.
          SPDR S&P 500            | SPDR S&P MidCap 400 ETF Trust
          Square                  | Block, Inc.
          GE Aerospace            | GE Vernova Inc.
          Vanguard Growth         | Vanguard Value ETF
          Semi                    | Semtech Corporation
          Apple                   | Inc.
          """)
  void isSomebodyElse(String expected, String actual) {
    assertThat(CompanyName.of(expected).isMeantBy(actual)).isFalse();
  }
}
