package ai.tickstock.faults;

import java.util.Locale;

/// What kind of thing goes wrong. Of each kind there is a planted mistake that the oracle must see.
enum FaultClass {
  KILL,
  DATABASE,
  VENDOR,
  CLOCK,
  NODES,
  NOTICES,
  MEMORY;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
