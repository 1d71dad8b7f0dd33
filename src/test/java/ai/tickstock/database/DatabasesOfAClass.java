package ai.tickstock.database;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Takes the databases of a test class away when all its tests are over. JUnit finds it by itself,
/// see `junit-platform.properties`.
public final class DatabasesOfAClass implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() == null) {
      ThrowAwayServer.dropUnused();
    }
  }
}
