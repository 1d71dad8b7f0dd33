package ai.tickstock.export;

import ai.tickstock.export.ExportedInstrument.ExportedDividend;
import ai.tickstock.export.ExportedInstrument.ExportedSplit;
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
            .toList());
  }

  private static BigDecimal number(JsonNode object, String field) {
    return object.path(field).asDecimal();
  }
}
