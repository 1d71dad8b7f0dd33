package ai.tickstock.scenario;

import static ai.tickstock.scenario.ScenarioParameter.count;
import static ai.tickstock.scenario.ScenarioParameter.dates;
import static ai.tickstock.scenario.ScenarioParameter.percent;

import ai.tickstock.market.Session;
import java.time.LocalTime;
import java.util.List;

/// What happens, or does not, within sessions: to their hours, and in single minutes.
final class SessionScenarios {
  private static final String YEAR_2025 = "2025-01-02";
  private static final LocalTime OPEN = LocalTime.of(9, 30);

  private SessionScenarios() {}

  static Scenario halts() {
    return Scenario.synthetic(
        "halts",
        "trading halts within a session",
        "Nobody trades TEST_HALT for a while on each event date, from 10:45 on; then its price is"
            + " another one.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            count("minutes", 25, 5, 29, "length of a halt; a longer one makes a partial session"),
            percent("jump", -9, -60, 100, "what the halt does to the price"),
            dates("events", 12, "sessions with a halt")),
        plot -> {
          plot.withCast();
          var role = plot.add(Role.stock("TEST_HALT", Sector.HLTH).priced(45).trading(20_000_000));
          int minutes = (int) plot.values.count("minutes");
          double jump = plot.values.fraction("jump");
          for (int place : plot.wholeSessions(plot.places("events", 0.25, 0.5, 0.75))) {
            plot.calm(place);
            role.events.put(place, new MinuteEvent.Halt(75, minutes, jump));
            plot.expect(
                MinuteLines.halt(role.ticker, plot.date(place), OPEN.plusMinutes(75), minutes));
            plot.expect(
                MinuteLines.jumpOver(role.ticker, plot.date(place), OPEN.plusMinutes(75), jump, 3));
          }
        });
  }

  static Scenario halfDays() {
    return Scenario.synthetic(
        "half_days",
        "sessions that close at 13:00",
        "Nothing happens but the exchange's own early closes: fewer minutes, extended hours to"
            + " 17:00.",
        ScenarioParameter.list("2024-06-03", 252, 6, 14),
        plot -> {
          plot.withCast();
          int found = 0;
          for (var session : plot.sessions) {
            if (session.early()) {
              found++;
              plot.expect(
                  MinuteLines.hours(
                      Plot.MARKET,
                      session.date(),
                      LocalTime.of(12, 59),
                      session.open().toString().substring(11, 16)));
              plot.expect(
                  MinuteLines.nothingAfter(Plot.MARKET, session.date(), LocalTime.of(17, 0)));
            }
          }
          if (found == 0) {
            throw new ScenarioRefused(
                "no session from "
                    + plot.date(1)
                    + " to "
                    + plot.lastDate()
                    + " closes early: take more sessions or another start");
          }
        });
  }

  static Scenario daylightSaving() {
    return Scenario.synthetic(
        "dst",
        "the changes of the clocks",
        "Nothing happens but summer and winter time: the first regular minute is an hour earlier in"
            + " UTC in summer, a session has 390 minutes all the same.",
        ScenarioParameter.list(YEAR_2025, 252, 6, 14),
        plot -> {
          plot.withCast();
          int changes = 0;
          for (int t = 2; t <= plot.size(); t++) {
            var before = plot.sessions.get(t - 2);
            var on = plot.sessions.get(t - 1);
            if (!time(before).equals(time(on))) {
              changes++;
              for (var session : List.of(before, on)) {
                plot.expect(
                    MinuteLines.hours(
                        Plot.MARKET, session.date(), LocalTime.of(15, 59), time(session)));
              }
            }
          }
          if (changes == 0) {
            throw new ScenarioRefused(
                "the clocks do not change from "
                    + plot.date(1)
                    + " to "
                    + plot.lastDate()
                    + ": take more sessions or another start");
          }
        });
  }

  private static String time(Session session) {
    return session.open().toString().substring(11, 16);
  }

  static Scenario fatFinger() {
    return Scenario.synthetic(
        "fat_finger",
        "single prints far off the market",
        "One minute of TEST_FATF prints far below the others on each event date, and the daily low"
            + " with it; TEST_FATH prints above.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("off", 40, 5, 95, "how far off the print is"),
            dates("events", 12, "sessions with such a print")),
        plot -> {
          plot.withCast();
          double off = plot.values.fraction("off");
          var low = plot.add(Role.stock("TEST_FATF", Sector.ENER).priced(60).trading(15_000_000));
          var high = plot.add(Role.stock("TEST_FATH", Sector.FINA).priced(35).trading(15_000_000));
          for (int place : plot.wholeSessions(plot.places("events", 0.3, 0.6, 0.85))) {
            plot.calm(place);
            low.events.put(place, new MinuteEvent.FatFinger(130, -off));
            high.events.put(place, new MinuteEvent.FatFinger(200, off));
            var date = plot.date(place);
            plot.expect(MinuteLines.farMinutes(low.ticker, date, -off, 1));
            plot.expect(MinuteLines.farMinutes(high.ticker, date, off, 1));
            plot.expect(PriceLines.dip(low.ticker, date, -off, 6));
          }
        });
  }

  static Scenario thinEtf() {
    return Scenario.synthetic(
        "thin_etf",
        "a fund that hardly trades",
        "Nobody trades TEST_THIN on many sessions, and on the others a few minutes have a bar.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("silence", 35, 5, 90, "share of sessions on which nobody trades")),
        plot -> {
          plot.withCast();
          var role = plot.add(Role.fund("TEST_THIN", Sector.INTL).priced(27).trading(600));
          role.silence = plot.values.fraction("silence");
          plot.expect(
              WholenessLines.silentSessions(
                  role.ticker, ScenarioMarket.silentSessions(plot, role), plot.size()));
          plot.expect(MinuteLines.fewMinutes(role.ticker, 20));
        });
  }

  static Scenario flashCrash() {
    return Scenario.synthetic(
        "flash_crash",
        "a crash and a recovery within the hour",
        "All prices fall away from 14:32 on and are back within the hour; the daily bars have a low"
            + " far below open and close.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("depth", 9, 2, 60, "how deep the market falls"),
            count("minutes", 15, 2, 30, "how long it falls; it takes twice as long to come back"),
            dates("event", 1, "the session")),
        plot -> {
          plot.withCast();
          double depth = plot.values.fraction("depth");
          int minutes = (int) plot.values.count("minutes");
          int place = plot.wholeSession(plot.places("event", 0.35).getFirst());
          var date = plot.date(place);
          plot.calm(place);
          for (var role : plot.roles) {
            double own = depth * role.beta;
            role.shapes.subMap(place - 3, true, place, true).clear();
            if (own > 0.01 && own < 0.95) {
              role.events.put(place, new MinuteEvent.FlashCrash(302, minutes, 2 * minutes, own));
            }
          }
          plot.expect(PriceLines.dip(Plot.MARKET, date, -depth, 1.5));
          plot.expect(
              MinuteLines.lowWithin(
                  Plot.MARKET,
                  date,
                  LocalTime.of(14, 32),
                  LocalTime.of(14, 32).plusMinutes(minutes + 2)));
          plot.expect(PriceLines.dip("TEST_QQQ", date, -depth * 1.15, 2.5));
        });
  }
}
