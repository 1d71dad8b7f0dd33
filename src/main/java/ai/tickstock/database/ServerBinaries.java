package ai.tickstock.database;

import java.nio.file.Path;

/// PostgreSQL's programs, unpacked.
///
/// @param folder holds `bin`, `lib` and `share`
/// @param version of the artefact, e.g. `17.11.0`
record ServerBinaries(Path folder, String version) {
  /// `initdb`, `pg_ctl` or `postgres`.
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /// E.g. 17.
  int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }
}
