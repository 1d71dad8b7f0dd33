package ai.tickstock.scenario;

import static ai.tickstock.scenario.ScenarioParameter.choice;
import static ai.tickstock.scenario.ScenarioParameter.count;
import static ai.tickstock.scenario.ScenarioParameter.date;
import static ai.tickstock.scenario.ScenarioParameter.dates;
import static ai.tickstock.scenario.ScenarioParameter.percent;

import ai.tickstock.market.Session;
import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All scenarios there are.
public final class Scenarios {
  private static final String YEAR_2025 = "2025-01-02";

  /// What the market moves by itself from peak to trough of a crash, as a part of the fall: enough
  /// for wild days, too little for a sector not to fall with it.
  private static final double NOISE_OF_A_FALL = 0.25;

  private static final LocalTime OPEN = LocalTime.of(9, 30);

  private static final List<Scenario> ALL =
      List.of(
          crash2020(),
          growth2021(),
          volatilityPeriods(),
          trendChanges(),
          highLowEvents(),
          gaps(),
          splits(),
          halts(),
          halfDays(),
          daylightSaving(),
          rename(),
          ipoPop(),
          fatFinger(),
          thinEtf(),
          flashCrash());

  private Scenarios() {}

  /// In the order of the documentation.
  public static List<Scenario> all() {
    return ALL;
  }

  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The parameters that all have, then its own.
  static List<ScenarioParameter> parameters(
      String start, long sessions, double drift, double volatility, ScenarioParameter... own) {
    var all = new ArrayList<ScenarioParameter>();
    all.add(count("seed", 42, 0, 1e15, "another seed is another market with the same events"));
    all.add(date("start", start, "the first session, or the date after which it comes"));
    all.add(count("sessions", sessions, 60, 2520, "how many sessions"));
    all.add(percent("drift", drift, -50, 100, "what the market gains in a year, on average"));
    all.add(
        percent("volatility", volatility, 2, 80, "deviation of the market's returns in a year"));
    all.addAll(List.of(own));
    return all;
  }

  private static Scenario synthetic(
      String name,
      String title,
      String about,
      List<ScenarioParameter> parameters,
      Scenario.Script script) {
    return new Scenario(name, title, about, parameters, Optional.empty(), script);
  }

  // ---- twins of history

  private static Scenario crash2020() {
    return new Scenario(
        "crash_2020",
        "the crash of 2020",
        "The market falls by a third within five weeks and wins it back by the end of the year. A"
            + " stock is split in the middle of the recovery.",
        parameters(
            "2020-01-02",
            252,
            10,
            14,
            percent("drawdown", 34.1, 5, 90, "what the market loses from peak to trough"),
            date("peak", "2020-02-19", "the highest close before the fall"),
            date("trough", "2020-03-23", "the lowest close"),
            percent(
                "recovery", 128, 0, 250, "how much of the loss is won back by the last session"),
            choice(
                "shape",
                List.of("v", "u", "w"),
                "how the market recovers: at once, late, or with a second fall on the way")),
        Optional.of(RealMarkets.crash2020()),
        Scenarios::crash);
  }

