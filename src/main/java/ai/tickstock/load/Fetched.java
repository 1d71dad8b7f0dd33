package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.MinuteBatch;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.RejectedBar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingDetails;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one execution of a task brought, checked and ready to be stored in one transaction.
///
/// @param instruments whose bars these are, with the ticker in the answer; those that were told to
///   have joined the run may be left out
/// @param details facts of the listing that came along
/// @param skipped tickers of the answer that the run did not ask for
/// @param untracked bars of instruments that loads of everything do not take, by the code of the
///   equity type or class that says so; none where the run asked for certain instruments
/// @param repeats minute rows that repeated another one exactly
/// @param receivedAt when the answer had arrived or the file was read
record Fetched(
    Task task,
    TaskEnd end,
    Answer.Cost cost,
    BarSource source,
    List<BarBatch> batches,
    List<MinuteBatch> minutes,
    Map<InstrumentId, Symbol> instruments,
    List<RejectedBar> rejected,
    List<Omission> omissions,
    List<ExplainedRange> explained,
    Optional<ListingDetails> details,
    int skipped,
    Map<String, Integer> untracked,
    int repeats,
    Instant receivedAt) {

  static Fetched nothing(Task task, TaskEnd end, Answer.Cost cost) {
    return ofDetails(task, end, cost, List.of(), Optional.empty());
  }

  /// No bars, but explanations or facts of the listing.
  static Fetched ofDetails(
      Task task,
      TaskEnd end,
      Answer.Cost cost,
      List<ExplainedRange> explained,
      Optional<ListingDetails> details) {
    return new Fetched(
        task,
        end,
        cost,
        BarSource.AGGREGATES,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        explained,
        details,
        0,
        Map.of(),
        0,
        Instant.EPOCH);
  }

  /// The same, ended in another way.
  Fetched ending(TaskEnd other) {
    return with(other, cost);
  }

  /// The same for another price.
  Fetched costing(Answer.Cost other) {
    return with(end, other);
  }

  private Fetched with(TaskEnd otherEnd, Answer.Cost otherCost) {
    return new Fetched(
        task,
        otherEnd,
        otherCost,
        source,
        batches,
        minutes,
        instruments,
        rejected,
        omissions,
        explained,
        details,
        skipped,
        untracked,
        repeats,
        receivedAt);
  }

  /// How much of the memory this takes, in daily rows: a minute in its columns is a tenth of one.
  int weight() {
    return batches.stream().mapToInt(BarBatch::size).sum()
        + minutes.stream().mapToInt(batch -> batch.rows().size()).sum() / 10;
  }

  int rows() {
    return batches.stream().mapToInt(BarBatch::size).sum()
        + minutes.stream().mapToInt(batch -> batch.rows().size()).sum();
  }
}
