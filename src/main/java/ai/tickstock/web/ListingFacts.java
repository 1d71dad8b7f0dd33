package ai.tickstock.web;

import ai.tickstock.jobs.BarsAndMemberships;
import ai.tickstock.jobs.ListingBackfill;
import ai.tickstock.jobs.NewListing;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.ListingQuestion;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What lists changed, and what somebody has to decide about it.
///
/// @param kind only these; `all` for every one
/// @param questions that nobody has answered, the oldest first
/// @param changes the newest first
/// @param nextBefore value of `before` for those that follow; empty at the end
/// @param newListings of the last month that are not complete
record ListingFacts(
    String kind,
    List<Question> questions,
    List<Change> changes,
    Optional<Integer> nextBefore,
    List<Newcomer> newListings) {
  private static final String EVERY = "all";

  /// What people ask for in one word, beside the kinds themselves.
  private static final Map<String, Set<RecordedChange.Kind>> GROUPS =
      Map.of(
          EVERY,
          Set.of(),
          "ipos",
          EnumSet.of(RecordedChange.Kind.LISTED, RecordedChange.Kind.LISTED_AGAIN),
          "renames",
          EnumSet.of(RecordedChange.Kind.RENAMED, RecordedChange.Kind.RECYCLED),
          "delistings",
          EnumSet.of(RecordedChange.Kind.DELISTED, RecordedChange.Kind.LEFT_LIST));

  /// @param canUndo whether it may be taken back, as far as its kind goes
  record Change(
      int id,
      String kind,
      String symbol,
      String before,
      String after,
      LocalDate on,
      double confidence,
      String evidence,
      String source,
      LocalDate listDate,
      Instant foundAt,
      Optional<Instant> undoneAt,
      String undoneBecause,
      boolean canUndo) {}

  /// @param held who held the ticker before, in words
  /// @param other who may be the same, in words; empty where it is about one only
  /// @param asks the question, in words
  record Question(
      int id,
      String kind,
      String symbol,
      String asks,
      String held,
      String other,
      LocalDate on,
      double confidence,
      String evidence,
      Instant askedAt) {}

  record Newcomer(
      String symbol,
      LocalDate listedOn,
      String state,
      int attempts,
      int bars,
      String anomalies,
      String message,
      String next) {}

  static ListingFacts of(Asked asked, ConsoleProgram program) {
    var kind = asked.word("kind", kinds(), EVERY);
    var wanted =
        GROUPS.containsKey(kind)
            ? GROUPS.getOrDefault(kind, Set.of())
            : EnumSet.of(RecordedChange.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    int limit = asked.limit();
    var changes = changes(program);
    // One more tells whether there are more.
    var found = changes.newest(asked.whole("before").orElse(Integer.MAX_VALUE), wanted, limit + 1);
    var shown = found.stream().limit(limit).toList();
    var questions = changes.questions();
    var instruments = Instruments.postgres(program.database());
    var concerned = new LinkedHashSet<InstrumentId>();
    questions.forEach(one -> {
      concerned.add(one.instrument());
      one.other().ifPresent(concerned::add);
    });
    var known = instruments.byId(concerned);
    var monthAgo = Bar.dateOf(program.clock().instant()).minusMonths(1);
    return new ListingFacts(
        kind,
        questions.stream().map(one -> question(one, known)).toList(),
        shown.stream().map(ListingFacts::change).toList(),
        found.size() > limit ? Optional.of(shown.getLast().id()) : Optional.empty(),
        ListingBackfill.since(program.database(), monthAgo).stream()
            .filter(one -> one.state() != NewListing.State.COMPLETE)
            .map(ListingFacts::newcomer)
            .toList());
  }

  static ListingChanges changes(ConsoleProgram program) {
    return ListingChanges.postgres(
        program.database(), new BarsAndMemberships(program.database()), program.clock());
  }

  static List<String> kinds() {
    return Stream.concat(
            Stream.of(EVERY, "ipos", "renames", "delistings"),
            Arrays.stream(RecordedChange.Kind.values()).map(RecordedChange.Kind::word))
        .toList();
  }

  private static Change change(RecordedChange one) {
    return new Change(
        one.id(),
        one.kind().word(),
        one.symbol().ticker(),
        one.before(),
        one.after(),
        one.on(),
        one.confidence(),
        one.evidence(),
        one.source(),
        one.listDate(),
        one.foundAt(),
        one.undoneAt(),
        one.undoneBecause().orElse(""),
        one.undoneAt().isEmpty() && canUndo(one.kind()));
  }

  private static boolean canUndo(RecordedChange.Kind kind) {
    return switch (kind) {
      case RENAMED, LISTED_AGAIN, JOINED, PARTED, RECYCLED, DELISTED, LEFT_LIST -> true;
      case LISTED, ADOPTED, RETURNED, EXCHANGE, TYPE, NAME -> false;
    };
  }

  private static Question question(ListingQuestion one, Map<InstrumentId, Instrument> known) {
    var asks =
        switch (one.kind()) {
          case RENAMED -> "Is the newcomer the one that left, under another ticker?";
          case ANOTHER_NAME -> "Is it still the same company under this ticker?";
          case TWO_CLAIMS -> "Two claim this ticker: is the one that was taken the right one?";
        };
    return new Question(
        one.id(),
        Words.of(one.kind()),
        one.symbol().ticker(),
        asks,
        words(Optional.ofNullable(known.get(one.instrument()))),
        words(one.other().map(known::get)),
        one.on(),
        one.confidence(),
        one.evidence(),
        one.askedAt());
  }

  private static String words(Optional<Instrument> one) {
    return one.map(i -> i.symbol() + i.name().map(name -> ", " + name).orElse("")).orElse("");
  }

  private static Newcomer newcomer(NewListing one) {
    return new Newcomer(
        one.symbol().ticker(),
        one.listedOn(),
        Words.of(one.state()),
        one.attempts(),
        one.bars(),
        one.anomalies(),
        one.message(),
        one.next());
  }

  /// In percent.
  static String sure(double confidence) {
    return Math.round(100 * confidence) + " %";
  }
}
