package ai.tickstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.BarInterval;
import ai.tickstock.provider.HistorySearch.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistorySearchTest {
  /// 2026-06-15 in New York.
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

  private static final LocalDate LONG_AGO = LocalDate.parse("1996-06-15");
  private static final LocalDate NEWEST = LocalDate.parse("2026-06-12");

  private final List<LocalDate> asked = new ArrayList<>();

  private HistoryEdge search(LocalDate firstServed, int mostAsks) {
    return new HistorySearch(
            day -> {
              asked.add(day);
              return day.isBefore(firstServed) ? Reply.REFUSED : Reply.SERVED;
            },
            NOW,
            mostAsks)
        .between(BarInterval.DAY, LONG_AGO, NEWEST);
  }

  @Test
  void findsTheDepthsThatPlansUsuallyHaveWithFewAsks() {
    assertThat(search(LocalDate.parse("2024-06-15"), 100).years()).contains(2);
    assertThat(asked).hasSize(3);
    asked.clear();
    assertThat(search(LocalDate.parse("2021-06-15"), 100).years()).contains(5);
    assertThat(asked).hasSize(2);
    asked.clear();
    assertThat(search(LocalDate.parse("2016-06-15"), 100).years()).contains(10);
    assertThat(asked).hasSizeLessThan(6);
  }

  @Test
  void findsAnyOtherDayByHalving() {
    var edge = search(LocalDate.parse("2023-02-07"), 100);

    assertThat(edge.firstServed()).isEqualTo("2023-02-07");
    assertThat(edge.lastRefused()).contains(LocalDate.parse("2023-02-06"));
    assertThat(edge.years()).isEmpty();
    assertThat(asked).hasSizeLessThan(20);
  }

  @Test
  void endsWithWhatItHasWhenTheAsksAreUsedUp() {
    var edge = search(LocalDate.parse("2023-02-07"), 4);

    assertThat(asked).hasSize(4);
    assertThat(edge.lastRefused().orElseThrow()).isBefore("2023-02-07");
    assertThat(edge.firstServed()).isAfterOrEqualTo("2023-02-07");
    assertThat(edge.depth()).startsWith("at least the last ");
  }

  @Test
  void anEdgeInWholeYearsMovesOnWithTheDays() {
    var edge = search(LocalDate.parse("2024-06-15"), 100);
    var tenDaysLater = Instant.parse("2026-06-25T12:00:00Z");

    assertThat(edge.refusedBefore(tenDaysLater)).contains(LocalDate.parse("2024-06-25"));
    assertThat(edge.servedFrom(tenDaysLater)).isEqualTo("2024-06-25");
    assertThat(edge.depth()).isEqualTo("the last 2 years");
  }

  @Test
  void anotherEdgeKeepsWhatWasRefusedAndDoubtsWhatWasServed() {
    var edge = search(LocalDate.parse("2023-02-07"), 100);
    var tenDaysLater = Instant.parse("2026-06-25T12:00:00Z");

    assertThat(edge.refusedBefore(tenDaysLater)).contains(LocalDate.parse("2023-02-07"));
    assertThat(edge.servedFrom(tenDaysLater)).isEqualTo("2023-02-17");
  }

  @Test
  void aFailureEndsTheSearchWithWhatItHas() {
    var edge =
        new HistorySearch(_ -> Reply.UNKNOWN, NOW, 100)
            .between(BarInterval.MINUTE, LONG_AGO, NEWEST);

    assertThat(edge.firstServed()).isEqualTo(NEWEST);
    assertThat(edge.lastRefused()).contains(LONG_AGO);
  }
}
