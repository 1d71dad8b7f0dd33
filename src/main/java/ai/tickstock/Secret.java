package ai.tickstock;

/// Something that must never be shown, such as a vendor's key. Prints as `***`.
///
/// @param value the secret itself, not blank
record Secret(String value) {
  public Secret {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a secret is not blank");
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
