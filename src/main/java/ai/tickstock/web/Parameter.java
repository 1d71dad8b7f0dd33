package ai.tickstock.web;

/// A value that a request can carry.
///
/// @param form of the value, in the words of OpenAPI: `string`, `integer`, `number`, `boolean`, or
///   `date`
/// @param meaning one line for people
record Parameter(String name, String form, boolean required, String meaning) {
  static Parameter text(String name, String meaning) {
    return new Parameter(name, "string", false, meaning);
  }

  static Parameter date(String name, String meaning) {
    return new Parameter(name, "date", false, meaning);
  }

  static Parameter whole(String name, String meaning) {
    return new Parameter(name, "integer", false, meaning);
  }

  Parameter needed() {
    return new Parameter(name, form, true, meaning);
  }
}
