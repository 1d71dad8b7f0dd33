package ai.tickstock.bars;

/// What a write changed.
///
/// @param inserted cells that had no bar before
/// @param replaced provisional bars that got another (or a final) value, and final ones of which
///   only a value that was absent was filled in
/// @param revised final bars whose old value went to the revisions
/// @param unchanged bars that were there already with the same values, or provisional ones that met
///   a final bar
public record WriteCount(int inserted, int replaced, int revised, int unchanged) {
  public static final WriteCount NONE = new WriteCount(0, 0, 0, 0);

  public WriteCount plus(WriteCount other) {
    return new WriteCount(
        inserted + other.inserted,
        replaced + other.replaced,
        revised + other.revised,
        unchanged + other.unchanged);
  }

  public int changed() {
    return inserted + replaced + revised;
  }
}
