package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.quality.Refetch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks again by a load.
public final class LoaderRefetch implements Refetch {
  private final Supplier<Loader> loader;
  private final Optional<Path> files;
  private int calls;

  /// @param loader asked for when something is to be loaded
  /// @param files a data folder to take bars from in place of the vendor
  public LoaderRefetch(Supplier<Loader> loader, Optional<Path> files) {
    this.loader = loader;
    this.files = files;
  }

  /// Calls of the vendor so far.
  int calls() {
    return calls;
  }

  /// The load that asks.
  ///
  /// @param files a data folder to take bars from in place of the vendor
  public static LoadRequest request(Wanted wanted, Optional<Path> files) {
    return new LoadRequest(
        "quality repair "
            + wanted.symbol().map(Object::toString).orElse("market")
            + " "
            + wanted.sessions(),
        wanted
            .symbol()
            .<LoadRequest.Target>map(symbol -> new LoadRequest.Target.Symbols(List.of(symbol)))
            .orElseGet(LoadRequest.Target.Everything::new),
        wanted.interval(),
        wanted.sessions(),
        LoadRequest.Priority.HIGH,
        files,
        false);
  }

  @Override
  public String ask(Wanted wanted) throws InterruptedException {
    var result = loader.get().load(request(wanted, files), LoadObserver.SILENT);
    if (result instanceof LoadResult.Finished(var summary)) {
      calls += summary.cost().calls();
    }
    return switch (result) {
      case LoadResult.Finished(var summary) ->
          summary.runId().isPresent()
              ? "run " + summary.runId().getAsInt() + " finished"
              : "nothing was due";
      case LoadResult.Stopped stopped ->
          "run " + stopped.runId() + " stopped: " + stopped.message();
      case LoadResult.Queued queued -> "run " + queued.runId() + " waits for a 'tickstock serve'";
      case LoadResult.Misunderstood(var problems) -> "not asked: " + String.join("; ", problems);
      case LoadResult.NotStarted(var message) -> "not asked: " + message;
    };
  }
}
