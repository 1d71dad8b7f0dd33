package ai.tickstock.scenario.shapes;

import java.util.ArrayList;
import java.util.List;

/// Candlestick patterns, each as the candles that make it after others.
///
/// They are drawn with room to spare: bodies and shadows are clearly longer or shorter than what is
/// usual before them, so that detectors with other thresholds see them too.
///
/// ```java
/// var candles = new ArrayList<Candle>(history);       // at least ten
/// candles.addAll(CandleShape.HAMMER.after(history));
/// ```
public enum CandleShape {
  DOJI("doji", Direction.NONE) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.close(), 0, 0.8, -0.8, 0, unit));
    }
  },
  DRAGONFLY_DOJI("dragonfly doji", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.close(), 0, 0, -1.5, 0, unit));
    }
  },
  GRAVESTONE_DOJI("gravestone doji", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.close(), 0, 1.5, 0, 0, unit));
    }
  },
  HAMMER("hammer", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.low(), -0.1, -0.02, -1.7, -0.02, unit));
    }
  },
  HANGING_MAN("hanging man", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.high(), 0.22, 0.22, -1.3, 0.12, unit));
    }
  },
  INVERTED_HAMMER("inverted hammer", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(Math.min(last.open(), last.close()), -0.2, 1.3, -0.2, -0.1, unit));
    }
  },
  SHOOTING_STAR("shooting star", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(Math.max(last.open(), last.close()), 0.2, 1.7, 0.1, 0.1, unit));
    }
  },
  MARUBOZU("marubozu", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(at(last.close(), 0, 1.6, 0, 1.6, unit));
    }
  },
  BULLISH_ENGULFING("bullish engulfing", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 0.1, -0.6, -0.5, unit), at(last.close(), -0.7, 0.4, -0.8, 0.3, unit));
    }
  },
  BEARISH_ENGULFING("bearish engulfing", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 0.6, -0.1, 0.5, unit), at(last.close(), 0.7, 0.8, -0.4, -0.3, unit));
    }
  },
  BULLISH_HARAMI("bullish harami", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 0.1, -1.7, -1.6, unit),
          at(last.close(), -0.9, -0.6, -1.1, -0.82, unit));
    }
  },
  BEARISH_HARAMI("bearish harami", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 1.7, -0.1, 1.6, unit), at(last.close(), 0.9, 1.1, 0.6, 0.82, unit));
    }
  },
  PIERCING_LINE("piercing line", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 0.1, -1.7, -1.6, unit),
          at(last.close(), -2.0, -0.3, -2.1, -0.4, unit));
    }
  },
  DARK_CLOUD_COVER("dark cloud cover", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 1.7, -0.1, 1.6, unit), at(last.close(), 2.0, 2.1, 0.3, 0.4, unit));
    }
  },
  MORNING_STAR("morning star", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 0.1, -1.7, -1.6, unit),
          at(last.close(), -1.9, -1.7, -2.1, -1.86, unit),
          at(last.close(), -1.5, 0, -1.6, -0.1, unit));
    }
  },
  EVENING_STAR("evening star", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 1.7, -0.1, 1.6, unit),
          at(last.close(), 1.9, 2.1, 1.7, 1.86, unit),
          at(last.close(), 1.5, 1.6, 0, 0.1, unit));
    }
  },
  THREE_WHITE_SOLDIERS("three white soldiers", Direction.UP) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), 0, 1.21, -0.1, 1.2, unit),
          at(last.close(), 0.9, 2.11, 0.8, 2.1, unit),
          at(last.close(), 1.8, 3.01, 1.7, 3.0, unit));
    }
  },
  THREE_BLACK_CROWS("three black crows", Direction.DOWN) {
    @Override
    List<Candle> drawn(Candle last, double unit) {
      return List.of(
          at(last.close(), -1.0, 0.6, -1.0, 0.5, unit),
          at(last.close(), 0.2, 0.3, -0.91, -0.9, unit),
          at(last.close(), -0.2, -0.1, -2.01, -2.0, unit),
          at(last.close(), -1.3, -1.2, -3.11, -3.1, unit));
    }
  };

  /// What it is said to foretell.
  public enum Direction {
    UP,
    DOWN,
    NONE
  }

  /// As many candles before tell what is usual.
  public static final int CONTEXT = 10;

  private static final double LEAST_UNIT = 0.004;

  private final String words;
  private final Direction direction;

  CandleShape(String words, Direction direction) {
    this.words = words;
    this.direction = direction;
  }

  public String words() {
    return words;
  }

  public Direction direction() {
    return direction;
  }

  /// The candles that make the shape, the last of them completing it; prices in cents.
  ///
  /// @param before at least ten candles, the oldest first, of prices that leave room below: a shape
  ///   goes some three average ranges down
  public List<Candle> after(List<Candle> before) {
    if (before.size() < CONTEXT) {
      throw new IllegalArgumentException(
          "a shape stands after at least " + CONTEXT + " candles, not " + before.size());
    }
    var usual = before.subList(before.size() - CONTEXT, before.size());
    var last = before.getLast();
    double range = usual.stream().mapToDouble(Candle::range).average().orElseThrow();
    double unit = Math.max(range, LEAST_UNIT * last.close());
    var drawn = new ArrayList<Candle>();
    drawn(last, unit).forEach(candle -> drawn.add(candle.rounded()));
    return List.copyOf(drawn);
  }

  /// How many candles it has.
  public int length() {
    return drawn(new Candle(100, 101, 99, 100), 1).size();
  }

  /// @param last the candle before
  /// @param unit an average range
  abstract List<Candle> drawn(Candle last, double unit);

  /// A candle in units about a price.
  private static Candle at(
      double price, double open, double high, double low, double close, double unit) {
    return new Candle(
        price + open * unit, price + high * unit, price + low * unit, price + close * unit);
  }
}
