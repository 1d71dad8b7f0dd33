package ai.tickstock.access;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Logs people in and knows them again. Logins lie in the database, so that all processes of
/// `serve` share them. Safe for use by many threads.
public final class Logins {
  /// A login that nobody uses ends.
  static final Duration IDLE = Duration.ofHours(12);

  static final Duration LONGEST = Duration.ofDays(7);

  /// What a provider takes back holds from the next login on.
  static final Duration LONGEST_BY_PROVIDER = Duration.ofHours(12);

  static final Duration LOCKED = Duration.ofMinutes(15);
  static final int ACCOUNT_ATTEMPTS = 5;
  static final int ADDRESS_ATTEMPTS = 20;
  private static final Duration SEEN_EACH = Duration.ofMinutes(1);
  private static final int LONGEST_PASSWORD = 200;

  /// Counts an attempt before it is judged, so that many at once get no more guesses than one after
  /// the other. No row comes back where there were too many.
  private static final String ATTEMPT =
      """
      INSERT INTO web_login_attempt AS a (kind, subject, failures, last_at)
      VALUES (:kind, :subject, 1, :now)
      ON CONFLICT (kind, subject) DO UPDATE
      SET failures = CASE WHEN a.last_at <= :forgotten THEN 1 ELSE a.failures + 1 END, last_at = :now
      WHERE a.failures < :most OR a.last_at <= :forgotten
      RETURNING failures
      """;

  private static final String LAST_ATTEMPT =
      "SELECT last_at FROM web_login_attempt WHERE kind = :kind AND subject = :subject";

  private static final String ATTEMPT_WAS_GOOD =
      """
      UPDATE web_login_attempt SET failures = CASE WHEN kind = 'account' THEN 0 ELSE failures - 1 END
      WHERE (kind = 'account' AND subject = :account) OR (kind = 'address' AND subject = :address)
      """;

  private static final String FORGET =
      """
      WITH attempts AS (DELETE FROM web_login_attempt WHERE last_at < :day)
      DELETE FROM web_session WHERE seen_at < :idle OR began_at < :longest
      """;

  private static final String BEGIN =
      """
      INSERT INTO web_session (token, account, address, began_at, seen_at)
      VALUES (:token, :account, :address, :now, :now)
      """;

  private static final String FIND =
      """
      SELECT a.name, a.role, a.must_change_password, s.seen_at
      FROM web_session s JOIN web_account a ON a.name = s.account
      WHERE s.token = :token AND s.seen_at > :idle
        AND s.began_at > CASE WHEN a.issuer IS NULL THEN :longest ELSE :longest_by_provider END
      """;

  private static final String SEEN = "UPDATE web_session SET seen_at = :now WHERE token = :token";

  private static final String PASSWORD =
      "SELECT password FROM web_account WHERE name = :name AND password IS NOT NULL";

  private static final String LOGGED_IN =
      "UPDATE web_account SET last_login = :now WHERE name = :name";

  private final Database database;
  private final InstantSource clock;
  private final Accounts accounts;

