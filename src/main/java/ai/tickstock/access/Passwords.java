package ai.tickstock.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Passwords as bcrypt keeps them.
///
/// @param cost each more doubles the time of a guess
public record Passwords(int cost) {
  /// About a third of a second a guess.
  public static final Passwords STRONG = new Passwords(12);

  static final int SHORTEST = 12;

  /// What bcrypt takes in.
  private static final int MOST_BYTES = 72;

  String hash(String password) {
    return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
  }

  boolean matches(String password, String hash) {
    return password.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES
        && BCrypt.verifyer().verify(password.toCharArray(), hash.toCharArray()).verified;
  }

  /// Takes as long as `matches`, for an account that there is not.
  void matchNothing(String password) {
    var _ = hash(password.length() > SHORTEST ? password.substring(0, SHORTEST) : password + "x");
  }

  /// Why a password cannot be taken; empty when it can.
  static Optional<String> objection(String account, String password) {
    if (password.length() < SHORTEST) {
      return Optional.of("a password has " + SHORTEST + " characters or more");
    }
    if (password.getBytes(StandardCharsets.UTF_8).length >= MOST_BYTES) {
      return Optional.of("a password has fewer than " + MOST_BYTES + " bytes");
    }
    if (password.contains(account) && password.length() < account.length() + SHORTEST) {
      return Optional.of("the password is little more than the name of the account");
    }
    return Optional.empty();
  }
}
