package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayRuleTest {
  @ParameterizedTest
  @CsvSource({
    "July 4, 2024-07-04",
    "1st Monday of September, 2024-09-02",
    "2nd Sunday of March, 2024-03-10",
    "3rd Monday of January, 2024-01-15",
    "4th Thursday of November, 2024-11-28",
    "last Monday of May, 2024-05-27",
    "day after 4th Thursday of November, 2024-11-29",
    "day after December 31, 2025-01-01",
    "day before March 1, 2024-02-29",
    "Good Friday, 2024-03-29",
    "Easter Monday, 2024-04-01",
    "Ascension Day, 2024-05-09",
    "Whit Monday, 2024-05-20",
    "Corpus Christi, 2024-05-30",
    "Monday on or before May 20, 2024-05-20",
    "Monday on or before May 24, 2024-05-20",
    "Monday on or after May 21, 2024-05-27",
    "day after Friday on or after November 1, 2024-11-02",
  })
  void findsTheDayOf2024(String phrase, LocalDate day) {
    assertThat(DayRule.parse(phrase).in(2024)).isEqualTo(day);
  }

  /// The earliest and the latest Easter of these years, and the exceptions of the reckoning.
  @ParameterizedTest
  @CsvSource({
    "1818-03-20",
    "1943-04-23",
    "1954-04-16",
    "1981-04-17",
    "2008-03-21",
    "2011-04-22",
    "2038-04-23",
    "2049-04-16",
  })
  void findsGoodFriday(LocalDate day) {
    assertThat(DayRule.parse("Good Friday").in(day.getYear())).isEqualTo(day);
  }
}
