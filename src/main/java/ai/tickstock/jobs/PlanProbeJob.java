package ai.tickstock.jobs;

import java.util.function.Supplier;

/// Finds out what the vendor's plan includes.
///
/// @param probe asks the vendor and keeps what it says
public record PlanProbeJob(Supplier<JobOutcome> probe) implements Job {
  @Override
  public String name() {
    return "plan-probe";
  }

  @Override
  public JobOutcome run(JobCall call) {
    return probe.get();
  }
}
