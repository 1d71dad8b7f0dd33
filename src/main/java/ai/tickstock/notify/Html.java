package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.stream.Collectors;

/// A piece of HTML. Text becomes one only by being escaped, so that no value can be taken for
/// markup.
record Html(String markup) {
  static final Html NONE = new Html("");

  static Html text(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    Printable.of(text)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(c);
          }
        });
    return new Html(escaped.toString());
  }

  /// Puts values into a template of ours in place of each `%s`; what is not HTML is escaped.
  static Html of(String template, Object... values) {
    var safe = new ArrayList<String>();
    for (var value : values) {
      safe.add(value instanceof Html html ? html.markup() : text(value.toString()).markup());
    }
    return new Html(template.formatted(safe.toArray()));
  }

  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }
}
