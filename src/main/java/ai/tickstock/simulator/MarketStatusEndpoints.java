package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Whether the market is open, and its coming holidays and early closes.
final class MarketStatusEndpoints {
  private static final int DAYS_AHEAD = 370;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private final TradingCalendar calendar;

  MarketStatusEndpoints(TradingCalendar calendar) {
    this.calendar = calendar;
  }

  /// `/v1/marketstatus/now`.
  Reply now(Call call) {
    var local = call.now().atZone(Bar.NEW_YORK).truncatedTo(ChronoUnit.SECONDS);
    var phase = phase(calendar, call);
    boolean open = phase.equals("open");
    boolean early = phase.equals("early_trading");
    boolean after = phase.equals("late_trading");
    var word = open ? "open" : early || after ? "extended-hours" : "closed";
    boolean weekend =
        local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("afterHours", after);
          json.writeName("currencies");
          words(json, weekend ? "closed" : "open", "fx");
          json.writeBooleanProperty("earlyHours", early);
          json.writeName("exchanges");
          words(json, word, "nasdaq", "nyse", "otc");
          json.writeName("indicesGroups");
          words(
              json,
              word.equals("open") ? "open" : "closed",
              "s_and_p",
              "societe_generale",
              "msci",
              "ftse_russell",
              "mstar",
              "mstarc",
              "cccy",
              "cgi",
              "nasdaq",
              "dow_jones");
          json.writeStringProperty("market", word);
          json.writeStringProperty(
              "serverTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local));
          json.writeEndObject();
        });
  }

  /// `open`, `early_trading` from 04:00, `late_trading` until 20:00 (17:00 after an early close),
  /// or `closed`.
  static String phase(TradingCalendar calendar, Call call) {
    var local = call.now().atZone(Bar.NEW_YORK);
    var session = calendar.session(local.toLocalDate());
    if (session.isEmpty()) {
      return "closed";
    }
    if (call.now().isBefore(session.get().open())) {
      return local.toLocalTime().isBefore(ExtendedHours.BEGIN) ? "closed" : "early_trading";
    }
    if (call.now().isBefore(session.get().close())) {
      return "open";
    }
    var end = session.get().early() ? ExtendedHours.END_AFTER_EARLY_CLOSE : ExtendedHours.END;
    return local.toLocalTime().isBefore(end) ? "late_trading" : "closed";
  }

  private static void words(JsonGenerator json, String word, String... names) {
    json.writeStartObject();
    for (var name : names) {
      json.writeStringProperty(name, word);
    }
    if (names[0].equals("fx")) {
      json.writeStringProperty("crypto", "open");
    }
    json.writeEndObject();
  }

  /// `/v1/marketstatus/upcoming`: a bare array, one row an exchange and day.
  Reply upcoming(Call call) {
    return Reply.json(
        200,
        json -> {
          json.writeStartArray();
          var last = calendar.known().last();
          for (int ahead = 1; ahead <= DAYS_AHEAD; ahead++) {
            var date = call.today().plusDays(ahead);
            boolean weekend = date.getDayOfWeek().getValue() > 5;
            if (weekend || date.isAfter(last)) {
              continue;
            }
            var session = calendar.session(date);
            if (session.isEmpty() || session.get().early()) {
              for (var exchange : List.of("NYSE", "NASDAQ")) {
                row(json, exchange, date, session);
              }
            }
          }
          json.writeEndArray();
        });
  }

  private static void row(
      JsonGenerator json, String exchange, LocalDate date, Optional<Session> session) {
    json.writeStartObject();
    json.writeStringProperty("exchange", exchange);
    json.writeStringProperty("name", holiday(date));
    json.writeStringProperty("date", date.toString());
    json.writeStringProperty("status", session.isPresent() ? "early-close" : "closed");
    session.ifPresent(s -> {
      json.writeStringProperty("open", MILLIS.format(s.open()));
      json.writeStringProperty("close", MILLIS.format(s.close()));
    });
    json.writeEndObject();
  }

  private static String holiday(LocalDate date) {
    return switch (date.getMonth()) {
      case JANUARY -> date.getDayOfMonth() > 10 ? "Martin Luther King, Jr. Day" : "New Years Day";
      case FEBRUARY -> "Washington's Birthday";
      case MARCH, APRIL -> "Good Friday";
      case MAY -> "Memorial Day";
      case JUNE -> "Juneteenth";
      case JULY -> "Independence Day";
      case SEPTEMBER -> "Labor Day";
      case NOVEMBER -> "Thanksgiving";
      case DECEMBER -> date.getDayOfMonth() > 28 ? "New Years Day" : "Christmas";
      case AUGUST, OCTOBER -> "Special Closing";
    };
  }
}
