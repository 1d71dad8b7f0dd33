package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.AcceptedCells;
import ai.tickstock.load.DatesRefused;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.function.BiFunction;

/// Sessions that nothing explains: accepted, and opened again.
final class CoverageDeeds {
  private static final List<Parameter> FIELDS =
      List.of(
          Parameter.date("from", "the first date").needed(),
          Parameter.date("to", "the last date").needed(),
          SessionFacts.INTERVAL,
          Deed.WHY);

  private final ConsoleProgram program;

  CoverageDeeds(ConsoleProgram program) {
    this.program = program;
  }

  /// What came of it.
  ///
  /// @param sessions that were accepted or opened again, ascending
  record Decided(String symbol, String interval, List<DateRange> sessions) {}

  List<Deed> all() {
    return List.of(
        deed(
            "accept",
            "Says that no bar is missed on the sessions of a range that are neither stored nor"
                + " explained; ahead of today only of an instrument without any bar.",
            AcceptedCells::accept,
            AcceptedCells::nothingToAccept),
        deed(
            "reopen",
            "Takes acceptances back, each as a whole, that have a date of a range.",
            AcceptedCells::reopen,
            AcceptedCells::nothingToReopen));
  }

  /// What a person decides about cells.
  private interface Decision {
    /// @return the sessions that it came to, ascending
    List<DateRange> carryOut(
        AcceptedCells cells,
        Instrument instrument,
        BarInterval interval,
        DateRange range,
        String reason,
        String by);
  }

  /// @param nothing what is said where it came to nothing
  private Deed deed(
      String verb,
      String summary,
      Decision decision,
      BiFunction<Instrument, DateRange, String> nothing) {
    return new Deed(
        "/symbols/{symbol}/sessions/" + verb,
        Role.OPERATOR,
        summary,
        "tickstock coverage "
            + verb
            + " {symbol} --from {from} --to {to} --interval {interval} --reason TEXT",
        FIELDS,
        Decided.class,
        asked -> decide(asked, decision, nothing));
  }

  private Deed.Done decide(
      Asked asked, Decision decision, BiFunction<Instrument, DateRange, String> nothing) {
    var interval = SessionFacts.interval(asked);
    var range =
        SessionFacts.range(asked.date("from").orElseThrow(), asked.date("to").orElseThrow());
    var symbol = asked.shown("symbol");
    var instrument =
        InstrumentArgument.parse(symbol).find(Instruments.postgres(program.database()));
    var cells = AcceptedCells.postgres(program.database(), program.finality(), program.clock());
    List<DateRange> decided;
    try {
      decided =
          decision.carryOut(
              cells, instrument, interval, range, asked.shown("reason"), asked.visitor().actor());
    } catch (DatesRefused refused) {
      throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(refused.getMessage()));
    }
    if (decided.isEmpty()) {
      throw new Misasked(HttpStatus.CONFLICT, nothing.apply(instrument, range));
    }
    return new Deed.Done(
        new Decided(instrument.symbol().ticker(), interval.word(), decided),
        SessionFacts.path(symbol, interval.word(), range.first(), range.last()));
  }
}
