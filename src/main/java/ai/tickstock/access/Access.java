package ai.tickstock.access;

import ai.tickstock.database.Database;
import java.time.InstantSource;

/// Accounts, logins and tokens of one database.
public record Access(Accounts accounts, Logins logins, ApiTokens tokens) {
  public static Access postgres(Database database, InstantSource clock, Passwords passwords) {
    var accounts = Accounts.postgres(database, clock, passwords);
    return new Access(
        accounts, Logins.postgres(database, clock, accounts), ApiTokens.postgres(database, clock));
  }
}
