package ai.tickstock.bars;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.TestPostgres;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BarSourceTest {
  @Test
  void sourcesAreTheRowsOfTheirTable() {
    try (var database = TestPostgres.migrated()) {
      var rows =
          database.read(h ->
              h.createQuery("SELECT id || ' ' || name || ' ' || feed FROM bar_source")
                  .mapTo(String.class)
                  .list());

      assertThat(rows)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(BarSource.values())
                  .map(one ->
                      one.number() + " " + one.name().toLowerCase(Locale.ROOT) + " " + one.feed())
                  .toList());
    }
  }
}
