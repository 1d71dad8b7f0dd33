package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.access.Visitor;
import java.util.List;
import java.util.Optional;

/// What stands around the content of every page.
///
/// @param path of the page
/// @param visitor empty before the login
/// @param csrf stands in each form
/// @param source whose market this is
/// @param same how else the same is had; empty where there is no other way
record Frame(
    String title,
    String path,
    Optional<Visitor> visitor,
    String csrf,
    String source,
    List<Link> menu,
    Assets assets,
    Optional<Same> same) {
  /// @param isHere whether it leads to the present page
  record Link(String title, String path, boolean isHere) {}

  /// A page's answer by a command and by the API, and what can be done from it.
  record Same(String command, String curl, List<Action> actions) {}

  /// The same as a button, in a shell.
  record Action(String summary, String command, String curl) {}

  String name() {
    return visitor.map(Visitor::account).orElse("");
  }

  String role() {
    return visitor.map(one -> one.role().word()).orElse("");
  }

  boolean mayAdminister() {
    return visitor.map(one -> one.role().includes(Role.ADMIN)).orElse(false);
  }

  boolean mayOperate() {
    return visitor.map(one -> one.role().includes(Role.OPERATOR)).orElse(false);
  }
}
