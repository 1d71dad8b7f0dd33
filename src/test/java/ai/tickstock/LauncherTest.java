package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  @TempDir private Path folder;
  private FakeCheckout machine;

  @BeforeEach
  void prepare() throws IOException {
    machine = new FakeCheckout(folder);
  }

  @Test
  void buildsOnFirstUseThenRunsWithoutBuildingAndWithoutAWordOfItsOwn() throws Exception {
    var first = machine.run("bars", "BRK B", "--from", "");
    assertThat(first.exit()).isZero();
    assertThat(first.err()).isEqualTo("tickstock: building (first use, or sources changed)…\n");
    assertThat(first.out())
        .startsWith("temurin-25-jdk <-XX:+UseSerialGC> <-Xlog:disable>")
        .contains("<-XX:TieredStopAtLevel=1> <-Xmx512m>")
        .contains("<-Dtickstock.checkout=" + machine.checkout + "> <-jar>")
        .endsWith("/tickstock.jar> <bars> <BRK B> <--from> <>\n")
        .hasLineCount(1);
    var second = machine.run("bars");
    assertThat(second.err()).isEmpty();
    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @Test
  void buildsWithTheJdkThatTheProjectNeedsWhateverJavaHomeSays() throws Exception {
    machine.variables.put(
        "JAVA_HOME", machine.root.resolve("usr/lib/jvm/java-17-openjdk").toString());
    assertThat(machine.run("doctor").out()).startsWith("temurin-25-jdk ");
    assertThat(machine.mavenCalls().getFirst())
        .startsWith(machine.root.resolve("usr/lib/jvm/temurin-25-jdk").toString());
  }

  @Test
  void aJavaHomeOfTheRightVersionIsTaken() throws Exception {
    var own = machine.jdk("zulu-25", "25");
    machine.variables.put("JAVA_HOME", own.toString());
    assertThat(machine.run("doctor").out()).startsWith("zulu-25 ");
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    var bin = Files.createDirectories(folder.resolve("bin of mine"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../my checkout/tickstock"));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));
    var run = machine.start(bin.resolve("two"), "doctor").end();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("<-Dtickstock.checkout=" + machine.checkout.toRealPath() + ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edited", "touched", "added", "deleted", "resource", "pom", "launcher"})
  void buildsAgainWhenWhatItIsMadeOfChanged(String change) throws Exception {
    machine.source("src/main/resources/a.sql", "SELECT 1");
    machine.run("doctor");
    var later = FileTime.from(Instant.parse("2030-01-01T00:00:00Z"));
    switch (change) {
      case "edited" -> machine.source("src/main/java/First.java", "class First { int a; }");
      case "touched" ->
          Files.setLastModifiedTime(machine.checkout.resolve("src/main/java/First.java"), later);
      case "added" -> machine.source("src/main/java/Third.java", "class Third {}");
      case "deleted" -> Files.delete(machine.checkout.resolve("src/main/java/Second.java"));
      case "resource" -> machine.source("src/main/resources/a.sql", "SELECT 1, 2");
      case "pom" -> machine.source("pom.xml", "<project></project>");
      default -> Files.setLastModifiedTime(machine.checkout.resolve("tickstock"), later);
    }
    assertThat(machine.run("doctor").exit()).isZero();
    assertThat(machine.mavenCalls()).hasSize(2);
    machine.run("doctor");
    assertThat(machine.mavenCalls()).hasSize(2);
  }

  @Test
  void aFailedBuildShowsItsMistakesAndRunsNotTheOldProgram() throws Exception {
    machine.run("doctor");
    machine.source("src/main/java/First.java", "class First { oops }");
    var log =
        """
        [INFO] Compiling
        [ERROR] COMPILATION ERROR :\s
        [ERROR] %1$s/src/main/java/First.java:[1,19] <identifier> expected
        [ERROR] Failed to execute goal compile: Compilation failure
        [ERROR] %1$s/src/main/java/First.java:[1,19] <identifier> expected
        [ERROR] -> [Help 1]
        [ERROR]\s
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] [Help 1] http://cwiki.apache.org/x
        """
            .formatted(machine.checkout);
    machine.variables.put("BUILD", "fails");
    machine.variables.put("BUILD_LOG", Files.writeString(folder.resolve("log"), log).toString());
    for (int i = 0; i < 2; i++) {
      var run = machine.run("doctor");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo(
              """
              tickstock: building (first use, or sources changed)…
                src/main/java/First.java:[1,19] <identifier> expected
                Failed to execute goal compile: Compilation failure
              tickstock: the build failed, nothing was run; the whole log is %s/.build/build.log
              """
                  .formatted(machine.checkout));
    }
    machine.variables.remove("BUILD");
    assertThat(machine.run("doctor").exit()).isZero();
  }

  @Test
  void aBuildThatFailsWithoutErrorLinesShowsTheEndOfItsLog() throws Exception {
    machine.variables.put("BUILD", "fails");
    machine.variables.put(
        "BUILD_LOG", Files.writeString(folder.resolve("log"), "no space left\n").toString());
    assertThat(machine.run("doctor").err()).contains("\n  no space left\n");
  }

  @Test
  void aKilledBuildLeavesNothingThatCouldBeRun() throws Exception {
    machine.variables.put("BUILD", "killed");
    assertThat(machine.run("doctor").exit()).isEqualTo(137);
    machine.variables.remove("BUILD");
    var next = machine.run("doctor");
    assertThat(next.exit()).isZero();
    assertThat(next.out()).startsWith("temurin-25-jdk ");
    assertThat(machine.mavenCalls()).hasSize(2);
  }

  @Test
  void theNextBuildRemovesProgramsThatNobodyRuns() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/cmdline")), "no /proc: they stay for a day");
    var built = machine.checkout.resolve(".build");
    var killed = Files.createDirectories(built.resolve("program-killed"));
    Files.writeString(killed.resolve("tickstock.jar"), "of a build that was killed");
    var used = Files.createDirectories(built.resolve("program-used"));
    var user =
        new ProcessBuilder("sh", "-c", "read -r _; exit", "watch", used + "/tickstock.jar").start();
    try {
      machine.run("doctor");
      assertThat(killed).doesNotExist();
      assertThat(used).exists();
    } finally {
      user.destroy();
      user.waitFor();
    }
    for (int i = 0; i < 3; i++) {
      machine.source("src/main/java/First.java", "class First { int a" + i + "; }");
      assertThat(machine.run("doctor").exit()).isZero();
    }
    assertThat(used).doesNotExist();
    try (var folders = Files.list(built)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .filteredOn(name -> name.startsWith("program-"))
          .as("the present one, and the one before that may have been starting")
          .hasSize(2);
    }
  }

  @Test
  void twoStartedAtOnceBuildOnce() throws Exception {
    assumeTrue(
        Files.exists(machine.tools.resolve("flock")), "no flock: builds are not locked here");
    var gate = folder.resolve("gate");
    machine.variables.put("GATE", gate.toString());
    var launcher = machine.checkout.resolve("tickstock");
    var first = machine.start(launcher, "one");
    await().atMost(Duration.ofSeconds(30)).until(() -> !machine.mavenCalls().isEmpty());
    var second = machine.start(launcher, "two");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> second.files().err().contains("waiting for another build"));
    Files.createFile(gate);
    assertThat(first.end().out()).endsWith("<one>\n");
    assertThat(second.end().out()).endsWith("<two>\n");
    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @Test
  void aFreshProgramIsRunWithoutWritingToTheCheckout() throws Exception {
    machine.run("doctor");
    var before = machine.files();
    assertThat(machine.run("doctor").exit()).isZero();
    assertThat(machine.files()).isEqualTo(before);
  }

  @Test
  void aCheckoutThatCannotBeWrittenAndMustBeBuiltIsNamed() throws Exception {
    Files.writeString(machine.checkout.resolve(".build"), "not a folder");
    var run = machine.run("doctor");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("must build, but cannot write to " + machine.checkout + "/.build")
        .contains("Let the owner of the checkout run ./tickstock build");
  }

  @ParameterizedTest
  @CsvSource({
    "openjdk-25-jdk-headless, sudo apt-get install openjdk-25-jdk-headless",
    "temurin-25-jdk, sudo apt-get install temurin-25-jdk",
    "other, https://adoptium.net/installation/linux/"
  })
  void aMissingJdkIsNamedWithTheCommandThatInstallsItOnDebian(String offered, String hint)
      throws Exception {
    machine.variables.put("JDK_SEARCH_ROOT", folder.resolve("nowhere").toString());
    machine.variables.put("HOME", folder.toString());
    FakeCheckout.script(machine.tools.resolve("apt-get"), "exit 1");
    FakeCheckout.script(machine.tools.resolve("apt-cache"), "[ \"$2\" = " + offered + " ]");
    var run = machine.run("doctor");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("tickstock: no JDK 25 found (looked in JAVA_HOME,")
        .contains(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "dnf, dnf install java-25-openjdk-devel, dnf install maven",
    "brew, brew install openjdk@25, brew install maven",
    "none, download one from https://adoptium.net, unpack https://maven.apache.org"
  })
  void whatIsMissingIsNamedWithTheCommandOfOtherSystems(
      String manager, String jdkHint, String mavenHint) throws Exception {
    FakeCheckout.script(machine.tools.resolve(manager), "exit 1");
    Files.delete(machine.tools.resolve("mvn"));
    assertThat(machine.run("doctor").err()).contains("Maven is missing").contains(mavenHint);
    machine.variables.put("JDK_SEARCH_ROOT", folder.resolve("nowhere").toString());
    assertThat(machine.run("doctor").err()).contains("no JDK 25 found").contains(jdkHint);
  }

  @Test
  void rootIsNotToldToUseSudo() throws Exception {
    FakeCheckout.script(machine.tools.resolve("id"), "echo 0");
    FakeCheckout.script(machine.tools.resolve("apt-get"), "exit 1");
    Files.delete(machine.tools.resolve("mvn"));
    assertThat(machine.run("doctor").err()).contains("  Install it: apt-get install maven\n");
  }

  @ParameterizedTest
  @CsvSource({"3.6.3, false", "3.8.1, true", "3.10.0, true", "4.0.0, true", "2.9.1, false"})
  void anOldMavenIsRefused(String version, boolean good) throws Exception {
    machine.variables.put("MAVEN", version);
    var run = machine.run("doctor");
    assertThat(run.exit()).isEqualTo(good ? 0 : 1);
    if (!good) {
      assertThat(run.err())
          .contains("Apache Maven " + version)
          .contains("is too old, 3.8 or newer");
    }
  }

  @Test
  void aMavenThatDoesNotStartIsShownWithItsOwnWords() throws Exception {
    FakeCheckout.script(machine.tools.resolve("mvn"), "echo 'no such java' >&2; exit 1");
    var run = machine.run("doctor");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("mvn does not start: no such java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "serve"})
  void whatGoesOnForLongGetsTheOptimisingCompiler(String command) throws Exception {
    assertThat(machine.run("--verbose", command).out())
        .contains("<-Xmx512m>")
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void aLoadDoesWithoutTheOptimisingCompiler() throws Exception {
    assertThat(machine.run("load").out()).contains("<-XX:TieredStopAtLevel=1> <-Xmx512m>");
  }

  @ParameterizedTest
  @CsvSource({
    "--version, start",
    "calendar, start",
    "config, start",
    "simulate, data",
    "load, data",
    "universe, data",
    "db, data",
    "doctor, data"
  })
  void aCommandStartsWithTheCacheOfItsTrialRun(String command, String cache) throws Exception {
    assertThat(machine.run(command).out())
        .containsPattern("<-XX:AOTCache=[^>]*/" + cache + "\\.aot>");
  }

  @Test
  void aTrialRunLeavesNothingBehindButItsCache() throws Exception {
    machine.run("doctor");
    assertThat(machine.files())
        .filteredOn(file -> file.contains("/program-"))
        .noneMatch(file -> file.contains("trial") || file.contains(".new"));
  }

  @Test
  void optionsOfTheUsersForTheJvmHaveTheLastWord() throws Exception {
    machine.variables.put("TICKSTOCK_JAVA_OPTIONS", "-Xmx2g  -XX:+PrintFlagsFinal");
    assertThat(machine.run("load").out())
        .containsPattern("<-Xmx512m> <-Xmx2g> <-XX:\\+PrintFlagsFinal> <-Dtickstock.checkout=");
  }

  @Test
  void theJvmsOwnLinesNeverStandBetweenResults() throws Exception {
    assertThat(machine.run("doctor").out())
        .contains(
            "<-Xlog:disable> <-Xlog:all=error:stderr> <-Xlog:aot*=off:stderr>"
                + " <-Xlog:cds*=off:stderr>");
  }

  @Test
  void aTrialRunThatFailsCostsOnlyTheStartCache() throws Exception {
    Files.createFile(machine.root.resolve("usr/lib/jvm/temurin-25-jdk/bin/no-cache"));
    var run = machine.run("doctor");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).doesNotContain("AOTCache");
  }

  @Test
  void aCheckoutThatWasMovedStartsWithoutTheCachesOfItsOldPlace() throws Exception {
    machine.run("doctor");
    var moved = Files.move(machine.checkout, folder.resolve("moved checkout"));
    var run = machine.start(moved.resolve("tickstock"), "doctor").end();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("tickstock.jar").doesNotContain("AOTCache");
    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @Test
  void theProgramsExitCodeIsTheLaunchers() throws Exception {
    machine.variables.put("JAVA_EXIT", "3");
    assertThat(machine.run("load").exit()).isEqualTo(3);
  }
}
