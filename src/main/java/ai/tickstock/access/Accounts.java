package ai.tickstock.access;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// People who may log in. Safe for use by many threads.
public final class Accounts {
  static final String FIRST = "admin";

  private static final String ADD =
      """
      INSERT INTO web_account (name, role, password, must_change_password, changed_at)
      VALUES (:name, :role, :password, true, :at)
      ON CONFLICT DO NOTHING
      """;

  private static final String ALL =
      """
      SELECT name, role, must_change_password, changed_at, last_login, issuer FROM web_account ORDER BY name
      """;

  private static final String SET_PASSWORD =
      """
      UPDATE web_account SET password = :password, must_change_password = :must, changed_at = :at
      WHERE name = :name
      """;

  private static final String SET_ROLE =
      "UPDATE web_account SET role = :role, changed_at = :at WHERE name = :name";

  /// Who enters by a provider only cannot when that is away.
  private static final String OTHER_ADMINS =
      "SELECT count(*) FROM web_account WHERE role = 'admin' AND issuer IS NULL AND name <> :name";

  private static final String ISSUER =
      "SELECT issuer FROM web_account WHERE name = :name AND issuer IS NOT NULL";

  private static final String OF_PROVIDER =
      "SELECT name FROM web_account WHERE issuer = :issuer AND subject = :subject";

  private static final String ADD_OF_PROVIDER =
      """
      INSERT INTO web_account (name, role, must_change_password, changed_at, issuer, subject)
      VALUES (:name, :role, false, :at, :issuer, :subject)
      ON CONFLICT DO NOTHING
      """;

  private static final String SET_ROLE_OF_PROVIDER =
      "UPDATE web_account SET role = :role, changed_at = :at WHERE name = :name AND role <> :role";

  /// Stands before the names of those whom a provider vouches for, so that nobody is taken for an
  /// account of ours.
  private static final String PREFIX = "oidc.";

  private static final int LONGEST = 30;
  private static final int NAMESAKES = 1_000;

  private final Database database;
  private final InstantSource clock;
  private final Passwords passwords;

  private Accounts(Database database, InstantSource clock, Passwords passwords) {
    this.database = database;
    this.clock = clock;
    this.passwords = passwords;
  }

  public static Accounts postgres(Database database, InstantSource clock, Passwords passwords) {
    return new Accounts(database, clock, passwords);
  }

  /// @param mustChangePassword it was made by the program and not changed yet
  /// @param issuer the provider that vouches for it; empty: it has a password
  public record Account(
      String name,
      Role role,
      boolean mustChangePassword,
      Instant changed,
      Optional<Instant> lastLogin,
      Optional<String> issuer) {}

  /// Where there is no account yet, makes that of the first administrator.
  ///
  /// @return its password, which is told only here; empty when there was an account
  public Optional<String> first() {
    if (!list().isEmpty()) {
      return Optional.empty();
    }
    var password = Secrets.password();
    return database.inTransaction(h -> {
      // Of several processes that start at once one makes it.
      boolean made = insert(h, FIRST, Role.ADMIN, password);
      if (made) {
        Audit.note(h, "tickstock", "web users add", FIRST, "the first account, admin");
      }
      return made ? Optional.of(password) : Optional.<String>empty();
    });
  }

