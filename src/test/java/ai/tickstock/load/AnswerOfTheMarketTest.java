package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.DailyTurnover;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an answer for the whole market can be compared with, and what is concluded of a name.
class AnswerOfTheMarketTest {
  private static final InstrumentId NAME = new InstrumentId(7);
  private static final LocalDate SESSION = LocalDate.parse("2026-01-21");
  private static final List<LocalDate> BEFORE =
      IntStream.rangeClosed(1, 20).mapToObj(day -> LocalDate.of(2026, 1, day)).toList();

  @Test
  void sessionsOfAFewNamesAreNoMeasureOfTheWholeMarket() {
    var one = market(19, 5, 10_600);
    assertThat(one.plausibility(10_597)).isEqualTo(AnswerOfTheMarket.Plausibility.UNKNOWN);
    assertThat(one.comparableSessions(10_597)).isEqualTo(1);
    assertThat(one.usual(10_597)).isEmpty();
    assertThat(one.plausibility(6))
        .as("a small answer beside a whole session")
        .isEqualTo(AnswerOfTheMarket.Plausibility.UNKNOWN);
    assertThat(market(20, 5, 0).plausibility(10_597))
        .isEqualTo(AnswerOfTheMarket.Plausibility.UNKNOWN);
    assertThat(market(16, 5, 10_600).plausibility(10_597))
        .as("four whole sessions")
        .isEqualTo(AnswerOfTheMarket.Plausibility.UNKNOWN);
    assertThat(market(0, 0, 0).plausibility(10_597))
        .isEqualTo(AnswerOfTheMarket.Plausibility.UNKNOWN);
  }

  @Test
  void fiveWholeSessionsAreEnoughToCompareWith() {
    var five = market(15, 5, 10_600);
    assertThat(five.usual(10_597)).hasValue(10_600);
    assertThat(five.plausibility(10_597)).isEqualTo(AnswerOfTheMarket.Plausibility.WHOLE);
    assertThat(five.plausibility(5_300)).isEqualTo(AnswerOfTheMarket.Plausibility.PART);
    assertThat(market(20, 5, 0).plausibility(5)).isEqualTo(AnswerOfTheMarket.Plausibility.WHOLE);
  }

  @Test
  void sessionsThatNobodyAskedForAreNoSessionsWithoutTrade() {
    var market = trading(19, 20);
    assertThat(market.tradesEverySession(NAME, asked(19, 20))).isTrue();
    assertThat(market.tradesEverySession(NAME, asked(18, 19, 20))).isFalse();
    assertThat(trading(14).tradesEverySession(NAME, asked(14, 15, 16, 17, 18, 19))).isTrue();
    assertThat(trading(14).tradesEverySession(NAME, asked(14, 15, 16, 17, 18, 19, 20))).isFalse();

    assertThat(market.evidence(NAME, 10_597, asked(17, 18, 19, 20), false)).isEmpty();
    assertThat(market.evidence(NAME, 10_597, asked(16, 17, 18, 19, 20), false))
        .hasValueSatisfying(words ->
            assertThat(words)
                .endsWith("; it traded in 2 of the 5 sessions before that were asked for"));
  }

  private static SessionSet asked(int... days) {
    return SessionSet.of(
        new DateRange(BEFORE.getFirst(), BEFORE.getLast()),
        IntStream.of(days).mapToObj(day -> BEFORE.get(day - 1)).toList());
  }

  /// @param few number of the first sessions that have that many rows; the others have `then`, or
  ///   none
  private static AnswerOfTheMarket market(int few, long rows, long then) {
    var stored = new HashMap<LocalDate, Long>();
    for (int i = 0; i < BEFORE.size(); i++) {
      long count = i < few ? rows : then;
      if (count > 0) {
        stored.put(BEFORE.get(i), count);
      }
    }
    return new AnswerOfTheMarket(SESSION, BEFORE, stored, Map.of());
  }

  private static AnswerOfTheMarket trading(int... days) {
    var dollars = new TreeMap<LocalDate, Double>();
    for (int day : days) {
      dollars.put(BEFORE.get(day - 1), 1_000.0);
    }
    return new AnswerOfTheMarket(
        SESSION, BEFORE, market(15, 5, 10_600).rows(), Map.of(NAME, new DailyTurnover(dollars)));
  }
}
