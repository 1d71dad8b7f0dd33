package ai.tickstock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds out what every setting is and where it comes from: a variable, else the section of the
/// profile, else the rest of the file, else the default. Collects all mistakes on the way.
final class SettingsReader {
  private static final String FILE = "tickstock.yaml";

  /// A value and where it stands.
  ///
  /// @param folder what a relative path in it starts from
  private record Given<T>(T value, String source, Path folder) {}

  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Path userHome;
  private final List<String> mistakes = new ArrayList<>();
  private final Map<SettingKey<?>, Given<?>> fromVariables = new HashMap<>();

  /// By the profile of the section, which is empty outside of sections.
  private final Map<String, Map<SettingKey<?>, Given<?>>> fromFile = new HashMap<>();

  private final Map<String, Setting> inForce = new LinkedHashMap<>();
  private final Profile profile;

  /// The section of the file that counts; none while the profile is still being looked for.
  private String section = "";

  SettingsReader(Optional<Path> config, Map<String, String> environment, Path workingDirectory) {
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory.toAbsolutePath();
    this.userHome =
        Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home", ".")))
            .toAbsolutePath();
    find(config).ifPresent(this::readFile);
    readVariables();
    this.profile = value(SettingKey.PROFILE);
    this.section = profile.toString();
  }

  /// Mistakes so far: those of the file, then those of variables.
  List<String> mistakes() {
    return mistakes;
  }

  void mistake(String text) {
    mistakes.add(text);
  }

  Profile profile() {
    return profile;
  }

  /// Every setting that was asked for, in the order of `SettingKey.ALL`.
  List<Setting> inForce() {
    return SettingKey.ALL.stream()
        .map(key -> inForce.getOrDefault(key.name(), new Setting(key.name(), "", "default")))
        .toList();
  }

  /// The value of a setting that has a default.
  <T> T value(SettingKey<T> key) {
    return optional(key).orElseThrow();
  }

  <T> Optional<T> optional(SettingKey<T> key) {
    var given = given(key);
    given.ifPresent(
        g -> inForce.put(key.name(), new Setting(key.name(), show(key, g.value()), g.source())));
    return given.map(Given::value);
  }

  /// A folder, with `~` for the user's own, otherwise relative to where it was written: the file's
  /// folder, or the working directory for a variable.
  Path folder(SettingKey<Path> key) {
    var given = given(key).orElseThrow();
    var resolved = absolute(given.value(), given.folder());
    inForce.put(key.name(), new Setting(key.name(), resolved.toString(), given.source()));
    return resolved;
  }

  private Path absolute(Path path, Path from) {
    var resolved =
        path.getName(0).toString().equals("~") && !path.isAbsolute()
            ? userHome.resolve(Path.of("~").relativize(path))
            : from.resolve(path);
    return resolved.normalize();
  }

  private static <T> String show(SettingKey<T> key, T value) {
    return key.form().shown().apply(value);
  }

  @SuppressWarnings("unchecked") // a key only ever stands beside a value that its own form read
  private <T> Optional<Given<T>> given(SettingKey<T> key) {
    return Optional.ofNullable((Given<T>) fromVariables.get(key))
        .or(() -> Optional.ofNullable((Given<T>) fromFile(section).get(key)))
        .or(() -> Optional.ofNullable((Given<T>) fromFile("").get(key)))
        .or(() ->
            key.byDefault()
                .flatMap(key.form().read())
                .map(value -> new Given<>(value, "default", workingDirectory)));
  }

