package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.listing.RecordedChange;
import java.util.List;
import java.util.stream.Stream;

/// Doubtful cases decided, changes of instruments taken back, instruments joined and parted.
final class ListingDeeds {
  private final ConsoleProgram program;

  ListingDeeds(ConsoleProgram program) {
    this.program = program;
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/listings/questions/{id}/answer",
            Role.OPERATOR,
            "Decides a doubtful case, and does what follows.",
            "tickstock symbols review {id} yes --reason TEXT",
            List.of(Parameter.text("answer", "yes or no").needed().like("yes"), Deed.WHY),
            ListingFacts.class,
            this::answer),
        new Deed(
            "/listings/{id}/undo",
            Role.ADMIN,
            "Takes a change of an instrument back, with the bars and the coverage that went along.",
            "tickstock symbols undo {id} --reason TEXT",
            List.of(Deed.WHY),
            ListingFacts.class,
            this::undo),
        new Deed(
            "/listings/join",
            Role.ADMIN,
            "Makes one instrument of two that were found to be the same.",
            "tickstock symbols join {earlier} {later} --reason TEXT",
            and(IdentityForm.fields(IdentityForm.JOIN), Deed.WHY),
            ListingFacts.class,
            this::join),
        new Deed(
            "/listings/part",
            Role.ADMIN,
            "Makes two instruments of one that was found to be two, one after the other.",
            "tickstock symbols part {symbol} --from {from} --reason TEXT",
            and(IdentityForm.fields(IdentityForm.PART), Deed.WHY),
            ListingFacts.class,
            this::part));
  }

  private Deed.Done answer(Asked asked) {
    boolean isYes = asked.word("answer", List.of("yes", "no"), "").equals("yes");
    var _ =
        ListingFacts.changes(program)
            .answer(asked.id(), isYes, asked.visitor().actor(), asked.shown("reason"));
    return listings(asked);
  }

  private Deed.Done undo(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .undo(asked.id(), asked.visitor().actor(), asked.shown("reason"));
    return listings(asked);
  }

  private Deed.Done join(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .join(
                IdentityForm.instrument(asked, "earlier", program).id(),
                IdentityForm.instrument(asked, "later", program).id(),
                asked.date("on"),
                asked.visitor().actor(),
                asked.shown("reason"));
    return listings(asked, RecordedChange.Kind.JOINED.word());
  }

  private Deed.Done part(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .part(
                IdentityForm.instrument(asked, "symbol", program).id(),
                asked.date("from").orElseThrow(),
                asked.visitor().actor(),
                asked.shown("reason"));
    return listings(asked, RecordedChange.Kind.PARTED.word());
  }

  private Deed.Done listings(Asked asked) {
    return new Deed.Done(
        ListingFacts.of(asked.with("kind", "all").with("limit", ""), program), "/listings");
  }

  /// Where what was done can be taken back.
  private Deed.Done listings(Asked asked, String kind) {
    return new Deed.Done(
        ListingFacts.of(asked.with("kind", kind).with("limit", ""), program),
        "/listings?kind=" + kind);
  }

  private static List<Parameter> and(List<Parameter> fields, Parameter last) {
    return Stream.concat(fields.stream(), Stream.of(last)).toList();
  }
}