  private static void crash(Plot plot) {
    int peak = plot.place("peak", plot.values.date("peak"));
    int trough = plot.place("trough", plot.values.date("trough"));
    double drawdown = plot.values.fraction("drawdown");
    if (trough - peak < 3 || peak < 5 || plot.size() - trough < 20) {
      throw new ScenarioRefused(
          "a crash needs at least 5 sessions before its peak, 3 from peak to trough and 20 after it:"
              + " peak="
              + plot.date(peak)
              + " is session "
              + peak
              + ", trough="
              + plot.date(trough)
              + " session "
              + trough
              + " of "
              + plot.size());
    }
    double rise = 0.042;
    double bottom = (1 + rise) * (1 - drawdown) - 1;
    double end = bottom + (rise - bottom) * plot.values.fraction("recovery");
    plot.course =
        new Course()
            .within(bottom, Math.max(10, 3 * (1 + end)))
            .through(peak, rise)
            .through(trough, bottom);
    int left = plot.size() - trough;
    switch (plot.values.text("shape")) {
      case "u" -> {
        plot.course.through(trough + left / 2, bottom + 0.15 * (end - bottom));
      }
      case "w" -> {
        double again = Math.max(bottom + 0.002, bottom + 0.12 * (end - bottom));
        plot.course.through(trough + left / 3, bottom + 0.6 * (end - bottom));
        plot.course.through(trough + left / 2, again);
      }
      default -> plot.course.through(trough + left / 2, bottom + 0.7 * (end - bottom));
    }
    plot.course.through(plot.size(), end).folded();
    plot.noise(peak + 1, trough, NOISE_OF_A_FALL * -StrictMath.log1p(-drawdown));
    for (int t = 1; t <= plot.size(); t++) {
      if (t <= peak) {
        plot.factors.scale(t, 0.6);
      } else if (t > trough) {
        plot.factors.scale(t, 1 + 1.5 * StrictMath.exp(-(t - trough) / 25.0));
      }
    }
    plot.withCast();
    plot.roles.getFirst().priced(324.7);
    var splitDate = LocalDate.of(2020, 8, 31);
    boolean splits = plot.placeOf(splitDate) > 1;
    if (splits) {
      var split = split(splitDate, 1, 4);
      plot.add(Role.stock("TEST_AAPL", Sector.TECH).priced(300).trading(100_000_000).split(split));
      plot.expect(Expectations.split("TEST_AAPL", split));
    }
    var from = plot.date(peak);
    var to = plot.date(trough);
    plot.expect(Expectations.change(Plot.MARKET, from, to, -drawdown, 1));
    plot.expect(Expectations.drawdown(Plot.MARKET, from, to, -drawdown, 1));
    plot.expect(
        Expectations.change(Plot.MARKET, to, plot.lastDate(), (1 + end) / (1 + bottom) - 1, 1));
    for (var follower : List.of("TEST_QQQ", "TEST_XLK")) {
      plot.expect(Expectations.falls(follower, from, to, -drawdown / 3));
    }
  }

  private static Scenario growth2021() {
    return new Scenario(
        "growth_2021",
        "the calm rise of 2021",
        "The market gains a quarter in a year, without much noise and with one pullback in"
            + " September.",
        parameters(
            "2021-01-04",
            252,
            0,
            10,
            percent(
                "growth", 28.8, -50, 300, "what the market gains from the first to the last close"),
            percent("dip", 5.1, 1, 30, "the pullback, from its peak"),
            date("peak", "2021-09-02", "the close before the pullback"),
            date("trough", "2021-10-04", "the lowest close of the pullback")),
        Optional.of(RealMarkets.growth2021()),
        Scenarios::growth);
  }

  private static void growth(Plot plot) {
    int peak = plot.place("peak", plot.values.date("peak"));
    int trough = plot.place("trough", plot.values.date("trough"));
    double growth = plot.values.fraction("growth");
    double dip = plot.values.fraction("dip");
    if (trough - peak < 3 || peak < 20 || plot.size() - trough < 20) {
      throw new ScenarioRefused(
          "the pullback needs at least 20 sessions before and after it and 3 from peak="
              + plot.date(peak)
              + " to trough="
              + plot.date(trough));
    }
    double first = 0.002;
    double end = (1 + first) * (1 + growth) - 1;
    double top = StrictMath.expm1(StrictMath.log1p(end) * 0.8 + 0.02);
    plot.course =
        new Course()
            .losingAtMost(Math.min(0.8 * dip, 0.04))
            .through(1, first)
            .through(peak, top)
            .through(trough, (1 + top) * (1 - dip) - 1)
            .through(plot.size(), end)
            .folded();
    plot.withCast();
    plot.roles.getFirst().priced(368);
    var from = plot.date(peak);
    var to = plot.date(trough);
    plot.expect(Expectations.change(Plot.MARKET, plot.date(1), plot.lastDate(), growth, 1));
    plot.expect(Expectations.change(Plot.MARKET, from, to, -dip, 1));
    if (growth > 0) {
      plot.expect(Expectations.drawdown(Plot.MARKET, from, to, -dip, 1));
    }
  }

  private static Scenario volatilityPeriods() {
    return new Scenario(
        "volatility_periods",
        "four wild times from 2018 to 2022",
        "February 2018, December 2018, March 2020 and the first half of 2022, the first three with"
            + " the calm month before. Only these windows are loaded.",
        parameters(
            "2018-01-02",
            1132,
            0,
            14,
            percent("february_2018", 28, 5, 150, "volatility of February 2018"),
            percent("december_2018", 30, 5, 150, "volatility of December 2018"),
            percent("march_2020", 91, 5, 150, "volatility of March 2020"),
            percent("first_half_2022", 24, 5, 150, "volatility of January to June 2022")),
        Optional.of(RealMarkets.volatilityPeriods()),
        Scenarios::volatility);
  }

