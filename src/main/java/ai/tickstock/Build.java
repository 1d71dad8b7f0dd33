package ai.tickstock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Properties;
import java.util.SequencedMap;

/// What this program was built from.
///
/// @param commit of the sources, with `-changed` where they differed from it; `unknown` where the
///   build was not told
/// @param built the time that stands in the jar: that of the commit, so that the same sources give
///   the same jar
record Build(String version, String commit, String built) {
  private static final int SHORT = 12;

  static Build present() {
    var facts = new Properties();
    try (var file = Build.class.getResourceAsStream("build.properties")) {
      if (file != null) {
        facts.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what this program was built from", e);
    }
    return new Build(
        facts.getProperty("version", "unknown"),
        facts.getProperty("commit", "unknown"),
        facts.getProperty("built", "unknown"));
  }

  /// `0.1.0, commit 9761fc7bbbbb of 2026-11-27T03:21:00Z`.
  String words() {
    var changed = commit.endsWith("-changed") ? " with changes" : "";
    var hash = commit.replace("-changed", "");
    return version
        + ", commit "
        + (hash.length() > SHORT ? hash.substring(0, SHORT) : hash)
        + changed
        + " of "
        + built;
  }

  /// For programs.
  SequencedMap<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("version", version);
    facts.put("commit", commit);
    facts.put("built", built);
    return facts;
  }
}
