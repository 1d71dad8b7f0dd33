package ai.tickstock.universe;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a refresh of universes by rules did, or would do.
///
/// @param day as of which the rules were applied
/// @param universes each that was asked for, those that others are made of first
/// @param ignored how many instruments have a fact that is dated after the day, by fact
public record RuleRefresh(LocalDate day, List<OfUniverse> universes, Map<String, Integer> ignored) {
  public RuleRefresh {
    universes = List.copyOf(universes);
    ignored = Map.copyOf(ignored);
  }

  /// Somebody who joins or leaves, and why.
  public record Move(Symbol symbol, String reason) {}

  /// @param universe its key as people have to say it
  /// @param members how many belonged before
  /// @param selected how many the rule selects
  /// @param joined who joined, or with `held` would
  /// @param left who left, or with `held` would; without who trades no more
  /// @param gone who left because it trades no more, whether or not the rest is held
  /// @param held what was not done, in words; empty when all was done
  /// @param notJudged how many could not be judged, by what is not known of them
  public record OfUniverse(
      String universe,
      int members,
      int selected,
      List<Move> joined,
      List<Move> left,
      List<Move> gone,
      Optional<String> held,
      Map<String, Integer> notJudged) {
    public OfUniverse {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
      gone = List.copyOf(gone);
      notJudged = Map.copyOf(notJudged);
    }

    /// Whether anything was changed.
    public boolean isChanged() {
      return !gone.isEmpty() || held.isEmpty() && !(joined.isEmpty() && left.isEmpty());
    }
  }
}
