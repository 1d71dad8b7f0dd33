package ai.tickstock;

import java.util.Locale;

/// Which kind of installation this is. Development may simulate the vendor; production must not.
enum Profile {
  DEV,
  TEST,
  PROD;

  /// As people write it: `dev`, `test`, `prod`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
