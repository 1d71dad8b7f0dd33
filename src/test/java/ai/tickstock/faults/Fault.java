package ai.tickstock.faults;

import static ai.tickstock.faults.FaultClass.CLOCK;
import static ai.tickstock.faults.FaultClass.DATABASE;
import static ai.tickstock.faults.FaultClass.KILL;
import static ai.tickstock.faults.FaultClass.MEMORY;
import static ai.tickstock.faults.FaultClass.NODES;
import static ai.tickstock.faults.FaultClass.NOTICES;
import static ai.tickstock.faults.FaultClass.VENDOR;
import static ai.tickstock.faults.VendorFaults.bars;
import static ai.tickstock.faults.VendorFaults.calls;
import static ai.tickstock.faults.VendorFaults.droppedBars;
import static ai.tickstock.faults.VendorFaults.honest;
import static ai.tickstock.faults.VendorFaults.overcome;
import static ai.tickstock.faults.VendorFaults.overcomePaged;
import static ai.tickstock.faults.VendorFaults.quarantined;
import static ai.tickstock.faults.VendorFaults.wrongSplits;
import static ai.tickstock.faults.Workload.DAYS;
import static ai.tickstock.faults.Workload.PAGES;
import static ai.tickstock.faults.Workload.SPLITS;

import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.util.Locale;
import java.util.Set;

/// The rows of the matrix. Everything in it holds besides what a row says for itself: nothing is
/// called complete that is not, and the vendor's key is nowhere.
enum Fault {
  // ---- kill
  KILLED_AFTER_FETCH(
      KILL,
      "a lock keeps the first statement of a commit waiting; SIGKILL",
      Must.SAME_LEDGER,
      KillFaults::afterFetch),
  KILLED_IN_STAGING(
      KILL,
      "a lock keeps staged rows from being compared; SIGKILL",
      Must.SAME,
      KillFaults::inStaging),
  KILLED_DURING_MERGE(
      KILL,
      "a lock on the stored rows keeps the merge waiting; SIGKILL",
      Must.SAME,
      KillFaults::duringMerge),
  KILLED_BEFORE_COMMIT(
      KILL,
      "a deferred trigger keeps COMMIT waiting; SIGKILL, the server rolls back",
      Must.SAME_LEDGER,
      Form.SHORT,
      KillFaults::beforeCommit),
  KILLED_AFTER_COMMIT(
      KILL,
      "a deferred trigger keeps COMMIT waiting; SIGKILL, the server commits",
      Must.SAME_LEDGER,
      KillFaults::afterCommit),
  KILLED_DURING_MIGRATION(
      KILL,
      "an uncommitted table of the same name keeps a step waiting; SIGKILL",
      "the next start brings the schema to what it is without the kill",
      KillFaults::duringMigration),
  KILLED_DURING_SNAPSHOT(
      KILL,
      "a lock on the database keeps the copy waiting; SIGKILL",
      "the database is as before, and the next snapshot is taken",
      KillFaults::duringSnapshot),
  KILLED_DURING_RESET(
      KILL,
      "a lock on the database keeps the renaming waiting; SIGKILL",
      "the database is the old or the new one, and the next reset is done",
      KillFaults::duringReset),

  // ---- database
  DATABASE_RESTARTED(
      DATABASE,
      "a durable server is stopped and started",
      Must.SAME_LEDGER,
      DatabaseFaults::restarted),
  DATABASE_KILLED(
      DATABASE,
      "SIGKILL to its main process; it recovers from its log",
      Must.SAME_LEDGER,
      DatabaseFaults::killed),
  DATABASE_OUT_OF_CONNECTIONS(
      DATABASE,
      "CONNECTION LIMIT 1, and the program's connections are ended",
      Must.SAME_LEDGER,
      DatabaseFaults::outOfConnections),
  DATABASE_DISK_FULL(
      DATABASE,
      "a trigger refuses rows with the server's code 53100",
      "the run pauses and says so; " + Must.SAME_LEDGER,
      Form.SHORT,
      DatabaseFaults::fullDisk),
  DISK_OF_TWO_MEGABYTES_FULL(
      DATABASE,
      "the table of bars lies on a disk of 2 MB that is full but for a little",
      "the run pauses and says so; " + Must.SAME_LEDGER,
      DatabaseFaults::fullSmallDisk),
  DATABASE_READ_ONLY(
      DATABASE,
      "default_transaction_read_only, and the program's connections are ended",
      Must.SAME_LEDGER,
      DatabaseFaults::readOnly),
  DATABASE_SLOW(
      DATABASE, "each way to it takes 20 ms longer", Must.SAME_LEDGER, DatabaseFaults::slow),
  DATABASE_CUT_OFF(
      DATABASE,
      "all connections are reset three times",
      Must.SAME_LEDGER,
      DatabaseFaults::networkCut),
  DATABASE_CUT_OFF_AT_COMMIT(
      DATABASE,
      "the server commits and its answer is lost",
      Must.SAME_LEDGER,
      Form.SHORT,
      DatabaseFaults::cutAtCommit),
  VENDOR_CUT_OFF(
      VENDOR,
      "all connections are reset, new ones too for a second",
      Must.SAME_LEDGER,
      DatabaseFaults::vendorCut),

