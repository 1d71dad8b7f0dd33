package ai.tickstock.listing;

import java.util.List;

/// What a whole list says beside its rows: who its names are, and who is missing from it.
record NightlyJudgement(JudgedList list, NamesThatCame came, NamesThatLeft left) {
  /// After the list's rows were taken.
  void conclude() {
    came.askAboutDoubtful();
    left.judge();
  }

  List<NotedChange> changes() {
    return left.changes();
  }
}
