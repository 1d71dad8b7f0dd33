package ai.tickstock.listing;

import ai.tickstock.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What drives how instruments are processed; operators may change it at any time, so nothing is
/// remembered between calls. Safe for use by many threads.
public interface EquityTypes {

  static EquityTypes postgres(Database database) {
    return new PostgresEquityTypes(database);
  }

  /// Adds the codes that come with the program and are missing, and fills columns that are new;
  /// what somebody wrote stays as it is.
  ///
  /// @return how many codes were added
  int seed();

  /// Highest priority first, then by code.
  List<EquityType> all();

  Optional<EquityType> find(String code);

  /// Codes that look like this text, the most alike first.
  List<String> nearest(String code);

  /// The fields that `set` can write, in the order in which they are shown.
  static List<String> fields() {
    return EquityTypeFields.ALL;
  }

  /// What a row says, by field.
  static Map<String, String> texts(EquityType type) {
    return EquityTypeFields.texts(type);
  }

  /// The rows and the instruments' classes as they are now.
  Processing now();

  /// Adds unknown codes as other, manual and not loaded.
  ///
  /// @return the codes that were added
  Set<String> learn(Handle transaction, Collection<String> codes);

  /// Changes fields of a row, all or none. A type that is given another class takes over what that
  /// class's row says in all fields that drive processing and are not among those given.
  ///
  /// @param fields texts by name
  /// @param by who decides, for the audit
  TypeChange set(String code, Map<String, String> fields, String reason, String by);

  // ---- classes of single instruments

  /// A class into which somebody put an instrument.
  record OwnClass(String processingClass, String reason, Instant setAt) {}

  /// Empty for one that is processed as its type.
  Optional<OwnClass> ownClass(Instrument instrument);

  /// Has an instrument processed by the row of a class from the next run on, instead of that of its
  /// type.
  ///
  /// @param by who decides, for the audit
  TypeChange putInto(Instrument instrument, String processingClass, String reason, String by);

  /// Has an instrument processed as its type again.
  ///
  /// @param by who decides, for the audit
  TypeChange withdraw(Instrument instrument, String reason, String by);
}
