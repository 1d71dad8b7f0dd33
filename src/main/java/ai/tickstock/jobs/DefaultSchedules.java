package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.util.List;

/// The schedules that the program brings along.
///
/// @param why for people
public record DefaultSchedules(
    String name, Mic exchange, String rule, Schedule.CatchUp catchUp, String why) {

  /// By name the same as the job that they run.
  public static final List<DefaultSchedules> ALL =
      List.of(
          new DefaultSchedules(
              "end-of-day",
              Mic.XNYS,
              "close + 45m, early close + 60m",
              Schedule.CatchUp.EACH,
              "bars of the session and all that follows from them"),
          new DefaultSchedules(
              "listing-watch",
              Mic.XNYS,
              "close + 5h, early close + 5h",
              Schedule.CatchUp.LATEST,
              "the lists of the evening, and bars of new listings"),
          new DefaultSchedules(
              "etf-facts",
              Mic.XNYS,
              "weekly saturday 06:00",
              Schedule.CatchUp.LATEST,
              "profiles of funds, where the plan has them"),
          new DefaultSchedules(
              "details",
              Mic.XNYS,
              "weekly saturday 06:15",
              Schedule.CatchUp.LATEST,
              "share counts and other details, more than on an evening"),
          new DefaultSchedules(
              "universe-refresh",
              Mic.XNYS,
              "weekly saturday 07:00",
              Schedule.CatchUp.LATEST,
              "universes of ETFs by rules, after the facts"),
          new DefaultSchedules(
              "correlations",
              Mic.XNYS,
              "weekly saturday 08:00",
              Schedule.CatchUp.LATEST,
              "correlations of ETFs"),
          new DefaultSchedules(
              "plan-probe",
              Mic.XNYS,
              "monthly first saturday 05:00",
              Schedule.CatchUp.LATEST,
              "what the vendor's plan includes"));
}
