package ai.tickstock.access;

import java.util.Locale;

/// What somebody may do; each role includes those before it.
public enum Role {
  /// Looks at everything but accounts.
  VIEWER,
  /// Starts, stops, approves and decides.
  OPERATOR,
  /// Gives access to others.
  ADMIN;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /// The lesser of the two.
  Role within(Role most) {
    return includes(most) ? most : this;
  }

  /// As it is stored and shown.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws AccessRefused if there is no such role
  public static Role of(String word) {
    for (var role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new AccessRefused("there is no role '" + word + "': viewer, operator or admin");
  }
}