  private static void volatility(Plot plot) {
    plot.withCast();
    for (var period : RealMarkets.PERIODS) {
      if (plot.placeOf(period.first()) == 0 || plot.placeOf(period.last()) == 0) {
        throw new ScenarioRefused(
            "the scenario goes from "
                + plot.date(1)
                + " to "
                + plot.lastDate()
                + " and does not hold "
                + period.name()
                + ": leave start and sessions as they are");
      }
      double wild = plot.values.fraction(period.parameter());
      plot.wild(plot.placeOf(period.first()), plot.placeOf(period.last()), wild);
      plot.window(period.window().first(), period.window().last());
      plot.expect(
          Expectations.volatility(
              Plot.MARKET, period.first(), period.last(), wild, Math.max(1, 8 * wild)));
    }
  }

  // ---- events of single names

  private static Scenario trendChanges() {
    return synthetic(
        "trend_changes",
        "trends that turn on known dates",
        "TEST_TURN turns from up to down and back on each event date, TEST_PEAK rises to one peak"
            + " and falls.",
        parameters(
            YEAR_2025,
            252,
            6,
            14,
            percent("move", 20, 5, 80, "how far each trend goes"),
            dates("events", 6, "where trends turn, at least 20 sessions apart")),
        plot -> {
          plot.withCast();
          double move = plot.values.fraction("move");
          var turns = apart(plot, plot.places("events", 0.25, 0.5, 0.75), 20);
          var course = new Course().folded();
          double level = 0;
          boolean up = true;
          for (int turn : turns) {
            level = up ? (1 + level) * (1 + move) - 1 : (1 + level) / (1 + move) - 1;
            course.through(turn, level);
            up = !up;
          }
          level = up ? (1 + level) * (1 + move) - 1 : (1 + level) / (1 + move) - 1;
          plot.add(quiet("TEST_TURN", Sector.DISC).on(course.through(plot.size(), level)));
          int middle = plot.size() / 2;
          plot.add(
              quiet("TEST_PEAK", Sector.HLTH)
                  .on(
                      new Course()
                          .folded()
                          .through(middle, 1.5 * move)
                          .through(plot.size(), 0.1 * move)));
          boolean down = true;
          int before = 1;
          for (int i = 0; i < turns.size(); i++) {
            int turn = turns.get(i);
            int after = i + 1 < turns.size() ? turns.get(i + 1) : plot.size();
            plot.expect(
                Expectations.turn(
                    "TEST_TURN", plot.date(before), plot.date(turn), plot.date(after), down));
            plot.expect(
                Expectations.extreme(
                    "TEST_TURN", down, plot.date(turn), plot.date(before), plot.date(after)));
            before = turn;
            down = !down;
          }
          plot.expect(
              Expectations.extreme(
                  "TEST_PEAK", true, plot.date(middle), plot.date(1), plot.lastDate()));
        });
  }

  private static Scenario highLowEvents() {
    return synthetic(
        "high_low_events",
        "highest and lowest closes on known dates",
        "TEST_HIGH has its highest close of all sessions on the first event date, TEST_LOW its"
            + " lowest on the second.",
        parameters(
            YEAR_2025,
            252,
            6,
            14,
            percent("move", 25, 5, 80, "how far the extremes lie from the start"),
            dates("events", 2, "the session of the high and that of the low")),
        plot -> {
          plot.withCast();
          double move = plot.values.fraction("move");
          var events = plot.places("events", 0.55, 0.7);
          int high = events.getFirst();
          int low = events.getLast();
          plot.add(
              quiet("TEST_HIGH", Sector.COMM)
                  .on(new Course().folded().through(high, move).through(plot.size(), 0.3 * move)));
          plot.add(
              quiet("TEST_LOW", Sector.MATL)
                  .on(
                      new Course()
                          .folded()
                          .through(low, -move / (1 + move))
                          .through(plot.size(), -0.3 * move)));
          plot.expect(
              Expectations.extreme(
                  "TEST_HIGH", true, plot.date(high), plot.date(1), plot.lastDate()));
          plot.expect(
              Expectations.extreme(
                  "TEST_LOW", false, plot.date(low), plot.date(1), plot.lastDate()));
        });
  }

