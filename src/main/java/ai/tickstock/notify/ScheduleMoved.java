package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Optional;

/// An exchange's day is not what it was, and the work of that day moves along.
///
/// @param exchange its MIC
/// @param adjustment `closed`, `open` or `early_close`
/// @param before the day as it was planned, in words, e.g. `09:30-16:00`
/// @param after the day as it is planned now
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
    return "Schedule moved: " + exchange + " " + affected + " " + after;
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(affected);
  }

  @Override
  public Content content() {
    return Content.of("The day was planned otherwise; what runs on it moves along.")
        .fact("Exchange", exchange)
        .fact("Day", affected.toString())
        .fact("Was", before)
        .fact("Is now", after)
        .fact("Reason", reason)
        .fact("Source", source)
        .command("tickstock calendar override list --all");
  }
}
