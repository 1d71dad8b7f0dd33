package ai.tickstock.bars;

/// What a write of minute bars changed.
///
/// @param live what it found about live minutes
public record MinuteWrite(WriteCount count, LiveCheck live) {
  static final MinuteWrite NONE = new MinuteWrite(WriteCount.NONE, LiveCheck.NONE);
}
