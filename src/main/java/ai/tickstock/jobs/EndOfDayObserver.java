package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;

/// Is told how an end of day goes on. What it throws ends the run as a kill would.
public interface EndOfDayObserver extends LoadObserver {
  void began(String step);

  void ended(StepReport step);

  EndOfDayObserver SILENT =
      new EndOfDayObserver() {
        @Override
        public void began(String step) {}

        @Override
        public void ended(StepReport step) {}

        @Override
        public void note(String message) {}

        @Override
        public void progress(Progress progress) {}
      };
}
