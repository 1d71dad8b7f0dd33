package ai.tickstock.access;

import ai.tickstock.database.Database;
import java.time.InstantSource;
import java.util.Optional;

/// Accounts, logins and tokens of one database.
///
/// @param provider that vouches for people as well, where there is one
public record Access(
    Accounts accounts, Logins logins, ApiTokens tokens, Optional<IdentityProvider> provider) {
  public static Access postgres(Database database, InstantSource clock, Passwords passwords) {
    var accounts = Accounts.postgres(database, clock, passwords);
    return new Access(
        accounts,
        Logins.postgres(database, clock, accounts),
        ApiTokens.postgres(database, clock),
        Optional.empty());
  }

  /// The same with a provider.
  public Access with(IdentityProvider other) {
    return new Access(accounts, logins, tokens, Optional.of(other));
  }
}
