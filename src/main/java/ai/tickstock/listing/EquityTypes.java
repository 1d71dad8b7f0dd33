package ai.tickstock.listing;

import ai.tickstock.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What each type code of the vendor drives; operators may change the table at any time, so nothing
/// is remembered between calls. Safe for use by many threads.
public interface EquityTypes {

  static EquityTypes postgres(Database database) {
    return new PostgresEquityTypes(database);
  }

  /// Adds the codes that come with the program and are missing; rows that are there stay as they
  /// are.
  ///
  /// @return how many were added
  int seed();

  /// Highest priority first, then by code.
  List<EquityType> all();

  /// The category of a code; `OTHER` for an unknown one and for none.
  EquityCategory category(Optional<String> code);

  /// Whether loads of everything take the code; not for an unknown one.
  boolean isLoaded(String code);

  /// The codes that loads of everything take.
  Set<String> loaded();

  /// Adds unknown codes as other, manual and not loaded.
  ///
  /// @return the codes that were added
  Set<String> learn(Handle transaction, Collection<String> codes);
}
