package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A message as the HTML of a mail: tables and inline styles, since mail programs know little else;
/// one column of at most 600 pixels.
final class MailPage {
  private static final int LONGEST_IN_ONE_PIECE = 12;

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light">
      <title>%s</title>
      </head>
      <body style="margin:0;padding:0;background-color:#eef1f4;">
      <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef1f4;">
      <tr><td align="center" style="padding:24px 12px;">
      <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
      <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background-color:#ffffff;border:1px solid #d9dee3;border-radius:6px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1f2933;">
      <tr><td style="height:6px;line-height:6px;font-size:0;background-color:%s;border-radius:6px 6px 0 0;">&nbsp;</td></tr>
      %s<tr><td style="padding:16px 28px 20px 28px;border-top:1px solid #e6eaee;font-size:12px;line-height:18px;color:#66727f;">%s<br>Seen it? <span style="font-family:Consolas,Menlo,monospace;color:#1f2933;">%s</span></td></tr>
      </table>
      <!--[if mso]></td></tr></table><![endif]-->
      </td></tr>
      </table>
      </body>
      </html>
      """;

  private static final String HEAD =
      """
      <tr><td style="padding:22px 28px 0 28px;">
      <span style="display:inline-block;padding:2px 9px;border-radius:10px;background-color:%s;color:#ffffff;font-size:12px;line-height:17px;font-weight:600;">%s</span>
      <h1 style="margin:10px 0 0 0;font-size:21px;line-height:28px;font-weight:600;overflow-wrap:anywhere;word-break:break-word;">%s</h1>
      </td></tr>
      """;

  private static final String SECTION =
      """
      <tr><td style="padding:%s 28px 22px 28px;%s">
      %s<p style="margin:0 0 14px 0;font-size:15px;line-height:22px;overflow-wrap:anywhere;word-break:break-word;">%s</p>
      %s%s%s<p style="margin:0;font-size:12px;line-height:18px;color:#66727f;">%s</p>
      </td></tr>
      """;

  private static final String SECTION_HEADING =
      """
      <h2 style="margin:0 0 6px 0;font-size:16px;line-height:22px;font-weight:600;overflow-wrap:anywhere;word-break:break-word;">%s</h2>
      """;

  private static final String FACTS =
      """
      <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;font-size:14px;line-height:20px;">
      %s</table>
      """;

  private static final String FACT =
      """
      <tr><td valign="top" width="118" style="padding:5px 12px 5px 0;border-top:1px solid #eef1f4;color:#66727f;">%s</td>\
      <td valign="top" style="padding:5px 0;border-top:1px solid #eef1f4;overflow-wrap:anywhere;word-break:break-word;">%s</td></tr>
      """;

  private static final String GRID =
      """
      <table width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;font-size:14px;line-height:20px;border-collapse:collapse;">
      <tr>%s</tr>
      %s</table>
      """;

  private static final String TITLE =
      """
      <h3 style="margin:0 0 4px 0;font-size:14px;line-height:20px;font-weight:600;">%s</h3>
      """;

  private static final String CHART =
      """
      <h3 style="margin:0 0 6px 0;font-size:14px;line-height:20px;font-weight:600;">%s</h3>
      <table role="presentation" width="100%%" height="%s" cellpadding="0" cellspacing="0" border="0" style="border-bottom:1px solid #d9dee3;"><tr>%s</tr></table>
      <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;font-size:12px;line-height:18px;color:#66727f;"><tr><td align="left">%s</td><td align="right">%s</td></tr></table>
      """;

  private static final String BAR =
      """
      <td valign="bottom" title="%s" style="padding:0 1px;"><div style="height:%spx;line-height:1px;font-size:0;background-color:#1f6feb;">&nbsp;</div></td>
      """;

  private static final int CHART_PIXELS = 56;

  private static final String COMMANDS =
      """
      <div style="margin:0 0 14px 0;padding:9px 12px;background-color:#f5f7f9;border-radius:4px;font-family:Consolas,Menlo,monospace;font-size:13px;line-height:20px;overflow-wrap:anywhere;word-break:break-word;">%s</div>
      """;

  private MailPage() {}

  static String html(Message message) {
    var body = new ArrayList<Html>();
    boolean isAlone = message.notices().size() == 1;
    body.add(Html.of(HEAD, color(message.severity()), label(message), message.subject()));
    var top = "12px";
    for (var notice : message.inFull()) {
      body.add(section(notice, isAlone, top));
      top = "20px";
    }
    if (message.hasLines()) {
      body.add(
          Html.of(
              SECTION,
              top,
              Html.NONE,
              Html.NONE,
              message.inFull().isEmpty() ? "What could wait since the last digest." : "And these:",
              Html.NONE,
              grid(message.inALine()),
              Html.NONE,
              "tickstock notices show NO tells more of one."));
    }
    return Html.of(
            PAGE,
            message.subject(),
            color(message.severity()),
            Html.join(body),
            message.signature(),
            message.command())
        .markup();
  }

  private static Html section(Notice notice, boolean isAlone, String top) {
    var content = notice.content();
    boolean isFirst = top.equals("12px");
    return Html.of(
        SECTION,
        top,
        isFirst ? "" : "border-top:1px solid #e6eaee;",
        isAlone ? Html.NONE : Html.of(SECTION_HEADING, notice.subject()),
        content.lead(),
        facts(content.facts()),
        Html.join(
            Stream.concat(
                    content.chart().map(MailPage::chart).stream(),
                    content.grids().stream().map(MailPage::grid))
                .toList()),
        commands(content.commands()),
        Message.standing(notice));
  }

  private static Html facts(List<Content.Fact> facts) {
    if (facts.isEmpty()) {
      return Html.NONE;
    }
    return Html.of(
        FACTS, Html.join(facts.stream().map(f -> Html.of(FACT, f.label(), f.value())).toList()));
  }

  private static Html grid(Content.Grid grid) {
    var columns = IntStream.range(0, grid.columns().size()).boxed().toList();
    var headings =
        columns.stream()
            .map(i ->
                Html.of(
                    "<th align=\"%s\" style=\"padding:6px 10px 6px 0;border-bottom:2px solid #d9dee3;color:#66727f;font-weight:600;font-size:12px;\">%s</th>",
                    side(grid, i), grid.heading(i)))
            .toList();
    var rows = new ArrayList<Html>();
    for (var row : grid.shown()) {
      var cells =
          columns.stream()
              .map(i ->
                  Html.of(
                      "<td align=\"%s\" valign=\"top\" style=\"padding:6px 10px 6px 0;border-bottom:1px solid #eef1f4;%s\">%s</td>",
                      side(grid, i),
                      i == 0 ? "font-weight:600;" : wrapping(row.get(i)),
                      row.get(i)))
              .toList();
      rows.add(Html.of("<tr>%s</tr>\n", Html.join(cells)));
    }
    if (grid.left() > 0) {
      rows.add(
          Html.of(
              "<tr><td colspan=\"%s\" style=\"padding:6px 0;color:#66727f;\">and %s more</td></tr>\n",
              columns.size(), grid.left()));
    }
    var title = grid.title().isEmpty() ? Html.NONE : Html.of(TITLE, grid.title());
    return Html.join(List.of(title, Html.of(GRID, Html.join(headings), Html.join(rows))));
  }

  /// Cells of a table: mail programs show neither SVG nor scripts, and ask before they load
  /// pictures.
  private static Html chart(Content.Chart chart) {
    var bars = new ArrayList<Html>();
    for (int i = 0; i < chart.values().size(); i++) {
      long pixels = Math.max(1, Math.round(chart.height(i) * CHART_PIXELS));
      bars.add(Html.of(BAR, chart.labels().get(i) + ": " + chart.values().get(i), pixels));
    }
    return Html.of(
        CHART,
        chart.title(),
        CHART_PIXELS,
        Html.join(bars),
        chart.labels().getFirst(),
        chart.labels().getLast());
  }

  /// A date or a code stays in one piece.
  private static String wrapping(String cell) {
    return cell.length() <= LONGEST_IN_ONE_PIECE && !cell.contains(" ")
        ? "white-space:nowrap;"
        : "overflow-wrap:anywhere;word-break:break-word;";
  }

  private static String side(Content.Grid grid, int column) {
    return grid.isNumber(column) ? "right" : "left";
  }

  private static Html commands(List<String> commands) {
    if (commands.isEmpty()) {
      return Html.NONE;
    }
    var lines = new ArrayList<Html>();
    for (var command : commands) {
      lines.add(Html.of(lines.isEmpty() ? "%s" : "<br>%s", unbroken(command)));
    }
    return Html.of(COMMANDS, Html.join(lines));
  }

  /// Lines break between words only, not after the hyphens of an option or a date.
  private static Html unbroken(String command) {
    return Html.join(
        Arrays.stream(command.split(" ", -1))
            .map(word -> Html.of("<span style=\"white-space:nowrap;\">%s</span> ", word))
            .toList());
  }

  private static String label(Message message) {
    return message.form() == Form.DIGEST ? "digest" : message.severity().word();
  }

  private static String color(Severity severity) {
    return switch (severity) {
      case LOW -> "#5b6b7a";
      case NORMAL -> "#1f6feb";
      case HIGH -> "#b45309";
      case CRITICAL -> "#c1121f";
    };
  }
}
