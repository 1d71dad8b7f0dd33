package ai.tickstock;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real market data that some checks compare with. It lies beside a checkout, never in it.
public final class SharedData {
  private SharedData() {}

  /// A file of the data, under the system property `tickstock.shared-data` or else beside the
  /// checkout; where it is absent the test is skipped and says so.
  ///
  /// @param unchecked what stays unchecked without the file, for the message
  public static Path fileOrSkip(String name, String unchecked) {
    var file = Path.of(System.getProperty("tickstock.shared-data", "../shared/data"), name);
    boolean there = Files.isRegularFile(file);
    var message =
        "NOT CHECKED: " + unchecked + ". There is no " + file.toAbsolutePath().normalize();
    if (!there) {
      System.err.println(message);
    }
    assumeTrue(there, message);
    return file;
  }
}
