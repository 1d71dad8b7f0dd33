package ai.tickstock.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// What is told looks as the golden files say. After a wanted change: `./tickstock mvn -q test
/// -Dtest=TemplatesTest -Dtickstock.golden=write`, then look at each in a browser.
class TemplatesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/ai/tickstock/notify");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final boolean IS_WRITING = "write".equals(System.getProperty("tickstock.golden"));

  record Sample(String name, Message message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    var open = IntStream.range(0, 37).mapToObj(i -> "SYM" + i).toList();
    var many = new ArrayList<NewNotice>();
    IntStream.range(0, 60).forEach(i -> many.add(Posted.plain(Severity.LOW, "matter " + i)));
    return Stream.of(
        new Sample("ipo-found", Posted.message(Form.PROMPT, Posted.ipos())),
        new Sample("members-changed", Posted.message(Form.PROMPT, Posted.members())),
        new Sample("end-of-day-done", Posted.message(Form.PROMPT, Posted.endOfDay(List.of()))),
        new Sample("end-of-day-incomplete", Posted.message(Form.PROMPT, Posted.endOfDay(open))),
        new Sample("gap-critical", Posted.message(Form.ESCALATION, Posted.gap("SPY", 31e9))),
        new Sample(
            "gaps-grouped",
            Posted.message(Form.PROMPT, Posted.gap("ABNB", 9e8), Posted.gap("ZION", 8e7))),
        new Sample("schedule-moved", Posted.message(Form.PROMPT, Posted.moved())),
        new Sample("early-close", Posted.message(Form.PROMPT, Posted.earlyClose())),
        new Sample("hostile", Posted.message(Form.PROMPT, Posted.hostile())),
        new Sample("digest", Posted.message(Form.DIGEST, many.toArray(NewNotice[]::new))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aMailLooksAsItsGoldenFile(Sample sample) throws IOException {
    compare(sample.name() + ".html", MailPage.html(sample.message()));
    compare(sample.name() + ".txt", MailText.text(sample.message()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSlackMessageKeepsToSlacksLimits(Sample sample) throws IOException {
    var json = SlackPost.json(sample.message());
    var tree = JSON.readTree(json);
    var file = GOLDEN.resolve(sample.name() + ".slack.json");
    if (IS_WRITING) {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
    }
    assertThat(tree).isEqualTo(JSON.readTree(Files.readString(file)));
    var blocks = tree.get("blocks");
    assertThat(blocks.size()).isLessThanOrEqualTo(50);
    for (var block : blocks) {
      if (block.has("text")) {
        int most = block.get("type").asString().equals("header") ? 150 : 3_000;
        assertThat(block.get("text").get("text").asString()).hasSizeLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void anEndOfDayThatWasPostedBeforeItHadAWordHasOne() {
    var posted =
        "{'target': '2025-07-08', 'expected': 2, 'whole': 1, 'open': ['A'], 'duration': 'PT1S', 'validation': 'passed'}"
            .replace('\'', '"');
    assertThat(JSON.readValue(posted, EndOfDayDone.class).subject())
        .isEqualTo("End of day 2025-07-08 partial: 1 of 2");
  }

  @Test
  void noValueIsTakenForMarkup() {
    var message = Posted.message(Form.PROMPT, Posted.hostile());

    assertThat(MailPage.html(message))
        .doesNotContain("<script", "<!channel", "\u202E")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Co&quot;");
    assertThat(SlackPost.json(message))
        .doesNotContain("<!channel>", "<@U1>")
        .contains("&lt;!channel&gt;", "&lt;@U1&gt;");
    assertThat(message.subject()).doesNotContain("\r", "\n").contains("Bcc: all@example.com");
    assertThat(MailText.text(message).lines()).noneMatch(line -> line.startsWith("Bcc:"));
  }

  @Test
  void hugeMessagesAreCountedWhereTheyAreCut() {
    var names =
        IntStream.range(0, 3_000)
            .mapToObj(i -> new IpoFound.Name("S" + i, "A name & more".repeat(9), "CS", "XNAS"))
            .toList();
    var message = Posted.message(Form.PROMPT, new IpoFound(Posted.DAY, names));

    assertThat(MailPage.html(message)).contains("and 2960 more").hasSizeLessThan(100_000);
    assertThat(MailText.text(message)).contains("and 2960 more");
    assertThat(SlackPost.json(message)).contains(" more lines");
    var all = new NewNotice[500];
    Arrays.setAll(all, i -> Posted.gap("S" + i, 2e8));
    var group = Posted.message(Form.PROMPT, all);
    assertThat(MailPage.html(group)).contains("And these:", "and 445 more");
    assertThat(JSON.readTree(SlackPost.json(group)).get("blocks").size()).isLessThanOrEqualTo(50);
  }

  @Test
  void factsOfANewerProgramAreShownAsTheyAre() {
    var ours = Posted.kept(1, Posted.moved());
    var newer =
        new Notice(
            ours.id(),
            "kind_of_tomorrow",
            ours.severity(),
            ours.cause(),
            ours.subject(),
            "{\"what\":1}",
            ours.session(),
            ours.state(),
            ours.firstSeen(),
            ours.lastSeen(),
            ours.count(),
            ours.route(),
            ours.told(),
            ours.acknowledged());

    assertThat(newer.content().facts()).containsExactly(new Content.Fact("Facts", "{\"what\":1}"));
  }

  private static void compare(String name, String text) throws IOException {
    var file = GOLDEN.resolve(name);
    if (IS_WRITING) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