  private Logins(Database database, InstantSource clock, Accounts accounts) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
  }

  public static Logins postgres(Database database, InstantSource clock, Accounts accounts) {
    return new Logins(database, clock, accounts);
  }

  /// How a login went.
  public sealed interface Result {
    /// @param token for the cookie
    record In(String token) implements Result {}

    /// @param left attempts before the account is locked
    record Wrong(int left) implements Result {}

    /// @param what the account or the address
    record Locked(String what, Instant until) implements Result {}
  }

  /// @param address from where
  public Result login(String account, String password, String address) {
    var name = account.strip().toLowerCase(Locale.ROOT);
    boolean isName = Accounts.isName(name);
    var now = clock.instant();
    forget(now);
    var counted = counted("address", address, ADDRESS_ATTEMPTS, now);
    if (counted instanceof Counted.TooMany(var until)) {
      return new Result.Locked("this address", until);
    }
    int left = 0;
    if (isName) {
      switch (counted("account", name, ACCOUNT_ATTEMPTS, now)) {
        case Counted.TooMany(var until) -> {
          return new Result.Locked("this account", until);
        }
        case Counted.Attempt(int failures) -> left = ACCOUNT_ATTEMPTS - failures;
      }
    }
    if (!isName || !isRight(name, password)) {
      return new Result.Wrong(left);
    }
    return new Result.In(
        database.inTransaction(h -> {
          h.createUpdate(ATTEMPT_WAS_GOOD).bind("account", name).bind("address", address).execute();
          h.createUpdate(LOGGED_IN).bind("now", at(now)).bind("name", name).execute();
          Audit.note(h, name + " at the console", "login", name, "from " + address);
          return begin(h, name, address, now);
        }));
  }

  /// Lets somebody in whom a provider vouches for.
  ///
  /// @param back where the provider sent the browser
  /// @param answer the same with what it put behind
  /// @param address from where
  /// @throws AccessRefused if nothing is proven, or there is no role for it here
  public Result login(
      IdentityProvider provider,
      IdentityProvider.Attempt attempt,
      URI back,
      URI answer,
      String address) {
    var now = clock.instant();
    forget(now);
    if (counted("address", address, ADDRESS_ATTEMPTS, now) instanceof Counted.TooMany(var until)) {
      return new Result.Locked("this address", until);
    }
    var identity = provider.finish(attempt, back, answer);
    return new Result.In(
        database.inTransaction(h -> {
          var name = accounts.ofProvider(h, identity);
          h.createUpdate(ATTEMPT_WAS_GOOD).bind("account", name).bind("address", address).execute();
          h.createUpdate(LOGGED_IN).bind("now", at(now)).bind("name", name).execute();
          Audit.note(
              h,
              name + " at the console",
              "login",
              name,
              identity.role().word() + " by " + identity.issuer() + " from " + address);
          return begin(h, name, address, now);
        }));
  }

  private sealed interface Counted {
    record Attempt(int failures) implements Counted {}

    record TooMany(Instant until) implements Counted {}
  }

  private Counted counted(String kind, String subject, int most, Instant now) {
    return database.inTransaction(h ->
        h.createQuery(ATTEMPT)
            .bind("kind", kind)
            .bind("subject", subject)
            .bind("now", at(now))
            .bind("forgotten", at(now.minus(LOCKED)))
            .bind("most", most)
            .mapTo(Integer.class)
            .findOne()
            .<Counted>map(Counted.Attempt::new)
            .orElseGet(() ->
                new Counted.TooMany(
                    h.createQuery(LAST_ATTEMPT)
                        .bind("kind", kind)
                        .bind("subject", subject)
                        .mapTo(Instant.class)
                        .one()
                        .plus(LOCKED))));
  }

  private boolean isRight(String name, String password) {
    if (password.isEmpty() || password.length() > LONGEST_PASSWORD) {
      return false;
    }
    var hash =
        database.read(
            h -> h.createQuery(PASSWORD).bind("name", name).mapTo(String.class).findOne());
    if (hash.isEmpty()) {
      accounts.passwords().matchNothing(password);
      return false;
    }
    return accounts.passwords().matches(password, hash.get());
  }

  private void forget(Instant now) {
    database.useTransaction(h ->
        h.createUpdate(FORGET)
            .bind("day", at(now.minus(Duration.ofDays(1))))
            .bind("idle", at(now.minus(IDLE)))
            .bind("longest", at(now.minus(LONGEST)))
            .execute());
  }

  private static String begin(Handle h, String name, String address, Instant now) {
    var token = Secrets.token();
    h.createUpdate(BEGIN)
        .bind("token", Secrets.digest(token))
        .bind("account", name)
        .bind("address", address)
        .bind("now", at(now))
        .execute();
    return token;
  }

  /// Who the holder of a cookie is; empty when the login is over.
  public Optional<Visitor> find(String token) {
    var now = clock.instant();
    var digest = Secrets.digest(token);
    return database.read(h ->
        h.createQuery(FIND)
            .bind("token", digest)
            .bind("idle", at(now.minus(IDLE)))
            .bind("longest", at(now.minus(LONGEST)))
            .bind("longest_by_provider", at(now.minus(LONGEST_BY_PROVIDER)))
            .map((row, context) -> {
              var seen = row.getObject("seen_at", OffsetDateTime.class).toInstant();
              if (Duration.between(seen, now).compareTo(SEEN_EACH) > 0) {
                h.createUpdate(SEEN).bind("now", at(now)).bind("token", digest).execute();
              }
              return new Visitor(
                  row.getString("name"),
                  Role.of(row.getString("role")),
                  "",
                  row.getBoolean("must_change_password"));
            })
            .findOne());
  }

  /// What a form must repeat that the holder of a cookie sends.
  public static String csrf(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.digest("csrf " + token));
  }

  /// Ends a login.
  public void end(String token) {
    database.useTransaction(
        h -> h.execute("DELETE FROM web_session WHERE token = ?", (Object) Secrets.digest(token)));
  }

  /// Changes a password by its owner, and ends all other logins of the account.
  ///
  /// @return the token that takes the place of the present one
  /// @throws AccessRefused if the old one is wrong or the new one cannot be taken
  public String changePassword(String account, String old, String wanted, String address) {
    database.useTransaction(h -> Accounts.requireOwn(h, account));
    var now = clock.instant();
    if (counted("account", account, ACCOUNT_ATTEMPTS, now) instanceof Counted.TooMany(var until)) {
      throw new AccessRefused("too many wrong passwords: this account is locked until " + until);
    }
    if (!isRight(account, old)) {
      throw new AccessRefused("the present password is another one");
    }
    if (old.equals(wanted)) {
      throw new AccessRefused("the new password is the old one");
    }
    return database.inTransaction(h -> {
      accounts.choosePassword(h, account, wanted);
      h.execute("DELETE FROM web_login_attempt WHERE kind = 'account' AND subject = ?", account);
      h.execute("DELETE FROM web_session WHERE account = ?", account);
      return begin(h, account, address, now);
    });
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