  /// By name.
  public List<Account> list() {
    return database.read(h ->
        h.createQuery(ALL)
            .map((row, context) ->
                new Account(
                    row.getString("name"),
                    Role.of(row.getString("role")),
                    row.getBoolean("must_change_password"),
                    row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                    Optional.ofNullable(row.getObject("last_login", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                    Optional.ofNullable(row.getString("issuer"))))
            .list());
  }

  /// @param by who decides, for the audit
  /// @return the password for the first login, which is told only here
  /// @throws AccessRefused if there is one of that name, or the name cannot be
  public String add(String name, Role role, String by) {
    requireName(name);
    var password = Secrets.password();
    database.useTransaction(h -> {
      if (!insert(h, name, role, password)) {
        throw new AccessRefused("there is an account '" + name + "' already");
      }
      Audit.note(h, by, "web users add", name, role.word());
    });
    return password;
  }

  private boolean insert(Handle h, String name, Role role, String password) {
    return h.createUpdate(ADD)
            .bind("name", name)
            .bind("role", role.word())
            .bind("password", passwords.hash(password))
            .bind("at", now())
            .execute()
        > 0;
  }

  static void requireName(String name) {
    if (!isName(name)) {
      throw new AccessRefused(
          "'" + name + "' is no name of an account or token: 1 to 40 of a-z, 0-9, '.', '_', '-'");
    }
  }

  static boolean isName(String name) {
    return name.matches("[a-z0-9][a-z0-9._-]{0,39}");
  }

  /// Gives an account a password for one login, ends its logins and its lockout.
  ///
  /// @return the password, which is told only here
  /// @throws AccessRefused if there is no such account
  public String resetPassword(String name, String by) {
    var password = Secrets.password();
    database.useTransaction(h -> {
      requireOwn(h, name);
      setPassword(h, name, password, true);
      h.execute("DELETE FROM web_session WHERE account = ?", name);
      h.execute("DELETE FROM web_login_attempt WHERE kind = 'account' AND subject = ?", name);
      Audit.note(h, by, "web users password", name, "a password for one login");
    });
    return password;
  }

  /// The owner's own choice.
  ///
  /// @throws AccessRefused if it cannot be taken
  void choosePassword(Handle h, String name, String password) {
    Passwords.objection(name, password)
        .ifPresent(why -> {
          throw new AccessRefused(why);
        });
    setPassword(h, name, password, false);
    Audit.note(h, name + " at the console", "web users password", name, "changed by its owner");
  }

  private void setPassword(Handle h, String name, String password, boolean mustChange) {
    int changed =
        h.createUpdate(SET_PASSWORD)
            .bind("password", passwords.hash(password))
            .bind("must", mustChange)
            .bind("at", now())
            .bind("name", name)
            .execute();
    requireFound(changed, name);
  }

  /// @throws AccessRefused if there is no such account, no admin would be left, or a provider says
  ///   what it may do
  public void setRole(String name, Role role, String by) {
    database.useTransaction(h -> {
      requireOwn(h, name);
      if (role != Role.ADMIN) {
        requireOtherAdmin(h, name);
      }
      requireFound(
          h.createUpdate(SET_ROLE)
              .bind("role", role.word())
              .bind("at", now())
              .bind("name", name)
              .execute(),
          name);
      Audit.note(h, by, "web users role", name, role.word());
    });
  }

  /// With its logins and tokens.
  ///
  /// @throws AccessRefused if there is no such account, or no admin would be left
  public void remove(String name, String by) {
    database.useTransaction(h -> {
      requireOtherAdmin(h, name);
      requireFound(h.execute("DELETE FROM web_account WHERE name = ?", name), name);
      Audit.note(h, by, "web users remove", name, "");
    });
  }

  /// The account of somebody whom a provider vouches for, with the role of now; made where there is
  /// none.
  ///
  /// @return its name
  String ofProvider(Handle h, IdentityProvider.Identity identity) {
    var there =
        h.createQuery(OF_PROVIDER)
            .bind("issuer", identity.issuer())
            .bind("subject", identity.subject())
            .mapTo(String.class)
            .findOne();
    var name = there.orElseGet(() -> addOfProvider(h, identity));
    h.createUpdate(SET_ROLE_OF_PROVIDER)
        .bind("role", identity.role().word())
        .bind("at", now())
        .bind("name", name)
        .execute();
    return name;
  }

  private String addOfProvider(Handle h, IdentityProvider.Identity identity) {
    var plain =
        identity
            .name()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("@.*", "")
            .replaceAll("[^a-z0-9._-]+", "-");
    var wanted = PREFIX + plain.substring(0, Math.min(LONGEST, plain.length()));
    for (int namesake = 1; namesake <= NAMESAKES; namesake++) {
      var name = namesake == 1 ? wanted : wanted + "-" + namesake;
      int made =
          h.createUpdate(ADD_OF_PROVIDER)
              .bind("name", name)
              .bind("role", identity.role().word())
              .bind("at", now())
              .bind("issuer", identity.issuer())
              .bind("subject", identity.subject())
              .execute();
      if (made > 0) {
        Audit.note(
            h, identity.issuer(), "web users add", name, identity.role().word() + ", by provider");
        return name;
      }
    }
    throw new AccessRefused("there are too many accounts named " + wanted);
  }

  /// @throws AccessRefused if a provider vouches for it
  static void requireOwn(Handle h, String name) {
    h.createQuery(ISSUER)
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .ifPresent(issuer -> {
          throw new AccessRefused(
              "'" + name + "' logs in by " + issuer + ": its role and its password are there");
        });
  }

  private static void requireOtherAdmin(Handle h, String name) {
    h.execute("LOCK TABLE web_account IN SHARE ROW EXCLUSIVE MODE");
    int others = h.createQuery(OTHER_ADMINS).bind("name", name).mapTo(Integer.class).one();
    if (others == 0) {
      throw new AccessRefused(
          "'" + name + "' is the only admin: make another one first (tickstock web users role)");
    }
  }

  private static void requireFound(int rows, String name) {
    if (rows == 0) {
      throw new AccessRefused("there is no account '" + name + "' (tickstock web users list)");
    }
  }

  Passwords passwords() {
    return passwords;
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
