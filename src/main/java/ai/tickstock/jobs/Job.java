package ai.tickstock.jobs;

/// Work that runs by itself for a session of an exchange. Can be run again for the same session at
/// any time: what is done already costs little then and is not done twice.
public interface Job {
  /// As schedules name it, e.g. `listing-watch`.
  String name();

  /// What fails is thrown or told; both are tried again.
  ///
  /// @throws InterruptedException when the process stops; the same session is run again elsewhere
  JobOutcome run(JobCall call) throws InterruptedException;
}
