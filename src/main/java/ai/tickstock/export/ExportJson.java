package ai.tickstock.export;

import ai.tickstock.export.ExportedInstrument.ExportedDividend;
import ai.tickstock.export.ExportedInstrument.ExportedSplit;
import ai.tickstock.export.ExportedInstrument.ExportedTicker;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/// Reads what the manifest of an export holds, as `Export` wrote it.
final class ExportJson {
  private ExportJson() {}

  static ExportReport.Part part(JsonNode part) {
    return new ExportReport.Part(
        part.path("year").asInt(0),
        part.path("file").asString(""),
        part.path("rows").asLong(0),
        part.path("bytes").asLong(0),
        part.path("sha256").asString(""));
  }

  static ExportedInstrument instrument(JsonNode one) {
    return new ExportedInstrument(
        one.path("symbol").asString(""),
        one.path("name").asString(""),
        one.path("type").asString(""),
        one.path("exchange").asString(""),
        one.path("active").asBoolean(true),
        one.path("compositeFigi").asString(""),
        one.path("shareClassFigi").asString(""),
        one.path("splits")
            .valueStream()
            .map(split ->
                new ExportedSplit(
                    LocalDate.parse(split.path("date").asString("")),
                    number(split, "from"),
                    number(split, "to")))
            .toList(),
        one.path("dividends")
            .valueStream()
            .map(paid ->
                new ExportedDividend(
                    LocalDate.parse(paid.path("exDate").asString("")),
                    number(paid, "cash"),
                    paid.path("currency").asString("")))
            .toList(),
        one.path("tickers")
            .valueStream()
            .map(held ->
                checked(
                    new ExportedTicker(
                        held.path("ticker").asString(""),
                        held.path("validFrom").asString(""),
                        held.path("validTo").asString(""))))
            .toList(),
        one.path("earlierTickersUnknown").asBoolean(true));
  }

  /// @throws IllegalArgumentException unless it is a ticker and dates in their order
  private static ExportedTicker checked(ExportedTicker held) {
    var symbol = new Symbol(held.ticker());
    var from = held.from();
    var to = held.to();
    if (from.isPresent() && to.filter(from.get()::isAfter).isPresent()) {
      throw new IllegalArgumentException(
          symbol + " is valid from " + held.validFrom() + " to " + held.validTo());
    }
    return held;
  }

  private static BigDecimal number(JsonNode object, String field) {
    return object.path(field).asDecimal();
  }
}
