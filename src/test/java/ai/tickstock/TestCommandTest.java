package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./tickstock test`: what it hands to Maven and what it says at the end.
class TestCommandTest {
  private static final String PASSED =
      """
      <testsuite name="ai.tickstock.BarTest" tests="2">
        <testcase name="a" classname="ai.tickstock.BarTest" time="0.1"/>
        <testcase name="b" classname="ai.tickstock.BarTest" time="0.1">
          <system-out><![CDATA[words]]></system-out>
        </testcase>
      </testsuite>
      """;
  private static final String SKIPPED =
      """
      <testsuite name="ai.tickstock.RealDataTest" tests="3">
        <testcase name="one" classname="ai.tickstock.RealDataTest" time="0">
          <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no real data in "a & b",
      closes not checked
      \tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:127)
      ]]></skipped>
        </testcase>
        <testcase name="two" classname="ai.tickstock.RealDataTest" time="0">
          <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException:\s
      Assumption failed: no real data in "a & b", closes not checked
      \tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:127)
      ]]></skipped>
        </testcase>
        <testcase name="off" classname="ai.tickstock.RealDataTest" time="0">
          <skipped message="waits for &quot;a &amp; b&quot;"/>
        </testcase>
        <testcase name="three" classname="ai.tickstock.RealDataTest" time="0">
          <skipped/>
        </testcase>
      </testsuite>
      """;

  @TempDir private Path folder;
  private FakeCheckout machine;
  private Path reports;

  @BeforeEach
  void prepare() throws IOException {
    machine = new FakeCheckout(folder);
    reports = Files.createDirectories(folder.resolve("reports"));
    machine.variables.put("REPORTS", reports.toString());
    machine.variables.put("CHECKOUT", machine.checkout.toString());
  }

  @Test
  void countsTestsAndNamesSkippedOnesByTheirReason() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    Files.writeString(reports.resolve("TEST-b.xml"), SKIPPED);
    var run = machine.run("test");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .endsWith(
            """

            6 tests ran or were skipped, 0 failed.
            4 tests were SKIPPED:
              - no real data in "a & b", closes not checked: RealDataTest.one, RealDataTest.two
              - waits for "a & b": RealDataTest.off
              - no reason given: RealDataTest.three
            All checks passed.
            """);
  }

  @Test
  void saysThatNothingWasSkipped() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    assertThat(machine.run("test").out())
        .endsWith(
            "2 tests ran or were skipped, 0 failed.\n0 tests were skipped.\nAll checks passed.\n");
  }

  @Test
  void aFailureOfMavenIsAFailure() throws Exception {
    Files.writeString(
        reports.resolve("TEST-a.xml"),
        "<testcase name=\"a\" classname=\"A\">\n<failure message=\"x\">\n</failure></testcase>\n");
    machine.variables.put("VERIFY_EXIT", "7");
    var run = machine.run("test");
    assertThat(run.exit()).isEqualTo(7);
    assertThat(run.out()).contains("1 tests ran or were skipped, 1 failed.");
    assertThat(run.err()).endsWith("CHECKS FAILED (exit 7).\n");
  }

  @Test
  void notOneTestIsAFailureEvenWhenMavenIsContent() throws Exception {
    Files.writeString(reports.resolve("other.txt"), "");
    assertThat(machine.run("test").exit()).isEqualTo(1);
    Files.writeString(reports.resolve("TEST-b.xml"), SKIPPED);
    var run = machine.run("test");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("not one test ran, that is a failure");
  }

  @Test
  void reportsOfAnEarlierRunDoNotCount() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    machine.run("test");
    Files.delete(machine.tools.resolve("mvn"));
    var run = machine.run("test");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("0 tests ran or were skipped");
    assertThat(run.err()).contains("Maven is missing");
  }

  @Test
  void handsTheRealDataAndTheChoiceOfTestsToMaven() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    var data = Files.createDirectories(folder.resolve("shared/data"));
    machine.run("test");
    machine.run("test", "--faults", "-Dtest=BarTest");
    assertThat(machine.mavenCalls()).hasSize(2);
    assertThat(machine.mavenCalls().get(0))
        .contains("clean verify -Dtickstock.shared-data=" + data.toRealPath())
        .endsWith("-Dtickstock.tests-without=faults");
    assertThat(machine.mavenCalls().get(1))
        .endsWith("-Dtickstock.tests-without=none -Dtest=BarTest");
  }

  @Test
  void handsTheSeedOfTheFaultMatrixToMaven() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    machine.run("test", "--faults", "--seed", "7");
    assertThat(machine.mavenCalls().getFirst())
        .endsWith("-Dtickstock.tests-without=none -Dtickstock.faults-seed=7");
    for (var wrong : new String[][] {{"test", "--seed"}, {"test", "--seed", "x"}}) {
      var run = machine.run(wrong);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("--seed needs a whole number");
    }
  }

  @Test
  void saysThatFaultTestsWereLeftOut() throws Exception {
    Files.writeString(reports.resolve("TEST-a.xml"), PASSED);
    machine.source("src/test/java/KillTest.java", "@Tag(\"faults\") class KillTest {}");
    assertThat(machine.run("test").out())
        .contains("1 classes with fault tests were left out: ./tickstock test --faults runs them.");
    assertThat(machine.run("test", "--faults").out()).doesNotContain("left out");
  }
}
