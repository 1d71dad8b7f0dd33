package ai.tickstock.jobs;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.ListingChange;
import ai.tickstock.market.Mic;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A change of the lists in the names and fields that the older TickStock's readers know.
///
/// @param name `symbols.new`, `symbols.changed` or `symbols.archived`
/// @param subject the ticker
record ListingEvent(String name, String subject, Map<String, Object> payload) {

  /// Empty for what nobody acts upon: other spellings of a name, a name known from bars.
  ///
  /// @param date of the list that showed it
  static Optional<ListingEvent> of(
      ListingChange change, Optional<Instrument> instrument, LocalDate date) {
    return Optional.ofNullable(
        switch (change) {
          case ListingChange.Listed c ->
              c.isNew()
                  ? event("symbols.new", c.symbol().ticker(), instrument, date)
                      .with("ipo_date", c.on().toString())
                  : null;
          case ListingChange.Renamed c ->
              changed("renamed", c.to().ticker(), instrument, date)
                  .with("before", c.from().ticker())
                  .with("after", c.to().ticker())
                  .with("on", c.on().toString());
          case ListingChange.Recycled c ->
              changed("recycled", c.symbol().ticker(), instrument, date)
                  .with("former_instrument", c.formerHolder().value())
                  .with("on", c.on().toString());
          case ListingChange.ListedAgain c ->
              changed("listed_again", c.symbol().ticker(), instrument, date)
                  .with("on", c.on().toString());
          case ListingChange.Returned c ->
              changed("returned", c.symbol().ticker(), instrument, date)
                  .with("on", c.on().toString());
          case ListingChange.LeftList c ->
              changed("left_list", c.symbol().ticker(), instrument, date)
                  .with("on", c.on().toString());
          case ListingChange.FactChanged c ->
              c.fact() == ListingChange.Fact.NAME
                  ? null
                  : changed(
                          c.fact().name().toLowerCase(Locale.ROOT),
                          c.symbol().ticker(),
                          instrument,
                          date)
                      .with("before", c.before())
                      .with("after", c.after());
          case ListingChange.Delisted c ->
              event("symbols.archived", c.symbol().ticker(), instrument, date)
                  .with("on", c.on().toString());
          case ListingChange.Adopted _ -> null;
        });
  }

  private static ListingEvent changed(
      String type, String ticker, Optional<Instrument> instrument, LocalDate date) {
    return event("symbols.changed", ticker, instrument, date).with("change_type", type);
  }

  private static ListingEvent event(
      String name, String ticker, Optional<Instrument> instrument, LocalDate date) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("symbol", ticker);
    instrument.ifPresent(i -> {
      payload.put("instrument", i.id().value());
      i.name().ifPresent(n -> payload.put("name", n));
      i.type().ifPresent(t -> payload.put("type", t));
      i.exchange().map(Mic::code).ifPresent(mic -> payload.put("exchange", mic));
    });
    payload.put("detection_date", date.toString());
    return new ListingEvent(name, ticker, payload);
  }

  private ListingEvent with(String field, Object value) {
    var more = new LinkedHashMap<>(payload);
    more.put(field, value);
    return new ListingEvent(name, subject, more);
  }
}
