package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the pages of documentation say of themselves and of the settings is true.
class DocumentationTest {

  @Test
  void thePagesThatEverybodyLooksForAreThere() throws IOException {
    assertThat(Document.all().stream().map(page -> page.path().toString()))
        .contains("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operations.md");
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    var broken = new ArrayList<String>();
    int links = 0;
    for (var page : Document.all()) {
      links += page.links().size();
      broken.addAll(brokenLinks(page));
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(30);
  }

  @Test
  void findsLinksThatLeadNowhere() throws IOException {
    var page =
        new Document(
            Path.of("docs/page.md"),
            """
            # A page
            [good](operations.md), [also](../README.md#start), [here](#a-page), [web](https://example.org/x)
            [no file](no-such-page.md), [no heading](operations.md#no-such-heading), [none here](#b)
            `[code](no-such-code.md)`
            """);
    assertThat(brokenLinks(page))
        .containsExactly(
            "docs/page.md: no-such-page.md",
            "docs/page.md: operations.md#no-such-heading",
            "docs/page.md: #b");
  }

  @Test
  void everyPageOfTheManualStandsInItsIndex() throws IOException {
    var index = page("docs/manual/README.md").links();
    try (var pages = Files.list(Path.of("docs/manual"))) {
      assertThat(pages.map(path -> Objects.toString(path.getFileName())))
          .filteredOn(name -> !name.equals("README.md"))
          .isNotEmpty()
          .allMatch(index::contains);
    }
  }

  @Test
  void everyDecisionStandsInItsIndex() throws IOException {
    var index = page("docs/decisions/README.md").links();
    try (var pages = Files.list(Path.of("docs/decisions"))) {
      assertThat(pages.map(path -> Objects.toString(path.getFileName())))
          .filteredOn(name -> !name.equals("README.md"))
          .isNotEmpty()
          .allMatch(index::contains);
    }
  }

  @Test
  void theManualListsEverySettingWithItsDefaultAndVariables() throws IOException {
    var documented =
        page("docs/manual/settings.md").tableRows().stream()
            .filter(cells -> cells.getFirst().startsWith("`tickstock."))
            .map(cells -> cells.subList(0, 3))
            .toList();
    var known =
        SettingKey.ALL.stream()
            .map(key ->
                List.of(
                    code(key.name()),
                    key.byDefault().map(DocumentationTest::code).orElse(""),
                    key.variables().stream()
                        .map(DocumentationTest::code)
                        .collect(Collectors.joining(", "))))
            .toList();
    assertThat(documented).isEqualTo(known);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static Document page(String path) throws IOException {
    return new Document(Path.of(path), Files.readString(Path.of(path)));
  }

  private static List<String> brokenLinks(Document page) throws IOException {
    var broken = new ArrayList<String>();
    for (var link : page.links()) {
      if (!link.matches("(https?|mailto):.*") && !leadsSomewhere(page, link)) {
        broken.add(page.path() + ": " + link);
      }
    }
    return broken;
  }

  private static boolean leadsSomewhere(Document page, String link) throws IOException {
    int hash = link.indexOf('#');
    var file = hash < 0 ? link : link.substring(0, hash);
    var target = page;
    if (!file.isEmpty()) {
      var folder = Optional.ofNullable(page.path().getParent()).orElse(Path.of(""));
      var path = folder.resolve(file).normalize();
      if (!Files.exists(path)) {
        return false;
      }
      if (hash < 0) {
        return true;
      }
      target = page(path.toString());
    }
    return target.anchors().contains(link.substring(hash + 1));
  }
}
