package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Trends over sessions, from reports and comparisons as they are kept.
class QualityTrendsTest {
  private static final String KEPT =
      """
      INSERT INTO quality_report (exchange, session, made_at, report) VALUES
      ('XNYS', '2026-06-12', '2026-06-12T21:00:00Z',
       '{"whole": {"expected": 200, "percent": 99.5}, "findings": {"open": {"high": 2, "low": 3}, "fresh": 4, "resolved": 1, "repaired": 2},
         "steps": [{"step": "bars", "state": "done"}, {"step": "revisions", "state": "done"}],
         "revisions": [{"session": "2026-06-11", "revised": 7}, {"session": "2026-06-05", "revised": 1}]}'),
      ('XNYS', '2026-06-10', '2026-06-10T21:00:00Z',
       '{"whole": {"expected": 0, "percent": 100}, "findings": {"open": {}, "fresh": 0, "resolved": 0, "repaired": 0},
         "steps": [{"step": "revisions", "state": "failed"}], "revisions": []}'),
      ('XNYS', '2026-06-09', '2026-06-09T21:00:00Z',
       '{"whole": {"expected": 10, "percent": 80}, "findings": {"open": {}, "fresh": 0, "resolved": 0, "repaired": 0},
         "steps": [{"step": "revisions", "state": "done"}], "revisions": []}'),
      ('XLON', '2026-06-11', '2026-06-11T21:00:00Z',
       '{"whole": {"expected": 5, "percent": 1}, "findings": {"open": {}, "fresh": 9, "resolved": 9, "repaired": 9}, "steps": [], "revisions": []}');
      INSERT INTO quality_comparison (source, bar_interval, first_date, last_date, seed, names, sampled, agreed, disagreed, risky,
        risky_agreed, risky_disagreed, missing_here, missing_there, groups, new_findings, resolved, finished_at) VALUES
      ('other', 'day', '2026-01-02', '2026-06-05', 1, 5, 1000, 990, 10, 0, 0, 0, 0, 0,
       '[{"bars": "sampled", "category": "all", "agreed": 990, "disagreed": 10, "closesApart": 0, "volumesApart": 0, "missing": 0}]',
       0, 0, '2026-06-07T15:00:00Z'),
      ('other', 'day', '2026-01-02', '2026-06-05', 1, 5, 1000, 999, 1, 0, 0, 0, 0, 0,
       '[{"bars": "sampled", "category": "all", "agreed": 999, "disagreed": 1, "closesApart": 0, "volumesApart": 0, "missing": 0}]',
       0, 0, '2026-06-07T16:00:00Z'),
      ('nothing', 'day', '2026-01-02', '2026-06-05', 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, '[]', 0, 0, '2026-06-12T16:00:00Z');
      """;

  private TestConsole console;
  private Visit viewer;

  @BeforeEach
  void open() {
    console = TestConsole.open(Duration.ZERO);
    viewer = console.person("vera", Role.VIEWER);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private JsonNode day(String session) {
    return viewer
        .json("/api/v1/quality/trends")
        .get("sessions")
        .valueStream()
        .filter(one -> one.get("session").asString().equals(session))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsWhatEachReportCountedAndNothingWhereNobodyCounted() {
    console.database().useTransaction(h -> h.createScript(KEPT).execute());
    var sessions = viewer.json("/api/v1/quality/trends").get("sessions");
    assertThat(sessions.valueStream().map(one -> one.get("session").asString()))
        .hasSize(30)
        .isSorted()
        .endsWith("2026-06-11", "2026-06-12");

    var last = day("2026-06-12");
    assertThat(last.get("whole_percent").asDouble()).isEqualTo(99.5);
    assertThat(last.get("open").asLong()).isEqualTo(5);
    assertThat(last.get("found").asLong()).isEqualTo(4);
    assertThat(last.get("resolved").asLong()).isEqualTo(1);
    assertThat(last.get("repaired").asLong()).isEqualTo(2);
    assertThat(last.get("revised").asLong()).isEqualTo(8);
    assertThat(last.get("second_source").isNull())
        .as("a comparison of no bar says nothing")
        .isTrue();

    var other = day("2026-06-11");
    assertThat(other.propertyStream().filter(one -> !one.getKey().equals("session")))
        .as("no report of this exchange")
        .allMatch(one -> one.getValue().isNull());

    var failed = day("2026-06-10");
    assertThat(failed.get("whole_percent").isNull()).as("nothing was expected").isTrue();
    assertThat(failed.get("found").asLong()).isZero();
    assertThat(failed.get("revised").isNull()).as("the step failed").isTrue();
    assertThat(day("2026-06-09").get("revised").asLong()).as("it looked and found none").isZero();

    // Made on a Sunday: of Friday's session, and the later of the two.
    assertThat(day("2026-06-05").at("/second_source/percent").asDouble()).isEqualTo(99.9);
    assertThat(day("2026-06-05").at("/second_source/source").asString()).isEqualTo("other");
  }

  @Test
  void showsThemAsATableToo() {
    console.database().useTransaction(h -> h.createScript(KEPT).execute());
    var page = viewer.get("/quality/trends").body();
    assertThat(row(page, "2026-06-12")).isEqualTo("2026-06-12|99.50 %|5|4|1|2|8|–");
    assertThat(row(page, "2026-06-11")).isEqualTo("2026-06-11|–|–|–|–|–|–|–");
    assertThat(row(page, "2026-06-10")).isEqualTo("2026-06-10|–|0|0|0|0|–|–");
    assertThat(row(page, "2026-06-05"))
        .isEqualTo("2026-06-05|–|–|–|–|–|–|other: 99.900 %, 999 of 1,000 bars");
    assertThat(page).contains("data-source=\"/api/v1/quality/trends\"");
    assertThat(viewer.get("/quality").body())
        .contains("data-source=\"/api/v1/quality/trends\"", "href=\"/quality/trends\"");
  }

  @Test
  void saysSoWhereNoEndOfDayMadeAReport() {
    var page = viewer.get("/quality/trends").body();
    assertThat(page)
        .contains("No end of day made a report in the last 30 sessions")
        .doesNotContain("data-source");
  }

  /// The cells of a session's row, without markup.
  private static String row(String page, String session) {
    return page.lines()
        .filter(line -> line.startsWith("<tr>") && line.contains(">" + session + "<"))
        .map(line -> line.replaceAll("</t[hd]><t[hd][^>]*>", "|").replaceAll("<[^>]+>", ""))
        .collect(Collectors.joining("\n"));
  }
}
