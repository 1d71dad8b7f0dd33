package ai.tickstock.quality;

/// A price that moved far between two bars, or did not although a split says so, and what that is.
///
/// @param from the first bar that it concerns
/// @param to the last bar that it concerns
/// @param move the logarithm of the move
/// @param traded whether far more shares than usual changed hands: most likely it is true
/// @param words what was seen
record Jump(Kind kind, int from, int to, double move, boolean traded, String words) {
  enum Kind {
    /// A move that nothing explains.
    MOVE,
    /// Away and back within two bars.
    BAD_BAR,
    /// The price goes on at a simple fraction, as after a split, and none is known.
    SPLIT_MISSING,
    /// A split is known, and the prices do not show it, or show another ratio.
    SPLIT_NOT_IN_PRICES,
    /// A split is known, and the prices show it on another day.
    SPLIT_SHIFTED,
    /// A part of the bars is adjusted, the rest is not.
    MIXTURE,
    /// The bars before and after are of two companies.
    RECYCLED
  }
}
