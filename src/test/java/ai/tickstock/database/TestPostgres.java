package ai.tickstock.database;

import java.nio.file.Path;
import java.util.zip.ZipFile;

/// New databases on a real PostgreSQL, for any test. One server a test JVM is started on first use
/// and deleted at the end; the databases are left for it to take along. Close what you connect.
public final class TestPostgres {
  private TestPostgres() {}

  /// A new database with all migrations, on the version that the program embeds.
  public static Database migrated() {
    return Database.connect(address(), 8);
  }

  /// The same on the lowest version that the program supports.
  public static Database migratedOnLowest() {
    return Database.connect(addressOnLowest(), 8);
  }

  /// Where a new migrated database is, for a test that makes its own connection.
  public static DatabaseAddress address() {
    return Embedded.SERVER.migrated();
  }

  /// The same on the lowest version that the program supports.
  public static DatabaseAddress addressOnLowest() {
    return Lowest.SERVER.migrated();
  }

  /// Where a new database without anything in it is.
  public static DatabaseAddress emptyAddress() {
    return Embedded.SERVER.empty();
  }

  /// The same on the lowest version that the program supports.
  public static DatabaseAddress emptyAddressOnLowest() {
    return Lowest.SERVER.empty();
  }

  /// Runs a statement that no ordinary role may, on the server of the embedded version.
  public static void asSuperuser(String statement) {
    Embedded.SERVER.execute(statement);
  }

  /// The same on the server of the lowest version.
  static void asSuperuserOnLowest(String statement) {
    Lowest.SERVER.execute(statement);
  }

  /// PostgreSQL 15, from the file that the build has fetched.
  static BinariesArchive lowest() {
    var jar = Path.of(System.getProperty("tickstock.postgres-lowest"));
    var version = jar.getFileName().toString().replaceAll(".*-(\\d+\\.\\d+\\.\\d+)\\.jar", "$1");
    return BinariesArchive.of(
        version,
        () -> {
          var zip = new ZipFile(jar.toFile());
          return zip.getInputStream(zip.getEntry("postgres-linux-x86_64.txz"));
        });
  }

  private static final class Embedded {
    static final ThrowAwayServer SERVER = ThrowAwayServer.start(BinariesArchive.shipped());
  }

  private static final class Lowest {
    static final ThrowAwayServer SERVER = ThrowAwayServer.start(lowest());
  }
}
