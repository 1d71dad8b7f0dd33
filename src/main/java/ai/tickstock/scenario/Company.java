package ai.tickstock.scenario;

/// What is known of the company behind a share.
///
/// @param cik ten digits, shared by all classes of the company
/// @param shares shares outstanding of this class, in today's shares
/// @param weighted shares outstanding of all classes of the company as if they were of this class
public record Company(
    String cik, String sicCode, String sicDescription, long shares, long weighted) {
  /// A company of one class.
  public Company(String cik, String sicCode, String sicDescription, long shares) {
    this(cik, sicCode, sicDescription, shares, shares);
  }

  Company withWeighted(long changed) {
    return new Company(cik, sicCode, sicDescription, shares, changed);
  }
}
