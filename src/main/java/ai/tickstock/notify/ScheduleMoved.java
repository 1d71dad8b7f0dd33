package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Optional;

/// Work of a day is not due when it was, or not when it usually is.
///
/// @param exchange its MIC
/// @param adjustment [#EARLY_CLOSE] where it was never due at another time; any other word where it
///   was
/// @param before when it was due, in words; with an early close when it usually is
/// @param after when it is due now
/// @param source who says so
public record ScheduleMoved(
    String exchange,
    LocalDate affected,
    String adjustment,
    String before,
    String after,
    String reason,
    String source)
    implements NewNotice {
  /// The calendar has always said so; nothing was moved.
  public static final String EARLY_CLOSE = "early_close";

  private boolean isEarlyClose() {
    return adjustment.equals(EARLY_CLOSE);
  }

  @Override
  public Severity severity() {
    return Severity.NORMAL;
  }

  @Override
  public String cause() {
    return "schedule_moved " + exchange + " " + affected + " " + after;
  }

  @Override
  public String subject() {
    return isEarlyClose()
        ? "Early close on " + affected + " (" + exchange + "): " + after
        : "Schedule moved: " + exchange + " " + affected + " " + after;
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(affected);
  }

  @Override
  public Content content() {
    var day =
        Content.of(
                isEarlyClose()
                    ? "The exchange closes early on that day, and what runs after its close is due at"
                        + " another time than usual. Nothing is to be done."
                    : "The day was planned otherwise; what runs on it moves along.")
            .fact("Exchange", exchange)
            .fact("Day", affected.toString());
    return (isEarlyClose()
            ? day.fact("Usually", before).fact("On that day", after)
            : day.fact("Was", before).fact("Is now", after))
        .fact("Reason", reason)
        .fact("Source", source)
        .command(
            isEarlyClose() ? "tickstock schedules list" : "tickstock calendar override list --all");
  }
}
