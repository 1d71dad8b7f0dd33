package ai.tickstock.provider.massive;

/// An answer that contradicts the vendor's documentation. Asking at once again would not help.
final class NotAsPromised extends Exception {
  private final String what;

  NotAsPromised(String what) {
    super(what);
    this.what = what;
  }

  String what() {
    return what;
  }
}
