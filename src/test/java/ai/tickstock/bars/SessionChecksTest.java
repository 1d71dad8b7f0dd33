package ai.tickstock.bars;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rows of a session in columns meet the same rules as rows one by one.
class SessionChecksTest {
  private static final TradingCalendar NYSE = TradingCalendar.nyse();
  private static final double[] VALUES = {
    -1, 0, 1e-7, 1e-6, 9, 10, 12.5, 1e8, 1e9, Double.POSITIVE_INFINITY
  };

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-02", "2024-01-01", "1989-12-29", "2150-01-02"})
  void decidesOfEachRowAsTheCheckOfOneRowDoes(LocalDate session) {
    var random = new Random(7);
    var rows = DayRows.of(session);
    var holders = new @Nullable InstrumentId[2_000];
    for (int row = 0; row < holders.length; row++) {
      boolean fine = random.nextInt(3) == 0;
      double low = fine ? 10 : value(random);
      rows.add(
          new Symbol("T" + row),
          fine ? 10.5 : value(random),
          fine ? 11 : value(random),
          low,
          fine ? 10 + random.nextDouble() : value(random),
          random.nextInt(5) == 0 ? Double.NaN : value(random),
          random.nextInt(4) == 0 ? -1 : random.nextInt(100));
      holders[row] = random.nextInt(10) == 0 ? null : new InstrumentId(2_000 - row);
    }
    var all = rows.build();

    var expectedBars = new ArrayList<String>();
    var expectedRefusals = new ArrayList<RejectedBar>();
    for (int row = 0; row < holders.length; row++) {
      var holder = holders[row];
      if (holder == null) {
        continue;
      }
      switch (BarChecks.check(received(all, row, holder), DateRange.of(session), NYSE, false)) {
        case BarChecks.Checked.Accepted(var instrument, var bar) ->
            expectedBars.addFirst(
                words(new BarBatch(instrument, DateRange.of(session), List.of(bar)), 0));
        case BarChecks.Checked.Refused(var refused) -> expectedRefusals.add(refused);
      }
    }
    var checked = BarChecks.checkSession(all, holders, _ -> NYSE);

    var batch = checked.accepted();
    assertThat(IntStream.range(0, batch.size()).mapToObj(row -> words(batch, row)))
        .containsExactlyElementsOf(expectedBars);
    assertThat(checked.refused()).containsExactlyElementsOf(expectedRefusals);
    assertThat(expectedBars.isEmpty())
        .isEqualTo(!Set.of("2024-01-02", "1989-12-29").contains(session.toString()));
  }

  @Test
  void refusesTheRowsOfTwoTickersOfOneInstrument() {
    var rows =
        DayRows.of(LocalDate.parse("2024-01-02"))
            .add(new Symbol("A"), 10, 11, 9, 10, 1, 1)
            .add(new Symbol("B"), 10, 11, 9, 10, 1, 1)
            .add(new Symbol("C"), 10, 11, 9, 10, 1, 1)
            .build();
    var one = new InstrumentId(5);

    var checked =
        BarChecks.checkSession(rows, new InstrumentId[] {one, new InstrumentId(4), one}, _ -> NYSE);

    assertThat(checked.accepted().size()).isEqualTo(1);
    assertThat(checked.accepted().instrument(0)).isEqualTo(4);
    assertThat(checked.refused())
        .extracting(row -> row.symbol() + " " + row.reason())
        .containsExactly("A CONTRADICTION", "C CONTRADICTION");
  }

  private static double value(Random random) {
    return VALUES[random.nextInt(VALUES.length)];
  }

  private static ReceivedBar received(DayRows rows, int row, InstrumentId holder) {
    double volume = rows.volume(row);
    long trades = rows.trades(row);
    return new ReceivedBar(
        holder,
        rows.symbol(row),
        Bar.startOfSession(rows.session()),
        rows.open(row),
        rows.high(row),
        rows.low(row),
        rows.close(row),
        Double.isNaN(volume) ? OptionalDouble.empty() : OptionalDouble.of(volume),
        OptionalDouble.empty(),
        trades < 0 ? OptionalLong.empty() : OptionalLong.of(trades),
        () -> rows.asReceived(row));
  }

  private static String words(BarBatch batch, int row) {
    return batch.instrument(row)
        + " "
        + batch.session(row)
        + " "
        + List.of(batch.open(row), batch.high(row), batch.low(row), batch.close(row))
        + " "
        + batch.volume(row)
        + " "
        + batch.vwap(row)
        + " "
        + batch.trades(row)
        + " "
        + batch.suspicions(row)
        + " "
        + batch.isProvisional(row);
  }
}
