package ai.tickstock.quality;

/// A threshold of a rule.
///
/// @param name as it is set: `RULE.NAME`
/// @param unit of the value, in words
/// @param standard the value where nobody set another
/// @param least smallest value that makes sense
/// @param most largest value that makes sense
/// @param why where the value comes from
public record Parameter(
    String name, String unit, double standard, double least, double most, String why) {
  public Parameter {
    if (!(least <= standard && standard <= most)) {
      throw new IllegalArgumentException(name + ": " + standard + " is outside its own bounds");
    }
  }

  boolean allows(double value) {
    return value >= least && value <= most;
  }
}
