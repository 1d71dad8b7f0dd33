package ai.tickstock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The real launcher in a checkout of its own, on a machine where the JDKs, Maven and the package
/// manager are scripts: `mvn` notes each call in `calls` and makes a jar, `java` prints its
/// arguments. Its folders have spaces in their names.
final class FakeCheckout {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "find",
          "sort",
          "cat",
          "sed",
          "awk",
          "head",
          "tail",
          "mktemp",
          "chmod",
          "mv",
          "rm",
          "mkdir",
          "flock",
          "grep",
          "wc",
          "cp");

  final Path folder;
  final Path checkout;
  final Path tools;

  /// What stands in for the file system's root when the launcher looks for JDKs.
  final Path root;

  final Map<String, String> variables = new HashMap<>();

  FakeCheckout(Path folder) throws IOException {
    this.folder = folder;
    this.checkout = folder.resolve("my checkout");
    this.tools = Files.createDirectories(folder.resolve("tools"));
    this.root = Files.createDirectories(folder.resolve("root"));
    var project = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    for (var file : List.of("tickstock", "src/build/test.sh")) {
      var copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(project.resolve(file), copy);
    }
    source("src/main/java/First.java", "class First {}");
    source("src/main/java/Second.java", "class Second {}");
    source("pom.xml", "<project/>");
    for (var tool : TOOLS) {
      lend(tool);
    }
    script(tools.resolve("id"), "echo 1000");
    jdk("java-17-openjdk", "17.0.15");
    jdk("temurin-25-jdk", "25.0.3");
    maven();
    variables.put("PATH", tools.toString());
    variables.put("JDK_SEARCH_ROOT", root.toString());
    variables.put("CALLS", folder.resolve("calls").toString());
  }

  void source(String name, String text) throws IOException {
    var file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  Path jdk(String name, String version) throws IOException {
    var jdk = root.resolve("usr/lib/jvm").resolve(name);
    script(
        jdk.resolve("bin/java"),
        """
        printf '%s' '\
        """
            + name
            + """
            '; printf ' <%s>' "$@"; echo
            for a in "$@"; do
              case $a in -XX:AOTCacheOutput=*) [ -e "${0%/*}/no-cache" ] || echo cache >"${a#*=}" ;; esac
            done
            exit ${JAVA_EXIT:-0}
            """);
    script(jdk.resolve("bin/javac"), "exit 1");
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private void maven() throws IOException {
    script(
        tools.resolve("mvn"),
        """
        if [ "$1" = --version ]; then printf '\\033[1mApache Maven %s (x)\\033[m\\n' "${MAVEN:-3.8.7}"; exit; fi
        echo "$JAVA_HOME $*" >>"$CALLS"
        for a in "$@"; do case $a in -Dtickstock.output=*) output=${a#*=} ;; esac; done
        if [ -n "${GATE:-}" ]; then until [ -e "$GATE" ]; do read -t 0.02 <> <(:) || :; done; fi
        case ${BUILD:-} in
          fails) cat "$BUILD_LOG"; exit 1 ;;
          killed) mkdir -p "$output"; echo half >"$output/tickstock.jar"; kill -9 $PPID; exit 1 ;;
        esac
        case " $* " in
          *' verify '*)
            mkdir -p "$CHECKOUT/target/surefire-reports"
            cp "$REPORTS"/* "$CHECKOUT/target/surefire-reports"
            exit ${VERIFY_EXIT:-0} ;;
        esac
        mkdir -p "$output/lib"
        echo jar >"$output/tickstock.jar"
        """);
  }

  static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void lend(String tool) throws IOException {
    for (var place : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
      var real = Path.of(place, tool);
      if (Files.isExecutable(real)) {
        var file = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return;
      }
    }
  }

  List<String> mavenCalls() throws IOException {
    var calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /// Name and time of every file of the checkout.
  List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(checkout)) {
      return all.map(FakeCheckout::withTime).sorted().toList();
    }
  }

  private static String withTime(Path file) {
    try {
      return file + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return start(checkout.resolve("tickstock"), arguments).end();
  }

  Started start(Path launcher, String... arguments) throws IOException {
    var command = new ArrayList<String>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return new Started(SeparateProcess.start(folder, variables, command));
  }

  record Started(SeparateProcess files) {
    Process process() {
      return files.process();
    }

    Run end() throws IOException, InterruptedException {
      int exit = process().waitFor();
      return new Run(exit, files.out(), files.err());
    }
  }

  record Run(int exit, String out, String err) {}
}
