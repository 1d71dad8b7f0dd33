package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.MinuteBatch;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.BarRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// The checks of a load, up to what is handed to the store.
public final class AnswerChecks {
  private static final InstrumentId INSTRUMENT = new InstrumentId(1);

  private final RowChecks checks;
  private final Instant receivedAt;

  /// @param receivedAt when the answers came
  public AnswerChecks(TradingCalendar calendar, Instant receivedAt) {
    this.checks =
        RowChecks.of(new Finality(calendar, Duration.ofMinutes(15)), List.of(), new LongAdder());
    this.receivedAt = receivedAt;
  }

  /// @param asked what was asked for
  public BarBatch days(List<BarRow> rows, DateRange asked) {
    return new BarBatch(
        INSTRUMENT, asked, checks.check(INSTRUMENT, rows, asked, receivedAt).bars());
  }

  /// @param asked what was asked for
  public MinuteBatch minutes(MinuteRows rows, DateRange asked) {
    return checks.checkMinutes(INSTRUMENT, rows, asked, receivedAt).batch();
  }
}
