package ai.tickstock.web;

import ai.tickstock.jobs.RepairCost;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Repairs;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;

/// What a repair of a finding would do and cost, before it is begun.
///
/// @param way `fetch`, `replace` or `person`
/// @param words what would be done, or why nothing can be
/// @param problems why nothing can be planned
/// @param cost empty where nothing would be done
/// @param isInRepair whether this process repairs it just now
record RepairForm(
    QualityFacts.One finding,
    String way,
    String words,
    List<String> problems,
    Optional<RepairCost.Known> cost,
    boolean isInRepair) {

  static RepairForm of(ConsoleProgram program, Undertakings undertakings, long id) {
    var finding = QualityFacts.find(program, id);
    var way = Repairs.way(finding);
    boolean isInRepair = undertakings.isInHand(name(id));
    var objection = objection(finding);
    if (objection.isPresent()) {
      return form(finding, way, objection.get(), List.of(), Optional.empty(), isInRepair);
    }
    return switch (RepairCost.of(finding, program.loader(), Optional.empty())) {
      case RepairCost.Unknown(var problems) ->
          form(finding, way, words(way), problems, Optional.empty(), isInRepair);
      case RepairCost.Known cost ->
          form(finding, way, words(way), List.of(), Optional.of(cost), isInRepair);
    };
  }

  private static RepairForm form(
      Finding finding,
      Repairs.Way way,
      String words,
      List<String> problems,
      Optional<RepairCost.Known> cost,
      boolean isInRepair) {
    return new RepairForm(
        QualityFacts.One.of(finding), Words.of(way), words, problems, cost, isInRepair);
  }

  private static String words(Repairs.Way way) {
    return switch (way) {
      case FETCH -> "What is missing is asked for, by every way that loads have.";
      case REPLACE ->
          "The bars are taken out into quarantine and asked for; where nothing comes, the old ones"
              + " are put back.";
      case PERSON -> "Asking again does not help; somebody must look.";
    };
  }

  private static Optional<String> objection(Finding finding) {
    if (finding.state() != Finding.State.OPEN) {
      return Optional.of(
          "Finding " + finding.id() + " is " + finding.state().word() + ", not open.");
    }
    return Repairs.way(finding) == Repairs.Way.PERSON
        ? Optional.of(words(Repairs.Way.PERSON))
        : Optional.empty();
  }

  /// @throws Misasked if a repair would do nothing
  static void requireUseful(Finding finding) {
    objection(finding)
        .ifPresent(why -> {
          throw new Misasked(HttpStatus.CONFLICT, why);
        });
  }

  /// Of the repair, in this process.
  static String name(long finding) {
    return "repair of finding " + finding;
  }
}
