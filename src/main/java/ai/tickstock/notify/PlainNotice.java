package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A notice without a template of its own.
///
/// @param facts shown by name
public record PlainNotice(
    Severity severity, String cause, String subject, String text, Map<String, String> facts)
    implements NewNotice {
  public PlainNotice {
    facts = Map.copyOf(facts);
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.empty();
  }

  @Override
  public Content content() {
    var content = Content.of(text);
    for (var fact : new TreeMap<>(facts).entrySet()) {
      content = content.fact(fact.getKey(), fact.getValue());
    }
    return content;
  }
}