  // ---- vendor
  RATE_LIMIT_STORM(
      VENDOR,
      "429 for six calls in a row, then for every fifth",
      Must.WHOLE,
      overcome(
          DAYS,
          FaultRule.of(FaultKind.RATE_LIMITED)
              .withEndpoint("/v2/aggs/*")
              .withCalls(1, 6)
              .withRetryAfterSeconds(0),
          calls(FaultKind.RATE_LIMITED, 0.2).withRetryAfterSeconds(0))),
  SERVER_ERRORS_IN_HTML(
      VENDOR,
      "503 with a page, every fourth call",
      Must.WHOLE,
      Form.SHORT,
      overcome(DAYS, calls(FaultKind.STATUS, 0.25))),
  ERROR_WITH_200(
      VENDOR,
      "status 200 with the body of an error, every fourth call",
      Must.HONEST,
      honest(DAYS, calls(FaultKind.ERROR_WITH_200, 0.25))),
  TRUNCATED_GZIP(
      VENDOR,
      "half of the compressed body as if it were all, every fourth call",
      Must.HONEST,
      Form.SHORT,
      honest(DAYS, calls(FaultKind.TRUNCATED_BODY, 0.25))),
  CONNECTION_CUT(
      VENDOR,
      "half of the body, every fourth call",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.CUT_BODY, 0.25))),
  NO_JSON(
      VENDOR,
      "a body that is no JSON, every fourth call",
      Must.HONEST,
      honest(DAYS, calls(FaultKind.BAD_JSON, 0.25))),
  SLOW_ANSWERS(
      VENDOR,
      "each answer comes 300 ms later",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.LATENCY, 1).withDelayMillis(300))),
  DELAYED_STATUS(
      VENDOR,
      "status DELAYED in place of OK",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.DELAYED_STATUS, 1))),
  SLOW_LORIS(
      VENDOR,
      "bodies that trickle for longer than the time-out, four calls",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.SLOW_BODY, 1).withDelayMillis(5_000).withCalls(3, 6))),
  RESULTS_NULL(
      VENDOR,
      "null in place of rows, every fourth call",
      Must.HONEST,
      honest(DAYS, calls(FaultKind.RESULTS_NULL, 0.25))),
  WRONG_EMPTY(
      VENDOR,
      "a success without rows, every fourth call",
      Must.HONEST,
      honest(DAYS, calls(FaultKind.WRONG_EMPTY, 0.25))),
  WRONG_EMPTY_EVERYWHERE(
      VENDOR,
      "successes without rows, all calls for bars",
      Must.HONEST,
      honest(DAYS, FaultRule.of(FaultKind.WRONG_EMPTY).withEndpoint("/v2/aggs/*"))),
  BARS_DROPPED_BY_SYMBOL(
      VENDOR,
      "a bar in thirty is left out of answers by symbol",
      Must.WHOLE,
      overcome(DAYS, droppedBars(0.03, BarAnswer.AGGREGATES))),
  BARS_DROPPED_EVERYWHERE(
      VENDOR,
      "a bar in fifty is left out of all answers",
      Must.HONEST,
      honest(DAYS, droppedBars(0.02, BarAnswer.AGGREGATES, BarAnswer.GROUPED))),
  DUPLICATE_BARS(
      VENDOR,
      "the last row of each page stands twice",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.DUPLICATE_ROWS, 1))),
  REORDERED_BARS(
      VENDOR,
      "rows in the opposite order",
      Must.WHOLE,
      overcome(DAYS, calls(FaultKind.REORDERED_ROWS, 1))),
  NAN_PRICES(
      VENDOR,
      "a close in twenty is NaN",
      Must.QUARANTINED,
      Form.SHORT,
      quarantined(bars(FaultKind.NAN_VALUE, 0.05))),
  HIGH_BELOW_LOW(
      VENDOR,
      "high and low change places, one bar in twenty",
      Must.QUARANTINED,
      quarantined(bars(FaultKind.HIGH_BELOW_LOW, 0.05))),
  BARS_OF_ANOTHER_YEAR(
      VENDOR,
      "a bar in twenty says that it is of 364 days before",
      Must.HONEST,
      honest(DAYS, bars(FaultKind.OUT_OF_RANGE_BAR, 0.05))),
  SOME_NAMES_OFF_BY_ONE_DAY(
      VENDOR,
      "all bars of three names say that they are of the day before",
      Must.HONEST,
      honest(
          DAYS,
          bars(FaultKind.DAY_BEFORE_BAR, 1).withTickers(Set.copyOf(DAYS.tickers().subList(0, 3))))),
  ALL_BARS_OFF_BY_ONE_DAY(
      VENDOR,
      "all bars say that they are of the day before",
      Must.HONEST,
      honest(DAYS, bars(FaultKind.DAY_BEFORE_BAR, 1))),
  ABSURD_RATIOS(
      VENDOR, "splits of 2e+06 for one", Must.SPLITS, wrongSplits(FaultKind.ABSURD_SPLIT)),
  SPLITS_LEFT_OUT(
      VENDOR, "no splits in answers", Must.SPLITS, wrongSplits(FaultKind.DROPPED_SPLIT)),
  SPLITS_DOUBLED(
      VENDOR,
      "splits stand twice",
      Must.WHOLE,
      overcome(SPLITS, FaultRule.of(FaultKind.DOUBLED_SPLIT))),
  REVISED_BARS(
      VENDOR,
      "values of a session change before they are final",
      "stored is what a load after the change stores",
      VendorFaults::revised),
  REPEATED_PAGE(
      VENDOR,
      "the first page comes again under another address",
      Must.WHOLE,
      overcomePaged(calls(FaultKind.REPEATED_PAGE, 1))),
  REPEATED_ROWS_BETWEEN_PAGES(
      VENDOR,
      "a page begins with the last row of the one before",
      Must.WHOLE,
      overcomePaged(calls(FaultKind.DUPLICATE_ROWS, 1))),
  NEXT_URL_LOOPS(
      VENDOR,
      "next_url is the address that was just asked",
      Must.HONEST,
      honest(PAGES, calls(FaultKind.LOOPING_NEXT_URL, 1))),
  NEXT_URL_OF_ANOTHER_HOST(
      VENDOR,
      "next_url names another host",
      "the pages are asked for where the first was; " + Must.WHOLE,
      overcomePaged(calls(FaultKind.FOREIGN_NEXT_URL, 1))),
  NEXT_URL_BY_HTTPS(
      VENDOR,
      "next_url names this host by https and port 443",
      "the pages are asked for where the first was; " + Must.WHOLE,
      overcomePaged(calls(FaultKind.PORT_NEXT_URL, 1))),
  NEXT_URL_MALFORMED(
      VENDOR,
      "next_url has two ports",
      Must.HONEST,
      honest(PAGES, calls(FaultKind.MALFORMED_NEXT_URL, 1))),

  // ---- clock
  CLOCK_AHEAD(
      CLOCK,
      "the process's clock jumps 1 h ahead",
      Must.SAME_LEDGER,
      Form.SHORT,
      ClockFaults::ahead),
  CLOCK_BACK(CLOCK, "the process's clock jumps 1 h back", Must.SAME_LEDGER, ClockFaults::back),
  DATABASE_CLOCK_AHEAD(
      CLOCK,
      "leases and pace of two processes are suddenly 1 h older",
      Must.SAME_LEDGER,
      ClockFaults::databaseAhead),
  DATABASE_CLOCK_BACK(
      CLOCK,
      "leases and pace of two processes are suddenly 1 h younger",
      Must.SAME_LEDGER,
      ClockFaults::databaseBack),
  SUMMER_TIME_BEGINS(
      CLOCK,
      "minutes around 8 March 2026, loaded in that night in New York and Apia",
      Must.SAME,
      ClockFaults::spring),
  SUMMER_TIME_ENDS(
      CLOCK,
      "minutes around 2 November 2025, loaded in that night in New York and Apia",
      Must.SAME,
      ClockFaults::autumn),

  // ---- nodes
  NODE_FROZEN(
      NODES,
      "SIGSTOP to one of two `serve` past its lease, SIGCONT when the other is done",
      "it ends with 1 and writes nothing; " + Must.SAME_LEDGER,
      Form.SHORT,
      NodeFaults::frozen),
  NODE_FROZEN_WITHIN_A_COPY(
      NODES,
      "SIGSTOP to one of two `serve` while the server waits for its rows, SIGCONT when the other is done",
      "its transaction is ended with its lease, it ends with 1 and writes nothing; "
          + Must.SAME_LEDGER,
      NodeFaults::frozenWithinACopy),
  NODE_KILLED(
      NODES, "SIGKILL to a `serve`, another one comes", Must.SAME_LEDGER, NodeFaults::killed),
  NODE_STOPPED(
      NODES,
      "SIGTERM to one of two `serve`",
      "nothing is asked for twice; " + Must.SAME_LEDGER,
      NodeFaults::stopped),

  // ---- notices
  REDIS_DOWN(NOTICES, "nobody listens for hours", Must.DELIVERED, NoticeFaults::redisDown),
  SMTP_DOWN(
      NOTICES, "nobody listens for hours", Must.DELIVERED, Form.SHORT, NoticeFaults::mailDown),
  SLACK_DOWN(NOTICES, "nobody listens for hours", Must.DELIVERED, NoticeFaults::slackDown),

  // ---- memory
  OUT_OF_MEMORY(
      MEMORY,
      "minutes of nine months of three names in a heap that is too small",
      "it ends with 1 and says why; " + Must.SAME_LEDGER,
      MemoryFaults::exhausted),
  QUEUE_FULL(
      MEMORY,
      "nothing can be committed for a while",
      "asking stops until something is stored; " + Must.SAME_LEDGER,
      Form.SHORT,
      MemoryFaults::fullQueue),
  PLACES_FULL(
      MEMORY,
      "four loads wait for a `serve` that takes one at a time",
      Must.SAME,
      MemoryFaults::fullPlaces);

  private enum Form {
    /// Also in the normal suite.
    SHORT,
    FULL
  }

  private static final class Must {
    static final String SAME = "bars and coverage equal an undisturbed run's";
    static final String SAME_LEDGER = SAME + ", each task stands once in the ledger";
    static final String WHOLE = "the load ends whole all the same, equal to an undisturbed one";
    static final String HONEST =
        "not called complete unless it is; whole when the vendor is well again";
    static final String QUARANTINED =
        "stored is only what is true; spoilt cells are never called complete (a person loads them from a file)";
    static final String SPLITS =
        "no bar changes, quality flags the split, and what the vendor says later takes its place";
    static final String DELIVERED = "loads go on; all arrives once afterwards";
  }

  private final FaultClass kind;
  private final String made;
  private final String must;
  private final Form form;
  private final Experiment experiment;

  Fault(FaultClass kind, String made, String must, Experiment experiment) {
    this(kind, made, must, Form.FULL, experiment);
  }

  Fault(FaultClass kind, String made, String must, Form form, Experiment experiment) {
    this.kind = kind;
    this.made = made;
    this.must = must;
    this.form = form;
    this.experiment = experiment;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  FaultClass kind() {
    return kind;
  }

  /// How it is made.
  String made() {
    return made;
  }

  /// What must hold.
  String must() {
    return must;
  }

  boolean isInShortForm() {
    return form == Form.SHORT;
  }

  /// Of each row another one, the same whatever the others are.
  private long seed(long seed) {
    return seed * 1_000_003 + word().hashCode();
  }

  /// Makes it.
  ///
  /// @return what was seen
  String run(long seed) throws Exception {
    return experiment.run(Arena.Plan.of(DAYS, seed(seed)));
  }

  /// Makes it for a program with a mistake.
  String run(long seed, MutantDriver.Mutation planted) throws Exception {
    return experiment.run(Arena.Plan.of(DAYS, seed(seed)).with(planted));
  }

  /// Makes it for a program that never asks for the last page.
  String runForgettingPages(long seed) throws Exception {
    return experiment.run(Arena.Plan.of(DAYS, seed(seed)).forgettingPages());
  }
}
