package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The universes that rules fill. A universe is named by its key, with `etf:`, `stock:` or
/// `themes:` before it where several kinds have the key. Safe for use by many threads and
/// processes.
public interface RuleUniverses {

  /// @param calendar of the exchanges in the US
  static RuleUniverses postgres(Database database, TradingCalendar calendar) {
    return new PostgresRuleUniverses(database, calendar, EtfThemes.bundled());
  }

  /// Applies the rules to all that trades, and notes type, sector and index of each fund.
  /// Memberships that lists or people made stay as they are. A universe stays as it is, which is
  /// noted, where more than 30 % of those who belong by rules would leave, where the rule selects
  /// nobody any more or everybody, and where it cannot be read or is made of itself. Who trades no
  /// more leaves anyway. The same day again changes nothing.
  ///
  /// @param key only the members of this one; of all when empty
  /// @param day as of the end of which; facts that are dated later do not count
  /// @param approve whether a change that would be held is made
  /// @throws UniverseRefused if there is no such universe, it has no rule, or its rule was applied
  ///   as of a later day already
  RuleRefresh refresh(Handle transaction, Optional<String> key, LocalDate day, boolean approve);

  /// As the other, in a transaction of its own.
  RuleRefresh refresh(Optional<String> key, LocalDate day, boolean approve);

  /// What a refresh would do if this were the rule of a universe; nothing is changed.
  ///
  /// @throws UniverseRefused if there is no such universe, or the rule cannot be read, names what
  ///   there is not, or would make the universe out of itself
  RuleRefresh.OfUniverse preview(String key, String rule, LocalDate day);

  /// What was changed in a universe, the latest first; what changed nothing is not among it.
  ///
  /// @throws UniverseRefused if there is no such universe
  List<Change> history(String key);

  /// The universes whose last refresh was held, by key, with what it would have changed.
  Map<String, Change> held();

  /// To which universes an instrument belongs, and what each rule says of it now.
  List<Explained> explain(Instrument instrument, LocalDate day);

  /// The ranks of members by rules top N as of the last refresh, by universe and instrument.
  Map<String, Map<InstrumentId, Integer>> ranks();

  /// @param state `applied` or `held`
  /// @param members how many belonged before
  record Change(
      Instant at,
      LocalDate effective,
      String state,
      int members,
      List<RuleRefresh.Move> joined,
      List<RuleRefresh.Move> left,
      String message) {
    public Change {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
    }
  }

  /// What is to be said of an instrument and a universe.
  ///
  /// @param universe its key as people have to say it
  /// @param membership if it belongs
  /// @param rule of the universe
  /// @param verdict what the rule says; empty where it says nothing of such an instrument
  record Explained(
      String universe,
      Optional<Membership> membership,
      Optional<String> rule,
      Optional<Verdict> verdict) {}

  record Membership(Symbol listedAs, LocalDate since, String expectedName, String source) {}

  /// @param selects whether the rule selects the instrument
  /// @param evidence the facts behind it, with numbers and days
  /// @param nearly whether a number, a rank or a rule for themes speaks against it, and not its
  ///   kind or business
  record Verdict(boolean selects, String evidence, boolean nearly) {}
}
