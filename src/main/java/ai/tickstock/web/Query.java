package ai.tickstock.web;

import ai.tickstock.access.Role;
import java.util.List;
import java.util.function.Function;

/// A question with one answer: a page shows it to people, JSON gives it to programs under the same
/// path after `/api/v1`.
///
/// @param path with `{names}`
/// @param title of the page
/// @param isInMenu whether each page leads to it
/// @param template that shows the answer
/// @param command that tells the same
record Query<T>(
    String path,
    String title,
    boolean isInMenu,
    Role role,
    String summary,
    List<Parameter> parameters,
    Class<T> answer,
    Function<Asked, T> facts,
    String template,
    Function<Asked, String> command) {
  static final String API = "/api/v1";

  String api() {
    return API + path;
  }
}
