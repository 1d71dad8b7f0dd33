package ai.tickstock.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All steps that this program knows, in the order in which they apply. Found without Flyway, whose
/// loading would cost each command more than its own work.
///
/// @param folder among the resources, e.g. `db/migration`
record Migrations(String folder, List<Migration> steps) {
  Migrations {
    steps = steps.stream().sorted(Comparator.comparingInt(Migration::version)).toList();
    if (steps.stream().map(Migration::version).distinct().count() < steps.size()) {
      throw new IllegalStateException("two migrations have the same version in " + folder);
    }
  }

  /// Those of the program; none when the folder is missing.
  static Migrations in(String folder) {
    try {
      var place = Migrations.class.getClassLoader().getResource(folder);
      var files = place == null ? List.<String>of() : files(place, folder);
      return new Migrations(
          folder,
          files.stream()
              .filter(file -> file.endsWith(".sql"))
              .map(file -> Migration.read(folder, file))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<Integer, Migration> byVersion() {
    return steps.stream()
        .collect(
            Collectors.toMap(Migration::version, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static List<String> files(URL place, String folder)
      throws IOException, URISyntaxException {
    if (place.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder + "/"))
          .map(name -> name.substring(folder.length() + 1))
          .filter(name -> !name.isEmpty() && !name.contains("/"))
          .toList();
    }
    try (var files = Files.list(Path.of(place.toURI()))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
