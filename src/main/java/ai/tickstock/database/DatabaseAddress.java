package ai.tickstock.database;

/// Where a database is and who asks. Prints without the password.
///
/// @param jdbcUrl e.g. `jdbc:postgresql://127.0.0.1:5432/tickstock`, without user or password
public record DatabaseAddress(String jdbcUrl, String user, String password) {
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }
}
