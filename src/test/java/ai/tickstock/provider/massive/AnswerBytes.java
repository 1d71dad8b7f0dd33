package ai.tickstock.provider.massive;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Answers with bars as bytes in memory, read by what reads them from the vendor.
public final class AnswerBytes {
  private static final ApiKey KEY = new ApiKey("bench");

  private AnswerBytes() {}

  /// Daily bars.
  public static List<BarRow> days(byte[] body, Symbol symbol, DateRange range) {
    return MassiveProvider.ascendingOnce(symbol, range, rows(body, symbol, BarReader.of(symbol)));
  }

  /// Minute bars.
  public static MinuteRows minutes(byte[] body, Symbol symbol) {
    return MassiveProvider.minutes(symbol, rows(body, symbol, BarReader.MINUTES));
  }

  private static <T> List<T> rows(byte[] body, Symbol symbol, RowReader<T> reader) {
    var question = new Question<>("/in/memory", reader, Optional.of(symbol));
    try {
      return PageReader.read(new ByteArrayInputStream(body), question, KEY).rows();
    } catch (IOException | NotAsPromised e) {
      throw new IllegalArgumentException("no answer about " + symbol, e);
    }
  }
}
