package ai.tickstock.access;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens with which programs ask the JSON API. Each belongs to an account and can do no more than
/// it, nor than its own role. Safe for use by many threads.
public final class ApiTokens {
  private static final String PREFIX = "tsk_";
  private static final Duration USED_EACH = Duration.ofMinutes(1);

  private static final String CREATE =
      """
      INSERT INTO web_token (name, token, account, role, created_at, expires_at)
      SELECT :name, :token, a.name, :role, :now, :expires FROM web_account a WHERE a.name = :account
      ON CONFLICT (name) DO NOTHING
      """;

  private static final String ALL =
      """
      SELECT name, account, role, created_at, expires_at, last_used_at FROM web_token ORDER BY name
      """;

  private static final String FIND =
      """
      SELECT t.name, t.account, t.role, t.last_used_at, a.role AS account_role
      FROM web_token t JOIN web_account a ON a.name = t.account
      WHERE t.token = :token AND (t.expires_at IS NULL OR t.expires_at > :now)
      """;

  private static final String USED = "UPDATE web_token SET last_used_at = :now WHERE name = :name";

  private final Database database;
  private final InstantSource clock;

  private ApiTokens(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public static ApiTokens postgres(Database database, InstantSource clock) {
    return new ApiTokens(database, clock);
  }

  /// @param expires empty: never
  public record Shown(
      String name,
      String account,
      Role role,
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> lastUsed) {}

  /// By name.
  public List<Shown> list() {
    return database.read(h ->
        h.createQuery(ALL)
            .map((row, context) ->
                new Shown(
                    row.getString("name"),
                    row.getString("account"),
                    Role.of(row.getString("role")),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    instant(row.getObject("expires_at", OffsetDateTime.class)),
                    instant(row.getObject("last_used_at", OffsetDateTime.class))))
            .list());
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  /// @param life empty: it does not expire
  /// @param by who decides, for the audit
  /// @return the token, which is told only here
  /// @throws AccessRefused if there is one of that name, no such account, or the name cannot be
  public String create(String name, String account, Role role, Optional<Duration> life, String by) {
    Accounts.requireName(name);
    var token = PREFIX + Secrets.token();
    var now = clock.instant();
    database.useTransaction(h -> {
      boolean hasAccount =
          h.createQuery("SELECT count(*) FROM web_account WHERE name = :name")
                  .bind("name", account)
                  .mapTo(Integer.class)
                  .one()
              > 0;
      if (!hasAccount) {
        throw new AccessRefused("there is no account '" + account + "' (tickstock web users list)");
      }
      int made =
          h.createUpdate(CREATE)
              .bind("name", name)
              .bind("token", Secrets.digest(token))
              .bind("account", account)
              .bind("role", role.word())
              .bind("now", at(now))
              .bindByType(
                  "expires",
                  life.map(now::plus).map(ApiTokens::at).orElse(null),
                  OffsetDateTime.class)
              .execute();
      if (made == 0) {
        throw new AccessRefused("there is a token '" + name + "' already");
      }
      Audit.note(h, by, "web tokens create", name, "of " + account + ", " + role.word());
    });
    return token;
  }

  /// @throws AccessRefused if there is no such token
  public void revoke(String name, String by) {
    database.useTransaction(h -> {
      if (h.execute("DELETE FROM web_token WHERE name = ?", name) == 0) {
        throw new AccessRefused("there is no token '" + name + "' (tickstock web tokens list)");
      }
      Audit.note(h, by, "web tokens revoke", name, "");
    });
  }

  /// Who the holder of a token is; empty when it is not known or has expired.
  public Optional<Visitor> find(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    var now = clock.instant();
    return database.read(h ->
        h.createQuery(FIND)
            .bind("token", Secrets.digest(token))
            .bind("now", at(now))
            .map((row, context) -> {
              var name = row.getString("name");
              boolean isStale =
                  instant(row.getObject("last_used_at", OffsetDateTime.class))
                      .map(used -> Duration.between(used, now).compareTo(USED_EACH) > 0)
                      .orElse(true);
              if (isStale) {
                h.createUpdate(USED).bind("now", at(now)).bind("name", name).execute();
              }
              return new Visitor(
                  row.getString("account"),
                  Role.of(row.getString("role")).within(Role.of(row.getString("account_role"))),
                  name,
                  false);
            })
            .findOne());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
