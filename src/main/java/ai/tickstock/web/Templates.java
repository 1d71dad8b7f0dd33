package ai.tickstock.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The pages' templates, which the build made into classes of this package.
final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  String html(String template, Map<String, Object> values) {
    var out = new StringOutput();
    engine.render(template + ".jte", values, out);
    return out.toString();
  }
}
