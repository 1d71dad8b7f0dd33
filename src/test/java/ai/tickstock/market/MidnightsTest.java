package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MidnightsTest {
  @Test
  void everyDateBeginsWhenTheZoneSays() {
    LocalDate.of(1899, 12, 25)
        .datesUntil(LocalDate.of(2080, 1, 1))
        .forEach(date -> {
          var begin = date.atStartOfDay(Bar.NEW_YORK).toInstant();
          assertThat(Midnights.of(date)).isEqualTo(begin);
          assertThat(Midnights.date(begin)).isEqualTo(date);
          assertThat(Midnights.before(begin.plusNanos(1))).isEqualTo(begin);
          assertThat(Midnights.date(begin.minusNanos(1))).isEqualTo(date.minusDays(1));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1883-11-18T00:00:00Z",
        "1969-12-31T00:00:00Z",
        "2026-03-08T00:00:00Z",
        "2026-11-01T00:00:00Z",
        "2069-12-30T00:00:00Z"
      })
  void everyHalfHourOfThreeDaysHasTheDateOfTheZone(String from) {
    LongStream.range(0, 144)
        .mapToObj(i -> Instant.parse(from).plusSeconds(i * 1800))
        .forEach(at -> {
          var date = LocalDate.ofInstant(at, Bar.NEW_YORK);
          assertThat(Midnights.date(at)).isEqualTo(date);
          assertThat(Midnights.before(at)).isEqualTo(Midnights.of(date));
        });
  }
}
