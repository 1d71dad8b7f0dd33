package ai.tickstock.database;

import java.util.List;

/// How a database's schema relates to what this program knows.
public sealed interface SchemaState {
  /// As this program needs it.
  record Current(String version) implements SchemaState {}

  /// Nothing of ours is there yet.
  ///
  /// @param pending file names, in the order in which they apply
  record Empty(List<String> pending) implements SchemaState {}

  /// Older than this program.
  ///
  /// @param version that is there
  /// @param pending file names, in the order in which they apply
  record Pending(String version, List<String> pending) implements SchemaState {}

  /// Something that this program does not know: made by a newer one, or by somebody else.
  ///
  /// @param reason what is there and what to do
  record Unknown(String reason) implements SchemaState {}

  /// What was applied is not what this program knows under the same version.
  ///
  /// @param reason what differs and what to do
  record Damaged(String reason) implements SchemaState {}
}
