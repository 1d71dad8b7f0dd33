package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// An offering as it is known on a date: a rumour, then pending (at times put off) with a date that
/// can still move, new on its first day, history after it.
///
/// @param announced when it became known
/// @param listing the date that is named; empty where none is
/// @param status `rumor`, `pending`, `postponed`, `new` or `history`
record IpoRow(
    Instrument instrument,
    String ticker,
    String status,
    LocalDate announced,
    Optional<LocalDate> listing,
    LocalDate updated) {
  static final int LOT = 100;
  static final String DESCRIPTION = "Ordinary Shares";
  private static final LocalDate FIRST = LocalDate.of(2008, 1, 1);
  private static final int KNOWN_AHEAD = 90;
  private static final int PENDING_AHEAD = 45;
  private static final int FIXED_AHEAD = 7;

  /// Empty if it was none, came before 2008, or is not known yet.
  static Optional<IpoRow> of(Instrument instrument, LocalDate today) {
    boolean offered =
        instrument.type().equals("CS")
            || instrument.type().equals("ADRC")
            || instrument.type().equals("UNIT");
    var listed = instrument.listed();
    if (!offered
        || instrument.otc()
        || !instrument.referenced()
        || listed.isEmpty()
        || listed.get().isBefore(FIRST)
        || listed.get().isAfter(today.plusDays(KNOWN_AHEAD))) {
      return Optional.empty();
    }
    var day = listed.get();
    long ahead = day.toEpochDay() - today.toEpochDay();
    double dice = Dice.roll(31, instrument.name(), 0);
    boolean waits = ahead > FIXED_AHEAD && dice < 0.1;
    var status =
        ahead < 0
            ? "history"
            : ahead == 0
                ? "new"
                : ahead > PENDING_AHEAD ? "rumor" : waits ? "postponed" : "pending";
    boolean dated = !status.equals("rumor") && !status.equals("postponed");
    var named = ahead > FIXED_AHEAD ? day.plusDays((int) (dice * 20) - 10) : day;
    var shown = ahead > 0 && !named.isAfter(today) ? today.plusDays(1) : named;
    return Optional.of(
        new IpoRow(
            instrument,
            instrument.tickers().getFirst().ticker(),
            status,
            day.minusDays(KNOWN_AHEAD),
            dated ? Optional.of(shown) : Optional.empty(),
            ahead < 0 ? day.plusDays(1) : today));
  }

  /// Nine characters; empty where the offering has none yet.
  Optional<String> usCode() {
    return status.equals("rumor")
        ? Optional.empty()
        : Optional.of(ReferenceEndpoints.cusip(instrument));
  }

  Optional<String> isin() {
    return usCode().map(_ -> ReferenceEndpoints.isin(instrument));
  }

  /// At most that many are offered; empty for a rumour.
  Optional<Long> shares() {
    return status.equals("rumor")
        ? Optional.empty()
        : Optional.of(
            instrument.company().map(c -> c.shares() / 5).orElse(5_000_000L) / 1000 * 1000 + 1000);
  }

  Optional<Double> lowest(Market market) {
    return shares().map(_ -> Math.max(1, middle(market) - 1));
  }

  Optional<Double> highest(Market market) {
    return shares().map(_ -> middle(market) + 1);
  }

  /// The price of the issue; empty until it is done.
  Optional<Double> price(Market market) {
    return status.equals("new") || status.equals("history")
        ? Optional.of(middle(market))
        : Optional.empty();
  }

  /// In US dollars; empty until it is done.
  Optional<Double> size(Market market) {
    return price(market).flatMap(p -> shares().map(s -> p * s));
  }

  void write(JsonGenerator json, Market market) {
    json.writeStartObject();
    json.writeStringProperty("ticker", ticker);
    json.writeStringProperty("issuer_name", instrument.name());
    json.writeStringProperty("ipo_status", status);
    json.writeStringProperty("security_type", instrument.type());
    json.writeStringProperty("security_description", DESCRIPTION);
    json.writeStringProperty("primary_exchange", instrument.exchange());
    json.writeStringProperty("currency_code", "USD");
    json.writeStringProperty("announced_date", announced.toString());
    listing.ifPresent(d -> json.writeStringProperty("listing_date", d.toString()));
    lowest(market).ifPresent(p -> Json.number(json, "lowest_offer_price", p));
    highest(market).ifPresent(p -> Json.number(json, "highest_offer_price", p));
    shares().ifPresent(s -> json.writeNumberProperty("max_shares_offered", s));
    price(market).ifPresent(p -> Json.number(json, "final_issue_price", p));
    size(market).ifPresent(z -> Json.number(json, "total_offer_size", z));
    json.writeNumberProperty("lot_size", LOT);
    Json.text(json, "us_code", usCode());
    Json.text(json, "isin", isin());
    json.writeStringProperty("last_updated", updated.toString());
    json.writeEndObject();
  }

  /// Whole dollars near the first open; a guess while there is none.
  private double middle(Market market) {
    double guess = 10 + Math.rint(20 * Dice.roll(32, instrument.name(), 0));
    var day = instrument.listed().orElse(announced);
    return listing.filter(d -> d.equals(day)).isPresent() && !status.equals("pending")
        ? market.history(ticker, DateRange.of(day)).stream()
            .findFirst()
            .map(b -> Math.max(1, Math.rint(b.open() * 0.9)))
            .orElse(guess)
        : guess;
  }
}
