package ai.tickstock.web;

import ai.tickstock.jobs.DailyReport;
import ai.tickstock.jobs.DailyReports;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.About;
import ai.tickstock.quality.EvidenceRows;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityRefused;
import ai.tickstock.quality.Repairs;
import ai.tickstock.quality.Rules;
import ai.tickstock.quality.Severity;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Findings as pages and programs see them, the worst first.
///
/// @param state of which they are; `all` for every one
/// @param severity the least that is shown
/// @param rule of which they are; empty for all
/// @param open how many open ones there are of each severity
record QualityFacts(
    String state, String severity, String rule, List<Count> open, List<One> findings) {
  private static final String EVERY = "all";

  record Count(String severity, long findings) {}

  record One(
      long id,
      String rule,
      String subject,
      LocalDate first,
      LocalDate last,
      int sessions,
      String severity,
      String state,
      String summary,
      Instant firstSeen,
      Instant lastSeen,
      Optional<LocalDate> acceptedUntil) {
    static One of(Finding finding) {
      return new One(
          finding.id(),
          finding.rule(),
          finding.subject(),
          finding.first(),
          finding.last(),
          finding.sessions(),
          finding.severity().word(),
          finding.state().word(),
          finding.summary(),
          finding.firstSeen(),
          finding.lastSeen(),
          finding.acceptedUntil());
    }
  }

  static QualityFacts of(Asked asked, ConsoleProgram program) {
    var findings = findings(program);
    var state = asked.word("state", states(), "open");
    var severity = asked.word("severity", severities(), "low");
    var rule = asked.shown("rule");
    var filter =
        new Findings.Filter(
            state.equals(EVERY)
                ? Optional.empty()
                : Optional.of(Finding.State.valueOf(state.toUpperCase(Locale.ROOT))),
            Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
            rule,
            Optional.empty(),
            DateRange.ALWAYS,
            asked.limit());
    var open =
        findings.counts().stream()
            .filter(count -> count.state() == Finding.State.OPEN)
            .map(count -> new Count(count.severity().word(), count.findings()))
            .toList();
    return new QualityFacts(
        state, severity, rule, open, findings.list(filter).stream().map(One::of).toList());
  }

  static List<String> states() {
    return Stream.concat(
            Arrays.stream(Finding.State.values()).map(Finding.State::word), Stream.of(EVERY))
        .toList();
  }

  static List<String> severities() {
    return Arrays.stream(Severity.values()).map(Severity::word).toList();
  }

  static Findings findings(ConsoleProgram program) {
    return new Findings(program.database(), program.clock());
  }

  static Finding find(ConsoleProgram program, long id) {
    try {
      return findings(program).find(id);
    } catch (QualityRefused none) {
      throw new Misasked(HttpStatus.NOT_FOUND, String.valueOf(none.getMessage()));
    }
  }

  /// One finding with its history.
  ///
  /// @param evidence JSON, as the rule wrote it
  /// @param around the stored rows around it; none for what is about no single instrument
  /// @param what its rule looks for
  /// @param canRepair whether asking again can help, as far as its rule tells
  /// @param isInRepair whether this process repairs it just now
  record Whole(
      One finding,
      String what,
      String evidence,
      Evidence.Around around,
      List<Happened> history,
      boolean canRepair,
      boolean isInRepair) {
    record Happened(Instant at, String event, String by, String detail) {}

    static Whole of(ConsoleProgram program, Undertakings undertakings, long id) {
      var finding = find(program, id);
      // One that an older version of the program knew may stand there still.
      var rule = Rules.ABOUT.stream().filter(one -> one.id().equals(finding.rule())).findFirst();
      return new Whole(
          One.of(finding),
          rule.map(About::what).orElse(""),
          finding.evidence(),
          rule.map(_ -> Evidence.Around.of(EvidenceRows.of(program.database(), finding)))
              .orElse(Evidence.Around.NOTHING),
          findings(program).events(id).stream()
              .map(one -> new Happened(one.at(), one.event(), one.by(), one.detail()))
              .toList(),
          finding.state() == Finding.State.OPEN && Repairs.way(finding) != Repairs.Way.PERSON,
          undertakings.isInHand(RepairForm.name(id)));
    }

    /// The evidence as a page shows it.
    Evidence shown() {
      return Evidence.of(evidence);
    }
  }

  /// The report of a session.
  ///
  /// @param session whose; empty while there is no report at all
  record Report(Optional<LocalDate> session, Optional<DailyReport> report) {
    static Report of(Asked asked, ConsoleProgram program) {
      var reports = new DailyReports(program.database(), program.finality(), program.clock());
      var day = asked.date("session");
      if (day.isEmpty()) {
        var newest = reports.newest();
        return new Report(newest.map(DailyReport::session), newest);
      }
      var report =
          reports
              .stored(day.get())
              .orElseThrow(() ->
                  new Misasked(
                      HttpStatus.NOT_FOUND,
                      "there is no report of " + day.get() + ": its end of day made none"));
      return new Report(day, Optional.of(report));
    }
  }
}