  private Map<SettingKey<?>, Given<?>> fromFile(String ofSection) {
    return fromFile.computeIfAbsent(ofSection, s -> new HashMap<>());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private Optional<SettingsFile> find(Optional<Path> config) {
    if (config.isPresent()) {
      var file = workingDirectory.resolve(config.get());
      if (!Files.isRegularFile(file)) {
        mistake(config.get() + ": there is no such file; --config names the settings file");
        return Optional.empty();
      }
      return Optional.of(SettingsFile.read(file, config.get().toString()));
    }
    var here = workingDirectory.resolve(FILE);
    if (Files.exists(here)) {
      return Optional.of(SettingsFile.read(here, FILE));
    }
    var home = Path.of(variable("TICKSTOCK_HOME").orElse("~/.tickstock"));
    var atHome = absolute(home, workingDirectory).resolve(FILE);
    return Files.exists(atHome)
        ? Optional.of(SettingsFile.read(atHome, atHome.toString()))
        : Optional.empty();
  }

  private void readFile(SettingsFile file) {
    mistakes.addAll(file.mistakes());
    var firstLines = new HashMap<String, Integer>();
    for (var value : file.values()) {
      var before = firstLines.putIfAbsent(value.profile() + " " + value.name(), value.line());
      var at = file.at(value.line()) + ": ";
      if (!value.profile().isEmpty() && !isProfile(value.profile())) {
        mistake(at + "%" + value.profile() + ": no such profile; there are dev, test and prod");
      } else if (before != null) {
        mistake(at + value.name() + ": given a second time, first in line " + before);
      } else if (!value.name().isEmpty()) {
        readValue(file, value, at);
      }
    }
  }

  private void readValue(SettingsFile file, SettingsFile.Value value, String at) {
    var its = value.profile();
    var source = file.at(value.line()) + (its.isEmpty() ? "" : " (%" + its + ")");
    var known = SettingKey.ALL.stream().filter(k -> k.name().equals(value.name())).findFirst();
    if (known.isEmpty()) {
      refuseName(value, at);
    } else if (known.get().equals(SettingKey.PROFILE) && !its.isEmpty()) {
      mistake(at + value.name() + ": cannot be chosen inside a profile's section");
    } else if (!value.text().isEmpty()) {
      var subject = at + value.name() + ": ";
      read(known.get(), value.text(), source, subject, file.folder())
          .ifPresent(given -> fromFile(its).put(known.get(), given));
    }
  }

  private void refuseName(SettingsFile.Value value, String at) {
    var below = value.name() + ".";
    boolean group =
        value.name().equals("tickstock")
            || SettingKey.ALL.stream().anyMatch(k -> k.name().startsWith(below));
    if (!group) {
      var names = SettingKey.ALL.stream().map(SettingKey::name).toList();
      mistake(at + value.name() + ": unknown" + suggestion(value.name(), names));
    } else if (!value.text().isEmpty()) {
      var example =
          SettingKey.ALL.stream()
              .map(SettingKey::name)
              .filter(n -> n.startsWith(below))
              .findFirst();
      mistake(
          at + value.name() + ": is a group, not a setting; write below it, e.g. " + example.get());
    }
  }

  private void readVariables() {
    var known = new LinkedHashMap<String, SettingKey<?>>();
    SettingKey.ALL.forEach(key -> key.variables().forEach(name -> known.put(name, key)));
    new TreeMap<>(environment)
        .keySet().stream()
            .filter(name -> name.startsWith("TICKSTOCK_") && !known.containsKey(name))
            .forEach(name ->
                mistake("variable " + name + ": unknown" + suggestion(name, known.keySet())));
    known.forEach((name, key) ->
        variable(name)
            .flatMap(text ->
                read(key, text, "variable " + name, "variable " + name + ": ", workingDirectory))
            .ifPresent(given -> fromVariables.putIfAbsent(key, given)));
  }

  private <T> Optional<Given<?>> read(
      SettingKey<T> key, String text, String source, String subject, Path folder) {
    var value = key.form().read().apply(text);
    if (value.isEmpty()) {
      var seen = key.form().hidden() ? "not usable (not shown)" : "\"" + text + "\"";
      mistake(subject + seen + ", expected " + key.form().expected());
    }
    return value.map(v -> new Given<>(v, source, folder));
  }

  private static boolean isProfile(String name) {
    return SettingKey.PROFILE.form().read().apply(name).isPresent();
  }

  /// `, did you mean NAME?` when a known name is near.
  private static String suggestion(String name, Iterable<String> known) {
    var distances = new TreeMap<Integer, String>(Comparator.naturalOrder());
    known.forEach(k -> distances.putIfAbsent(distance(name, k), k));
    var nearest = distances.firstEntry();
    return nearest.getKey() <= Math.max(2, name.length() / 3)
        ? ", did you mean " + nearest.getValue() + "?"
        : "; `tickstock config show` lists those that exist";
  }

  /// How many letters must be changed, added or left out to make one of the other.
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
