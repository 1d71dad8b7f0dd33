package ai.tickstock.simulator;

import ai.tickstock.market.Split;
import ai.tickstock.scenario.Instrument;
import java.math.BigDecimal;
import java.time.LocalDate;
import tools.jackson.core.JsonGenerator;

/// One row of the lists of splits.
///
/// @param factor of this split and all later ones
/// @param mistake empty, or what makes the row a wrong one: `again` or `absurd`
record SplitFact(Instrument instrument, Split split, double factor, String mistake) {
  private static final BigDecimal ABSURD = new BigDecimal(2_000_000);

  SplitFact(Instrument instrument, Split split, double factor) {
    this(instrument, split, factor, "");
  }

  String ticker() {
    return instrument.lastTicker();
  }

  String id() {
    return "E"
        + instrument.index()
        + "-"
        + split.executionDate().toEpochDay()
        + (mistake.equals("again") ? "b" : "");
  }

  LocalDate date() {
    return split.executionDate();
  }

  boolean isReverse() {
    return split.from().compareTo(split.to()) > 0;
  }

  String adjustmentType() {
    return isReverse() ? "reverse_split" : "forward_split";
  }

  /// The same under another id.
  SplitFact again() {
    return new SplitFact(instrument, split, factor, "again");
  }

  /// Two million for one in its place.
  SplitFact absurd() {
    return new SplitFact(
        instrument, new Split(split.executionDate(), ABSURD, BigDecimal.ONE), factor, "absurd");
  }

  /// The fields of both generations of addresses.
  void writeFields(JsonGenerator json) {
    json.writeStringProperty("id", id());
    json.writeStringProperty("ticker", ticker());
    json.writeStringProperty("execution_date", date().toString());
    json.writeName("split_from");
    json.writeRawValue(mistake.equals("absurd") ? "2e+06" : Json.text(split.from().doubleValue()));
    Json.number(json, "split_to", split.to().doubleValue());
  }
}
