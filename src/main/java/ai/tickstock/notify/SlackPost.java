package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A message as Slack's blocks. Every value is escaped, so that a name cannot call people or set a
/// link.
final class SlackPost {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Slack's own limits, in characters. Of blocks it takes 50; a message has fewer.
  private static final int HEADER = 150;

  private static final int SECTION = 3_000;
  private static final int FIELDS = 10;
  private static final int FIELD = 2_000;

  private SlackPost() {}

  static String json(Message message) {
    var blocks = new ArrayList<Object>();
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            Map.of(
                "type",
                "plain_text",
                "text",
                cut(HEADER, escaped(message.subject())),
                "emoji",
                false)));
    for (var notice : message.inFull()) {
      add(blocks, message, notice);
    }
    if (message.hasLines()) {
      blocks.add(section(preformatted(MailText.table(message.inALine()))));
    }
    blocks.add(
        Map.of(
            "type",
            "context",
            "elements",
            List.of(
                mrkdwn(escaped(message.signature()) + " · `" + escaped(message.command()) + "`"))));
    var post = new LinkedHashMap<String, Object>();
    post.put("text", escaped(message.subject()));
    post.put("blocks", blocks);
    return JSON.writeValueAsString(post);
  }

  private static void add(List<Object> blocks, Message message, Notice notice) {
    var content = notice.content();
    var lead = new StringBuilder();
    if (message.notices().size() > 1) {
      lead.append('*').append(escaped(notice.subject())).append("*\n");
    }
    lead.append(escaped(content.lead()));
    var block = new LinkedHashMap<String, Object>(section(lead.toString()));
    var fields =
        content.facts().stream()
            .limit(FIELDS)
            .map(f -> mrkdwn(cut(FIELD, "*" + escaped(f.label()) + "*\n" + escaped(f.value()))))
            .toList();
    if (!fields.isEmpty()) {
      block.put("fields", fields);
    }
    blocks.add(block);
    content
        .chart()
        .ifPresent(chart ->
            blocks.add(section("*" + escaped(chart.title()) + "*\n" + escaped(chart.line()))));
    for (var grid : content.grids()) {
      if (!grid.title().isEmpty()) {
        blocks.add(section("*" + escaped(grid.title()) + "*"));
      }
      blocks.add(section(preformatted(MailText.table(grid))));
    }
    if (!content.commands().isEmpty()) {
      blocks.add(section(preformatted(content.commands())));
    }
  }

  /// As many lines as Slack takes; the rest is counted.
  private static String preformatted(List<String> lines) {
    var text = new StringBuilder("```");
    int shown = 0;
    for (var line : lines) {
      var escaped = escaped(line).replace("`", "'");
      if (text.length() + escaped.length() > SECTION - 40) {
        break;
      }
      text.append(escaped).append('\n');
      shown++;
    }
    if (shown < lines.size()) {
      text.append("and ").append(lines.size() - shown).append(" more lines\n");
    }
    return text.append("```").toString();
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", mrkdwn(cut(SECTION, text)));
  }

  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }

  /// The three characters that Slack asks to escape; `verbatim` keeps it from finding links and
  /// names in the rest.
  private static String escaped(String text) {
    return Printable.of(text)
        .codePoints()
        .mapToObj(c ->
            switch (c) {
              case '&' -> "&amp;";
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              default -> Character.toString(c);
            })
        .collect(Collectors.joining());
  }

  private static String cut(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
