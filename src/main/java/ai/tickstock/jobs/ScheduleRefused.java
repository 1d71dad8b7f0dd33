package ai.tickstock.jobs;

import java.io.Serial;

/// What somebody asked of schedules cannot be; the message says what and where.
public final class ScheduleRefused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ScheduleRefused(String message) {
    super(message);
  }
}
