package ai.tickstock.scenario;

/// What is known of the company behind a share.
///
/// @param cik ten digits, shared by all classes of the company
/// @param shares shares outstanding of this class, in today's shares
public record Company(String cik, String sicCode, String sicDescription, long shares) {}
