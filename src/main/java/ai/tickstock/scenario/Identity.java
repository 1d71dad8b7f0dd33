package ai.tickstock.scenario;

/// Identifiers of one company and share class that look like real ones and are not.
record Identity(String cik, String compositeFigi, String shareClassFigi) {
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXYZ0123456789";

  static Identity of(long hash) {
    return new Identity(
        "00" + (10_000_000 + Hash.below(hash, 89_000_000)),
        figi(Hash.of(hash, 1)),
        figi(Hash.of(hash, 2)));
  }

  /// The same of another company.
  Identity withCik(String changed) {
    return new Identity(changed, compositeFigi, shareClassFigi);
  }

  private static String figi(long hash) {
    var text = new StringBuilder("BBG0");
    long rest = hash >>> 1;
    for (int i = 0; i < 8; i++) {
      text.append(LETTERS.charAt((int) (rest % LETTERS.length())));
      rest /= LETTERS.length();
    }
    return text.toString();
  }
}
