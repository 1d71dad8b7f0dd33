package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The members that the program brings along, beside a real list of all US exchanges.
class SeededNamesTest {
  private static final String LIST = "reference/tickers_all_2026-07-31.jsonl.gz";

  @Test
  void almostEveryMemberIsTheCompanyThatHasItsTicker() throws IOException {
    var names = names();
    var unlisted = new TreeSet<String>();
    var others = new TreeSet<String>();
    for (var member : UniverseSeeds.bundled().members()) {
      var ticker = member.ticker().ticker();
      if (!names.containsKey(ticker)) {
        unlisted.add(ticker);
      } else if (!CompanyName.of(member.expectedName()).isMeantBy(names.get(ticker))) {
        others.add(ticker);
      }
    }
    // Renamed or taken over since; a casino instead of a car maker, and a list that writes
    // "FTSEEuropean".
    assertThat(unlisted).containsExactly("CYBR", "FI", "IRBT", "SQ");
    assertThat(others).containsExactly("BYD", "VGK");
  }

  private static Map<String, String> names() throws IOException {
    var file =
        SharedData.fileOrSkip(LIST, "that seeded members have the names of a real list of tickers");
    var names = new HashMap<String, String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (var line : lines.lines().toList()) {
        var row = JsonMapper.shared().readTree(line);
        names.put(row.get("ticker").asString(), row.get("name").asString());
      }
    }
    return names;
  }
}
