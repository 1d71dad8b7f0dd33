package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.UpdateFrequency;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much of each equity type and class was processed for one session.
///
/// @param wholeMarket whether a final answer for the whole market of that session is stored: then
///   nothing is expected of an instrument of which the source never had a bar
/// @param lines highest priority first; instruments without a type last
public record ComplianceReport(LocalDate session, boolean wholeMarket, List<Line> lines) {
  public ComplianceReport {
    lines = List.copyOf(lines);
  }

  /// The instruments that one row drives.
  ///
  /// @param type empty for instruments of which no list has told a type, or whose code nobody knows
  /// @param instruments that traded as far as is known
  /// @param neverSeen those of them without any bar, of which nothing is expected
  /// @param sessions the daily cells of the session: one for each instrument that should have a
  ///   bar; none of a manual type
  /// @param unvalidated instruments with live minutes in the session that no final ones replaced
  ///   yet although the type requires it
  /// @param notStored bars that the last answer for the whole market had and that were not stored
  /// @param lackingFacts how many instruments lack each fact that the type asks for; facts that
  ///   none lacks are missing
  /// @param last the last finished run that answered for instruments of the type and the session
  public record Line(
      String code,
      Optional<EquityType> type,
      int instruments,
      int neverSeen,
      CoverageCount sessions,
      int unvalidated,
      long notStored,
      Map<String, Integer> lackingFacts,
      Optional<LastRun> last) {

    /// Stored, or known to have no bar, or accepted by a person.
    public int accountedFor() {
      return sessions.stored()
          + sessions.of(CellState.CONFIRMED_EMPTY)
          + sessions.of(CellState.ACCEPTED);
    }
  }

  public record LastRun(int id, Instant finishedAt) {}

  /// All types of one frequency together.
  public record Total(int expected, int accountedFor, int unvalidated) {
    public boolean isWhole() {
      return expected == accountedFor && unvalidated == 0;
    }
  }

  public Total total(UpdateFrequency frequency) {
    var total = new Total(0, 0, 0);
    for (var line : lines) {
      if (line.type().map(EquityType::updateFrequency).equals(Optional.of(frequency))) {
        total =
            new Total(
                total.expected() + line.sessions().expected(),
                total.accountedFor() + line.accountedFor(),
                total.unvalidated() + line.unvalidated());
      }
    }
    return total;
  }
}
