package ai.tickstock.universe;

import java.util.List;

/// What an expression such as `dev_etfs,etf_growth` means.
public sealed interface Resolution {

  /// @param members without duplicates: in the order of the universes asked, by ticker within each
  record Members(List<Member> members) implements Resolution {
    public Members {
      members = List.copyOf(members);
    }
  }

  /// At least one key means nothing, so the whole expression does not.
  ///
  /// @param keys those that mean nothing, in the order asked
  /// @param nearMatches keys that may have been meant, the nearest first
  record Unknown(List<String> keys, List<String> nearMatches) implements Resolution {
    public Unknown {
      keys = List.copyOf(keys);
      nearMatches = List.copyOf(nearMatches);
    }
  }

  /// A key is used by more than one kind of universe, so nobody knows which is meant.
  ///
  /// @param meanings what to write instead: `etf:top_100`, `stock:top_100`
  record Ambiguous(String key, List<String> meanings) implements Resolution {
    public Ambiguous {
      meanings = List.copyOf(meanings);
    }

    /// `'top_100' can be etf:top_100 or stock:top_100: write which one you mean`.
    public String question() {
      return "'" + key + "' can be " + String.join(" or ", meanings) + ": write which one you mean";
    }
  }
}
