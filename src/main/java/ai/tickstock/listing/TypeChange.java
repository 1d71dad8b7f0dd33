package ai.tickstock.listing;

import java.util.List;

/// How an attempt to change what drives processing ended.
public sealed interface TypeChange {
  /// @param fields those that say something else now; none when all said it already
  record Done(List<Field> fields) implements TypeChange {
    public Done {
      fields = List.copyOf(fields);
    }
  }

  /// One field of a row.
  record Field(String name, String before, String after) {}

  /// Nothing was changed.
  ///
  /// @param problems what is wrong and what would be right, one line each
  record Refused(List<String> problems) implements TypeChange {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
