package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What can be said of the Dockerfile and the compose files without an engine.
class ContainersTest {
  private static final String PINNED = "[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*";

  @Test
  void theImageRunsAsNobodySpecialAndTellsWhetherItLives() throws IOException {
    var lines = instructions(Files.readString(Path.of("Dockerfile")));
    var stages = all(lines, "FROM");
    assertThat(stages).hasSize(2).allMatch(stage -> stage.split(" ")[0].matches(PINNED));
    var last = lines.subList(lines.lastIndexOf("FROM " + stages.getLast()), lines.size());
    assertThat(all(last, "USER")).containsExactly("10001:10001");
    assertThat(all(last, "HEALTHCHECK")).singleElement().asString().contains("/health/live");
    assertThat(all(last, "ENTRYPOINT")).singleElement().asString().startsWith("[\"java\"");
    assertThat(all(lines, "ADD")).isEmpty();
    assertThat(all(lines, "ARG")).isEmpty();
    assertThat(all(lines, "ENV")).containsExactly("TICKSTOCK_HOME=/var/lib/tickstock");
    for (var copied : List.of("pom.xml", "src/main")) {
      assertThat(Path.of(copied)).exists();
    }
  }

  @Test
  void theImageServesAsItIsAndItsHealthCheckHearsIt(@TempDir Path folder) throws Exception {
    var lines = instructions(Files.readString(Path.of("Dockerfile")));
    var port = freePort();
    var check = onPort(all(lines, "HEALTHCHECK").getFirst().replaceFirst("^.* CMD ", ""), port);
    var serve = new ArrayList<String>();
    serve.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    serve.addAll(List.of("-cp", System.getProperty("java.class.path")));
    serve.add(DrivenProgram.class.getName());
    serve.addAll(onPort(all(lines, "CMD").getFirst(), port));
    var environment =
        Map.of(
            "TICKSTOCK_HOME",
            folder.resolve("home").toString(),
            "DATABASE_URL",
            url(TestPostgres.emptyAddress()),
            DrivenProgram.CLOCK,
            Files.writeString(folder.resolve("clock"), "2026-11-27T17:00:00Z").toString());

    assertThat(exitCode(check)).isNotZero();
    var serving = SeparateProcess.start(folder, environment, serve);
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> !serving.process().isAlive() || exitCode(check) == 0);
      assertThat(serving.process().isAlive()).as(serving.err()).isTrue();
    } finally {
      serving.process().destroy();
      serving.process().waitFor();
    }
    assertThat(exitCode(check)).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.development.yaml", "compose.production.yaml"})
  void pagesGoOutWithoutTlsOnlyWhereThePortIsThisMachinesOwn(String file) throws IOException {
    var service = map(map(yaml(file), "services"), "tickstock");
    var arguments = strings(service, "command");
    assertThat(arguments).startsWith("serve", "--bind", "0.0.0.0").contains("--insecure");
    assertThat(strings(service, "ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Words of an instruction that is written as a list.
  private static List<String> onPort(String words, int port) {
    List<?> list = new Yaml(new SafeConstructor(new LoaderOptions())).load(words);
    return list.stream()
        .map(word -> String.valueOf(word).replace("8080", String.valueOf(port)))
        .toList();
  }

  private static int exitCode(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static String url(DatabaseAddress address) {
    return "postgresql://%s:%s@%s"
        .formatted(
            address.user(),
            address.password(),
            address.jdbcUrl().substring("jdbc:postgresql://".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.development.yaml", "compose.production.yaml"})
  void servicesAreWholeAndHoldNoSecret(String file) throws IOException {
    var compose = yaml(file);
    var volumes = map(compose, "volumes").keySet();
    var services = map(compose, "services");
    for (var name : services.keySet()) {
      var service = map(services, name);
      assertThat(String.valueOf(service.get("image")))
          .matches(name.equals("tickstock") ? "tickstock-data:[a-z]+" : PINNED);
      for (var mount : strings(service, "volumes")) {
        assertThat(volumes).contains(mount.split(":")[0]);
      }
      for (var port : strings(service, "ports")) {
        assertThat(port).startsWith("127.0.0.1:");
      }
      for (var needed : map(service, "depends_on").entrySet()) {
        assertThat(services).containsKey(needed.getKey());
        var condition = ((Map<?, ?>) needed.getValue()).get("condition");
        assertThat(condition).isIn("service_healthy", "service_started");
        if (condition.equals("service_healthy")) {
          assertThat(map(services, needed.getKey())).containsKey("healthcheck");
        }
      }
      map(service, "environment")
          .forEach((variable, value) -> {
            if (variable.matches(".*(PASSWORD|KEY|SECRET|TOKEN)")) {
              assertThat(String.valueOf(value)).as(variable).matches("\\$\\{[A-Z_]+:[?-].*}");
            }
            if (variable.equals("DATABASE_URL")) {
              assertThat(String.valueOf(value)).contains(":${DB_PASSWORD:?");
            }
          });
    }
    assertThat(map(services, "tickstock")).containsEntry("read_only", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.development.yaml", "compose.production.yaml"})
  void theProgramUnderstandsItsSettings(String file) throws IOException {
    var variables = new TreeMap<String, String>();
    map(map(map(yaml(file), "services"), "tickstock"), "environment")
        .forEach((name, value) ->
            variables.put(
                name, String.valueOf(value).replaceAll("\\$\\{[A-Z_]+:\\?[^}]*}", "given")));
    variables.replaceAll((name, value) -> value.startsWith("${") ? "" : value);

    var settings = Settings.load(Optional.empty(), variables, Path.of("/"));

    assertThat(settings.database().address())
        .hasValueSatisfying(
            address -> assertThat(address.jdbcUrl()).startsWith("jdbc:postgresql://db:5432/"));
  }

  @Test
  void twoProjectsOfDevelopersNeverMeet() throws IOException {
    var compose = yaml("compose.development.yaml");
    assertThat(compose).doesNotContainKey("name");
    map(compose, "services")
        .forEach((name, service) -> {
          assertThat(castMap(service)).doesNotContainKey("container_name");
          for (var port : strings(castMap(service), "ports")) {
            assertThat(port).as("chosen by the engine").matches("127\\.0\\.0\\.1::\\d+");
          }
        });
    map(compose, "volumes").values().forEach(volume -> assertThat(volume).isNull());
  }

  /// Instructions in one line each, without comments.
  private static List<String> instructions(String text) {
    return Stream.of(text.replaceAll("(?m)^#.*\n", "").replace("\\\n", " ").split("\n"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<String> all(List<String> instructions, String name) {
    return instructions.stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    return castMap(
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of(file))));
  }

  private static Map<String, Object> map(Map<String, Object> of, String key) {
    return of.get(key) == null ? Map.of() : castMap(of.get(key));
  }

  @SuppressWarnings("unchecked") // keys of these files are texts
  private static Map<String, Object> castMap(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<String> strings(Map<String, Object> of, String key) {
    var found = new ArrayList<String>();
    if (of.get(key) instanceof List<?> list) {
      list.forEach(one -> found.add(String.valueOf(one)));
    }
    return found;
  }
}
