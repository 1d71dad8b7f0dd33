package ai.tickstock.web;

/// Words as they are typed into a shell.
final class Shell {
  private Shell() {}

  static String word(String text) {
    return text.matches("[A-Za-z0-9._:,/@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