  private static Scenario gaps() {
    return synthetic(
        "gaps",
        "opens far from the close before",
        "TEST_GAPU opens higher on each event date, TEST_GAPD lower.",
        parameters(
            YEAR_2025,
            252,
            6,
            14,
            percent("gap", 8, 2, 60, "how far the open lies from the close before"),
            dates("events", 12, "sessions that open with a gap")),
        plot -> {
          plot.withCast();
          double gap = plot.values.fraction("gap");
          var up = plot.add(Role.stock("TEST_GAPU", Sector.TECH).priced(80));
          var down = plot.add(Role.stock("TEST_GAPD", Sector.HLTH).priced(300));
          for (int place : plot.places("events", 0.2, 0.4, 0.6, 0.8)) {
            up.gaps.put(place, gap);
            down.gaps.put(place, -gap);
            plot.expect(Expectations.gap(up.ticker, plot.date(place), gap, 0.3));
            plot.expect(Expectations.gap(down.ticker, plot.date(place), -gap, 0.3));
          }
        });
  }

  private static Scenario splits() {
    return synthetic(
        "splits",
        "splits and a reverse split",
        "TEST_TWO is split 2 for 1, TEST_HALF 3 for 2, TEST_REV 1 for 10, TEST_BOTH twice.",
        parameters(
            YEAR_2025, 252, 6, 14, dates("events", 3, "the execution dates of the first three")),
        plot -> {
          plot.withCast();
          var dates = plot.places("events", 0.3, 0.5, 0.7);
          var first = plot.date(dates.getFirst());
          var second = plot.date(dates.get(dates.size() / 2));
          var third = plot.date(dates.getLast());
          splitting(plot, "TEST_TWO", 240, List.of(split(first, 1, 2)));
          splitting(plot, "TEST_HALF", 90, List.of(split(second, 2, 3)));
          splitting(plot, "TEST_REV", 2.4, List.of(split(third, 10, 1)));
          splitting(
              plot,
              "TEST_BOTH",
              600,
              List.of(
                  split(plot.date(plot.size() / 4), 1, 5),
                  split(plot.date(3 * plot.size() / 4), 1, 3)));
        });
  }

  private static void splitting(Plot plot, String ticker, double price, List<Split> splits) {
    double ratio = Prices.after(splits, plot.date(1));
    var role = Role.stock(ticker, Sector.INDU).priced(price / ratio).trading(5_000_000 * ratio);
    plot.add(role);
    for (var split : splits) {
      role.split(split);
      plot.expect(Expectations.split(ticker, split));
    }
  }

  private static Scenario halts() {
    return synthetic(
        "halts",
        "trading halts within a session",
        "Nobody trades TEST_HALT for a while on each event date, from 10:45 on; then its price is"
            + " another one.",
        parameters(
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
          for (int place : whole(plot, plot.places("events", 0.25, 0.5, 0.75))) {
            plot.calm(place);
            role.events.put(place, new MinuteEvent.Halt(75, minutes, jump));
            plot.expect(
                Expectations.halt(role.ticker, plot.date(place), OPEN.plusMinutes(75), minutes));
            plot.expect(
                Expectations.jumpOver(
                    role.ticker, plot.date(place), OPEN.plusMinutes(75), jump, 3));
          }
        });
  }

