package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.BinaryCopyOut;
import ai.tickstock.database.TestPostgres;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The columns of a series as the server puts them together.
class BarsTest {
  private static final String THREE =
      """
      SELECT session, open::float8, high::float8, low::float8, close::float8, volume::float8,
             fmv::float8
      FROM (VALUES (DATE '2026-06-10', '1.5', '4', '1', '2.25', NULL, '2.2'),
                   (DATE '2026-06-11', '2', '3', 'NaN', '3', '500', NULL),
                   (DATE '2026-06-12', '3', '5', '2', '4', '0', '4.1'))
        v (session, open, high, low, close, volume, fmv)
      """;

  @Test
  void missingVolumesAndFairValuesStayWithTheirSessions() {
    var bars = new Bars(0, Integer.MAX_VALUE);
    read(bars, THREE);

    assertThat(bars.size).isEqualTo(3);
    assertThat(Arrays.copyOf(bars.day, 3))
        .containsExactly(day("2026-06-10"), day("2026-06-11"), day("2026-06-12"));
    assertThat(Arrays.copyOf(bars.open, 3)).containsExactly(1.5, 2, 3);
    assertThat(Arrays.copyOf(bars.high, 3)).containsExactly(4, 3, 5);
    assertThat(Arrays.copyOf(bars.low, 3)).containsExactly(1, Double.NaN, 2);
    assertThat(Arrays.copyOf(bars.close, 3)).containsExactly(2.25, 3, 4);
    assertThat(Arrays.copyOf(bars.volume, 3)).containsExactly(Double.NaN, 500, 0);
    assertThat(Arrays.copyOf(bars.fmv, 3)).containsExactly(2.2, Double.NaN, 4.1);
  }

  @Test
  void aSeriesOfNothingLeavesNothingOfTheOneBefore() {
    var bars = new Bars(0, Integer.MAX_VALUE);
    read(bars, THREE);
    read(bars, "SELECT * FROM (" + THREE + ") t WHERE false");
    assertThat(bars.size).isZero();
  }

  private static void read(Bars bars, String rows) {
    try (var database = TestPostgres.migrated()) {
      database.useTransaction(handle ->
          BinaryCopyOut.read(
              handle,
              "COPY (SELECT %s FROM (%s ORDER BY 1) d) TO STDOUT (FORMAT BINARY)"
                  .formatted(Bars.WHOLE, rows),
              bars::take));
    }
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
