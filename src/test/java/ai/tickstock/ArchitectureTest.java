package ai.tickstock;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Which package may import which: the table of docs/architecture.md, held here.
class ArchitectureTest {
  private static final String ROOT = "ai.tickstock";

  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("market", Set.of()),
          Map.entry("database", Set.of()),
          Map.entry("audit", Set.of()),
          Map.entry("access", Set.of("database", "audit")),
          Map.entry("provider", Set.of("market")),
          Map.entry("provider.massive", Set.of("market", "provider")),
          Map.entry("provider.flatfile", Set.of("market", "provider")),
          Map.entry("provider.s3", Set.of("market", "provider", "provider.flatfile")),
          Map.entry("listing", Set.of("market", "database", "audit", "provider")),
          Map.entry("bars", Set.of("market", "database")),
          Map.entry("export", Set.of("market", "database", "listing", "bars")),
          Map.entry(
              "subset",
              Set.of("market", "database", "provider", "listing", "bars", "load", "export")),
          Map.entry("calendar", Set.of("market", "database", "audit", "provider")),
          Map.entry(
              "universe", Set.of("market", "database", "audit", "provider", "listing", "bars")),
          Map.entry(
              "load",
              Set.of(
                  "market",
                  "database",
                  "audit",
                  "provider",
                  "provider.flatfile",
                  "listing",
                  "bars",
                  "universe")),
          Map.entry(
              "jobs",
              Set.of(
                  "market",
                  "database",
                  "audit",
                  "provider",
                  "provider.flatfile",
                  "listing",
                  "bars",
                  "universe",
                  "load",
                  "notify",
                  "quality")),
          Map.entry("notify", Set.of("market", "database")),
          Map.entry(
              "quality",
              Set.of(
                  "market",
                  "database",
                  "audit",
                  "provider",
                  "provider.flatfile",
                  "listing",
                  "bars",
                  "universe")),
          Map.entry(
              "cli",
              Set.of(
                  "market",
                  "database",
                  "access",
                  "provider",
                  "provider.flatfile",
                  "listing",
                  "bars",
                  "universe",
                  "calendar",
                  "export",
                  "subset",
                  "load",
                  "notify",
                  "jobs",
                  "quality",
                  "scenario")),
          Map.entry(
              "web",
              Set.of(
                  "market",
                  "database",
                  "access",
                  "audit",
                  "provider",
                  "listing",
                  "bars",
                  "universe",
                  "calendar",
                  "load",
                  "notify",
                  "jobs",
                  "quality",
                  "scenario")),
          Map.entry("scenario", Set.of("market", "scenario.shapes")),
          Map.entry("scenario.shapes", Set.of()),
          Map.entry("simulator", Set.of("market", "scenario")));

  private static final JavaClasses PRODUCT =
      imported(ROOT, ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);

  @Test
  void everyPackageImportsOnlyWhatTheTableAllows() {
    assertThat(violations(PRODUCT)).isEmpty();
  }

  @Test
  void everyPackageStandsInTheTable() {
    var packages = new TreeSet<String>();
    PRODUCT.forEach(c -> packages.add(feature(c.getPackageName())));
    packages.remove("");
    assertThat(MAY_IMPORT.keySet()).containsAll(packages);
  }

  @Test
  void noPackagesImportEachOtherInACircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void theTableCatchesAViolation() {
    var withViolation = imported("ai.tickstock.architecture.violation", location -> true);
    assertThat(violations(withViolation)).isNotEmpty();
  }

  @Test
  void onlyTheRootReadsTheWallClock() {
    var offenders = new TreeSet<String>();
    for (JavaClass c : PRODUCT) {
      for (var call : c.getMethodCallsFromSelf()) {
        var target = call.getTarget();
        boolean now =
            target.getName().equals("now")
                && target.getOwner().getPackageName().equals("java.time")
                && target.getRawParameterTypes().isEmpty();
        boolean system =
            target.getName().startsWith("system")
                && target.getOwner().getFullName().equals("java.time.Clock");
        boolean millis =
            target.getName().equals("currentTimeMillis")
                && target.getOwner().getFullName().equals("java.lang.System");
        if ((now || system || millis) && !c.getPackageName().equals(ROOT)) {
          offenders.add(call.getDescription());
        }
      }
    }
    assertThat(offenders).isEmpty();
  }

  /// Of classes of libraries and of the JDK their names are enough.
  private static JavaClasses imported(String packages, ImportOption option) {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter().withImportOption(option).importPackages(packages);
  }

  private static List<String> violations(JavaClasses classes) {
    var found = new TreeMap<String, String>();
    for (JavaClass from : classes) {
      var home = feature(from.getPackageName().replace(".architecture.violation", ".market"));
      if (home.isEmpty()) {
        continue;
      }
      for (var dependency : from.getDirectDependenciesFromSelf()) {
        var to = dependency.getTargetClass();
        if (!to.getPackageName().startsWith(ROOT)
            || to.getPackageName().startsWith(from.getPackageName())) {
          continue;
        }
        var target = feature(to.getPackageName());
        if (!target.equals(home) && !MAY_IMPORT.getOrDefault(home, Set.of()).contains(target)) {
          found.put(
              home + " imports " + (target.isEmpty() ? "the root" : target) + ": " + from.getName(),
              dependency.getDescription());
        }
      }
    }
    return found.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList();
  }

  /// `provider.massive` of `ai.tickstock.provider.massive`; empty for the root.
  private static String feature(String packageName) {
    return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
  }
}