  private static Scenario halfDays() {
    return synthetic(
        "half_days",
        "sessions that close at 13:00",
        "Nothing happens but the exchange's own early closes: fewer minutes, extended hours to"
            + " 17:00.",
        parameters("2024-06-03", 252, 6, 14),
        plot -> {
          plot.withCast();
          int found = 0;
          for (var session : plot.sessions) {
            if (session.early()) {
              found++;
              plot.expect(
                  Expectations.hours(
                      Plot.MARKET,
                      session.date(),
                      LocalTime.of(12, 59),
                      session.open().toString().substring(11, 16)));
              plot.expect(
                  Expectations.nothingAfter(Plot.MARKET, session.date(), LocalTime.of(17, 0)));
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

  private static Scenario daylightSaving() {
    return synthetic(
        "dst",
        "the changes of the clocks",
        "Nothing happens but summer and winter time: the first regular minute is an hour earlier in"
            + " UTC in summer, a session has 390 minutes all the same.",
        parameters(YEAR_2025, 252, 6, 14),
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
                    Expectations.hours(
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

  private static Scenario rename() {
    return synthetic(
        "rename",
        "a company that changes its ticker",
        "TEST_OLD becomes TEST_NEW: one instrument without a hole in its bars.",
        parameters(
            YEAR_2025, 252, 6, 14, dates("event", 1, "the first session with the new ticker")),
        plot -> {
          plot.withCast();
          int place = plot.places("event", 0.5).getFirst();
          var role = plot.add(Role.stock("TEST_NEW", Sector.COMM).priced(210));
          role.formerTicker = Optional.of("TEST_OLD");
          role.renamed = place;
          plot.expect(Expectations.renamed("TEST_NEW", "TEST_OLD", plot.date(place)));
        });
  }

  private static Scenario ipoPop() {
    return synthetic(
        "ipo_pop",
        "a first listing that pops and fades",
        "TEST_IPO trades for the first time in the middle of the scenario, closes far above its"
            + " open, and has lost much of it 60 sessions later.",
        parameters(
            YEAR_2025,
            252,
            6,
            14,
            dates("event", 1, "the first session"),
            percent("pop", 35, 5, 200, "close of the first session over its open"),
            percent("fade", 40, 5, 90, "what is lost from there within 60 sessions")),
        plot -> {
          plot.withCast();
          int place = plot.places("event", 0.4).getFirst();
          if (plot.size() - place < 65) {
            throw new ScenarioRefused(
                "event=" + plot.date(place) + " leaves less than 65 sessions for the fade");
          }
          double pop = plot.values.fraction("pop");
          double fade = plot.values.fraction("fade");
          var role = plot.add(Role.stock("TEST_IPO", Sector.TECH).priced(38).trading(25_000_000));
          role.first = place;
          role.opensAtPrice = true;
          role.alone(0.3)
              .on(
                  new Course()
                      .through(place - 1, 0)
                      .through(place, pop)
                      .through(place + 60, (1 + pop) * (1 - fade) - 1)
                      .folded());
          plot.expect(Expectations.firstSession(role.ticker, plot.date(place)));
          plot.expect(Expectations.sessionMove(role.ticker, plot.date(place), pop, 1));
          plot.expect(
              Expectations.change(role.ticker, plot.date(place), plot.date(place + 60), -fade, 1));
        });
  }

  private static Scenario fatFinger() {
    return synthetic(
        "fat_finger",
        "single prints far off the market",
        "One minute of TEST_FATF prints far below the others on each event date, and the daily low"
            + " with it; TEST_FATH prints above.",
        parameters(
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
          for (int place : whole(plot, plot.places("events", 0.3, 0.6, 0.85))) {
            plot.calm(place);
            low.events.put(place, new MinuteEvent.FatFinger(130, -off));
            high.events.put(place, new MinuteEvent.FatFinger(200, off));
            var date = plot.date(place);
            plot.expect(Expectations.farMinutes(low.ticker, date, -off, 1));
            plot.expect(Expectations.farMinutes(high.ticker, date, off, 1));
            plot.expect(Expectations.dip(low.ticker, date, -off, 6));
          }
        });
  }

  private static Scenario thinEtf() {
    return synthetic(
        "thin_etf",
        "a fund that hardly trades",
        "Nobody trades TEST_THIN on many sessions, and on the others a few minutes have a bar.",
        parameters(
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
              Expectations.silentSessions(
                  role.ticker, ScenarioMarket.silentSessions(plot, role), plot.size()));
          plot.expect(Expectations.fewMinutes(role.ticker, 20));
        });
  }

  private static Scenario flashCrash() {
    return synthetic(
        "flash_crash",
        "a crash and a recovery within the hour",
        "All prices fall away from 14:32 on and are back within the hour; the daily bars have a low"
            + " far below open and close.",
        parameters(
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
          plot.expect(Expectations.dip(Plot.MARKET, date, -depth, 1.5));
          plot.expect(
              Expectations.lowWithin(
                  Plot.MARKET,
                  date,
                  LocalTime.of(14, 32),
                  LocalTime.of(14, 32).plusMinutes(minutes + 2)));
          plot.expect(Expectations.dip("TEST_QQQ", date, -depth * 1.15, 2.5));
        });
  }

  // ---- what they share

  /// A stock with a path of its own and little noise.
  private static Role quiet(String ticker, Sector sector) {
    return Role.stock(ticker, sector).following(0.3).withBeta(0.3).alone(0.12).priced(95);
  }

  private static Split split(LocalDate date, int from, int to) {
    return new Split(date, BigDecimal.valueOf(from), BigDecimal.valueOf(to));
  }

  private static List<Integer> whole(Plot plot, List<Integer> places) {
    return places.stream().map(plot::wholeSession).distinct().toList();
  }

  private static List<Integer> apart(Plot plot, List<Integer> places, int least) {
    int before = 0;
    for (int place : places) {
      if (place - before < least || plot.size() - place < least) {
        throw new ScenarioRefused(
            "events="
                + plot.date(place)
                + " is less than "
                + least
                + " sessions from the event before it, or from the first or last session");
      }
      before = place;
    }
    return places;
  }
}
