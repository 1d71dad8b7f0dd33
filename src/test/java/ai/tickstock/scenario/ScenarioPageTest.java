package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The manual says of scenarios what they are; with `-Dtickstock.write-pages=true` it is written
/// anew first.
class ScenarioPageTest {
  private static final Path PAGE = Path.of("docs/manual/scenarios.md");
  private static final Path PICTURES = Path.of("docs/pictures");

  @Test
  void thePageAndThePicturesAreThoseOfTheScenarios() throws IOException {
    var text = ScenarioPage.text();
    var pictures = ScenarioPage.pictures();
    if (Boolean.getBoolean("tickstock.write-pages")) {
      Files.createDirectories(PICTURES);
      Files.writeString(PAGE, text);
      for (var picture : pictures.entrySet()) {
        Files.writeString(PICTURES.resolve(picture.getKey()), picture.getValue());
      }
    }
    assertThat(PAGE).hasContent(text);
    for (var picture : pictures.entrySet()) {
      assertThat(PICTURES.resolve(picture.getKey())).hasContent(picture.getValue());
    }
  }
}
