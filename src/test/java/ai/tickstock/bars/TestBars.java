package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Bars for tests, in the words of the field; only what a test is about is spelled out.
final class TestBars {
  static final DateRange JANUARY = range("2024-01-01", "2024-01-31");

  private TestBars() {}

  static DateRange range(String first, String last) {
    return new DateRange(LocalDate.parse(first), LocalDate.parse(last));
  }

  static SessionSet sessions(DateRange range, String... dates) {
    return SessionSet.of(range, Stream.of(dates).map(LocalDate::parse).toList());
  }

  /// A bar of all values around a close.
  static Bar bar(String session, double close) {
    return new Bar(
        Bar.startOfSession(LocalDate.parse(session)),
        close,
        close + 1,
        close / 2,
        close,
        OptionalDouble.of(1_000),
        OptionalDouble.of(close),
        OptionalLong.of(10));
  }

  /// The same as a source without any optional value tells it.
  static Bar bare(String session, double close) {
    var bar = bar(session, close);
    return new Bar(
        bar.start(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty());
  }

  static CheckedBar checked(Bar bar) {
    return new CheckedBar(bar, Set.of(), false);
  }

  static CheckedBar provisional(Bar bar) {
    return new CheckedBar(bar, Set.of(), true);
  }

  static BarBatch batch(InstrumentId instrument, CheckedBar... bars) {
    return new BarBatch(instrument, JANUARY, List.of(bars));
  }

  /// A new instrument; bars hang on it.
  static InstrumentId instrument(Database database) {
    return new InstrumentId(
        database.inTransaction(handle ->
            handle
                .createQuery(
                    "INSERT INTO instrument (active, source) VALUES (true, 'test') RETURNING id")
                .mapTo(Integer.class)
                .one()));
  }
}
