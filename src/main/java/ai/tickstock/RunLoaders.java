package ai.tickstock;

import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadRun;
import ai.tickstock.load.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who can go on with a run: the loader of the vendor that it asks, or one that reads its folder
/// where that is on this host. A critical one goes on as if somebody waited for it, others in the
/// background.
record RunLoaders(Application application) {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoaders.class);
  private static final String FILES = "files:";

  Optional<Loader> of(LoadRun run) {
    if (run.isFromFiles()) {
      if (run.source().startsWith(FILES)
          && application.worksWithFiles()
          && Files.isDirectory(Path.of(run.source().substring(FILES.length())))) {
        return Optional.of(
            isCritical(run) ? application.fileLoader() : application.backgroundFileLoader());
      }
      LOG.info("left run={} source=\"{}\": its files are not read here", run.id(), run.source());
      return Optional.empty();
    }
    if (!run.source().equals(application.vendor().name())) {
      LOG.info("left run={} source=\"{}\": another vendor", run.id(), run.source());
      return Optional.empty();
    }
    return Optional.of(isCritical(run) ? application.loader() : application.backgroundLoader());
  }

  private static boolean isCritical(LoadRun run) {
    return run.priority() == LoadRequest.Priority.CRITICAL;
  }
}
