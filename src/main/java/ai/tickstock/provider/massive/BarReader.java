package ai.tickstock.provider.massive;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one daily bar of the aggregates. What is no number becomes NaN, and then the row keeps its
/// own text.
///
/// The vendor stamps the same day in two ways: midnight in custom bars, 16:00 in grouped ones. Both
/// become the New York midnight of the session. A stamp that cannot be read becomes
/// 1970-01-01T00:00Z, which lies outside any range that is asked for.
final class BarReader {
  static final long FIRST_STAMP = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  static final long LAST_STAMP = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  private @Nullable String ticker;
  private OptionalLong stamp = OptionalLong.empty();
  private double open = Double.NaN;
  private double high = Double.NaN;
  private double low = Double.NaN;
  private double close = Double.NaN;
  private OptionalDouble volume = OptionalDouble.empty();
  private OptionalDouble vwap = OptionalDouble.empty();
  private OptionalLong trades = OptionalLong.empty();
  private boolean unreadable;

  private BarReader() {}

  /// Bars of one symbol, dated by their own stamp.
  static RowReader<BarRow> of(Symbol symbol) {
    return new BarRowReader<>() {
      @Override
      public Optional<BarRow> read(JsonParser row, Supplier<String> text) {
        var bar = BarReader.read(row);
        return Optional.of(bar.row(symbol, bar.startByStamp(), text));
      }

      @Override
      public Optional<BarRow> of(PlainBar bar) {
        return Optional.of(row(bar, symbol, startOfSession(bar.stamp())));
      }
    };
  }

  /// Bars of the whole market, dated by the question.
  static RowReader<BarRow> of(LocalDate session) {
    var start = Bar.startOfSession(session);
    return new BarRowReader<>() {
      @Override
      public Optional<BarRow> read(JsonParser row, Supplier<String> text) {
        var bar = BarReader.read(row);
        return symbol(bar.ticker).map(symbol -> bar.row(symbol, start, text));
      }

      @Override
      public Optional<BarRow> of(PlainBar bar) {
        return symbol(bar.ticker()).map(symbol -> row(bar, symbol, start));
      }
    };
  }

  /// Minute bars, with their stamps as they came.
  static final RowReader<MinuteRow> MINUTES =
      new BarRowReader<>() {
        @Override
        public Optional<MinuteRow> read(JsonParser row, Supplier<String> text) {
          return Optional.of(BarReader.read(row).minute(text));
        }

        @Override
        public Optional<MinuteRow> of(PlainBar bar) {
          return Optional.of(
              new MinuteRow(
                  bar.stamp(),
                  bar.open(),
                  bar.high(),
                  bar.low(),
                  bar.close(),
                  bar.volume(),
                  bar.vwap(),
                  bar.trades(),
                  ""));
        }
      };

  private static Optional<Symbol> symbol(@Nullable String ticker) {
    return Optional.ofNullable(ticker).filter(Symbol::isValid).map(Symbol::new);
  }

  private static BarRow row(PlainBar bar, Symbol symbol, Instant start) {
    return new BarRow(
        symbol,
        start,
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        Double.isNaN(bar.volume()) ? OptionalDouble.empty() : OptionalDouble.of(bar.volume()),
        Double.isNaN(bar.vwap()) ? OptionalDouble.empty() : OptionalDouble.of(bar.vwap()),
        bar.trades() < 0 ? OptionalLong.empty() : OptionalLong.of(bar.trades()),
        "");
  }

  private static Instant startOfSession(long stamp) {
    return Bar.startOfSession(Instant.ofEpochMilli(stamp));
  }

  private static BarReader read(JsonParser row) {
    var bar = new BarReader();
    while (row.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = row.currentName();
      var token = row.nextToken();
      switch (name) {
        case "T" -> bar.ticker = token == JsonToken.VALUE_STRING ? row.getString() : null;
        case "t" -> bar.stamp = bar.whole(row, token);
        case "o" -> bar.open = bar.number(row, token);
        case "h" -> bar.high = bar.number(row, token);
        case "l" -> bar.low = bar.number(row, token);
        case "c" -> bar.close = bar.number(row, token);
        case "v" -> bar.volume = bar.optional(row, token);
        case "vw" -> bar.vwap = bar.optional(row, token);
        case "n" -> bar.trades = bar.whole(row, token);
        default -> {}
      }
      row.skipChildren();
    }
    return bar;
  }

  private double number(JsonParser row, JsonToken token) {
    if (token.isNumeric()) {
      double value = row.getDoubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
    }
    unreadable = true;
    return Double.NaN;
  }

  private OptionalDouble optional(JsonParser row, JsonToken token) {
    return token == JsonToken.VALUE_NULL
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(row, token));
  }

  /// Whole numbers come as `1.7727732E12` or `6021.0` as well.
  private OptionalLong whole(JsonParser row, JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return OptionalLong.empty();
    }
    double value = number(row, token);
    if (value == Math.rint(value) && Math.abs(value) <= 1L << 53) {
      return OptionalLong.of((long) value);
    }
    unreadable = true;
    return OptionalLong.empty();
  }

  private Instant startByStamp() {
    if (stamp.isEmpty() || stamp.getAsLong() < FIRST_STAMP || stamp.getAsLong() > LAST_STAMP) {
      unreadable = true;
      return Instant.EPOCH;
    }
    return startOfSession(stamp.getAsLong());
  }

  private BarRow row(Symbol symbol, Instant start, Supplier<String> text) {
    return new BarRow(
        symbol,
        start,
        open,
        high,
        low,
        close,
        volume,
        vwap,
        trades,
        isIncomplete() ? text.get() : "");
  }

  private MinuteRow minute(Supplier<String> text) {
    long start = stamp.orElse(0);
    if (start < FIRST_STAMP || start > LAST_STAMP) {
      unreadable = true;
      start = 0;
    }
    long count = trades.orElse(-1);
    if (count > Integer.MAX_VALUE) {
      unreadable = true;
      count = -1;
    }
    return new MinuteRow(
        start,
        open,
        high,
        low,
        close,
        volume.orElse(Double.NaN),
        vwap.orElse(Double.NaN),
        (int) count,
        isIncomplete() ? text.get() : "");
  }

  private boolean isIncomplete() {
    return unreadable
        || Double.isNaN(open)
        || Double.isNaN(high)
        || Double.isNaN(low)
        || Double.isNaN(close);
  }
}
