package ai.tickstock.web;

import ai.tickstock.access.Role;
import java.util.List;
import java.util.function.Function;

/// Something that changes something: a form of a page does it, or a program by `POST` under the
/// same path after `/api/v1`.
///
/// @param path with `{names}`
/// @param fields of the form, or of the JSON object
/// @param command that does the same, with the `{names}` of the path
record Deed(
    String path,
    Role role,
    String summary,
    String command,
    List<Parameter> fields,
    Class<?> answer,
    Function<Asked, Done> act) {
  static final Parameter WHY = Parameter.text("reason", "why; kept with it").needed();

  String api() {
    return Query.API + path;
  }

  /// @param answer for programs
  /// @param location of the page that shows people what came of it
  record Done(Object answer, String location) {}
}
