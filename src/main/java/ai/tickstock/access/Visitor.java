package ai.tickstock.access;

/// Who asks for a page or for JSON.
///
/// @param by the token's name where a program asks; empty for a person
/// @param mustChangePassword until then nothing else is given
public record Visitor(String account, Role role, String by, boolean mustChangePassword) {
  public boolean isProgram() {
    return !by.isEmpty();
  }

  /// For the audit.
  public String actor() {
    return account + (isProgram() ? " by token " + by : " at the console");
  }
}
