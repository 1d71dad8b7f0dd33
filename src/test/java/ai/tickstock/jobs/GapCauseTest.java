package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.Omission.AnswerPath;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GapCauseTest {
  private static CoverageReport.Hole unexplained(String evidence, AnswerPath... leftOutBy) {
    return new CoverageReport.Hole(
        DateRange.of(LocalDate.parse("2026-06-10")),
        1,
        CellState.UNEXPLAINED,
        "",
        evidence,
        Set.of(leftOutBy));
  }

  private static GapCause cause(CoverageReport.Hole hole) {
    return GapCause.of(hole, TradingCalendar.nyse(), List.of()).cause().orElseThrow();
  }

  @Test
  void whatTwoWaysLeftOutTheVendorLacks() {
    var twice = unexplained("", AnswerPath.AGGREGATES, AnswerPath.GROUPED);
    assertThat(cause(twice)).isEqualTo(GapCause.VENDOR_MISSING);
    assertThat(twice.isNeverAskedFor()).isFalse();

    var once = unexplained("asked, and asked again", AnswerPath.AGGREGATES);
    assertThat(cause(once)).isEqualTo(GapCause.UNEXPLAINED);
    assertThat(once.isNeverAskedFor()).isFalse();
  }

  @Test
  void whatNobodyAskedForIsUnexplainedWhateverTheWordsOfItsEvidence() {
    var never = unexplained("of that, nothing is known");
    assertThat(cause(never)).isEqualTo(GapCause.UNEXPLAINED);
    assertThat(never.isNeverAskedFor()).isTrue();
  }
}
