package ai.tickstock.web;

import java.util.Optional;

/// A value that a request can carry.
///
/// @param form of the value, in the words of OpenAPI: `string`, `integer`, `number`, `boolean`, or
///   `date`
/// @param meaning one line for people
/// @param example of a value that makes a request whole; of one that is not required only where
///   something like it is needed
record Parameter(
    String name, String form, boolean required, String meaning, Optional<String> example) {
  Parameter(String name, String form, boolean required, String meaning) {
    this(name, form, required, meaning, Optional.empty());
  }

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
    return new Parameter(name, form, true, meaning, example);
  }

  Parameter like(String value) {
    return new Parameter(name, form, required, meaning, Optional.of(value));
  }

  /// Whether people have to give it, or another one like it.
  boolean isInExamples() {
    return required || example.isPresent();
  }

  /// As a member of a JSON object, for people to fill in.
  ///
  /// @param given what they gave already
  String member(Optional<String> given) {
    var value = given.or(() -> example).orElse("…");
    boolean isNumber =
        (form.equals("integer") || form.equals("number")) && value.matches("[0-9]{1,9}");
    return Json.text(name) + ": " + (isNumber ? value : Json.text(value));
  }
}
