package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// A rule that is one question to the database, about what is small there: refused rows, sums of
/// minutes, files, lists.
///
/// @param ofOne whether it is about instruments, so that it counts for a pass over some of them
/// @param query has the columns instrument_id (0 for none), subject, day (since 1970), severity (or
///   null) and words; knows `:first`, `:last`, `:everybody`, `:ids`, each parameter by its name
///   with `_` for `-`, and the last session on or before `:last` that is over: `:last_session` of
///   New York, `:last_sessions` beside `:mics` of other exchanges (as text)
record StoredRule(About about, boolean ofOne, String query) {

  /// The last session on or before a date that is over; the date where none is known.
  private static LocalDate lastSession(Exchanges.Exchange exchange, LocalDate date) {
    var days = exchange.days();
    int place = Math.min(days.notBefore((int) date.toEpochDay() + 1), days.over()) - 1;
    return place < 0 ? date : days.date(place);
  }

  /// @param ids whom the pass is about; everybody when empty
  void ask(
      Handle handle,
      Thresholds thresholds,
      Exchanges exchanges,
      LocalDate first,
      LocalDate last,
      Collection<Integer> ids,
      Consumer<Candidate> found) {
    if (!ofOne && !ids.isEmpty()) {
      return;
    }
    var asked =
        handle
            .createQuery(query)
            .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
            .bind("first", first)
            .bind("last", last)
            .bind("everybody", ids.isEmpty())
            .bindArray("ids", Integer.class, List.copyOf(ids));
    var others = exchanges.all().subList(1, exchanges.all().size());
    asked
        .bind("last_session", lastSession(exchanges.all().getFirst(), last))
        .bindArray("mics", String.class, others.stream().map(one -> one.mic().code()).toList())
        .bindArray(
            "last_sessions",
            String.class,
            others.stream().map(one -> lastSession(one, last).toString()).toList());
    for (var parameter : about.parameters()) {
      asked.bind(parameter.name().replace('-', '_'), thresholds.of(about.id(), parameter.name()));
    }
    asked
        .map((row, context) -> {
          var severity = row.getString("severity");
          return new Candidate(
              about,
              row.getInt("instrument_id"),
              row.getString("subject"),
              List.of(row.getInt("day")),
              severity == null ? about.severity() : Severity.of(severity),
              Double.NaN,
              row.getString("words"),
              Map.of());
        })
        .forEach(found);
  }
}
