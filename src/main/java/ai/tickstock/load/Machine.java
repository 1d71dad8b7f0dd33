package ai.tickstock.load;

import ai.tickstock.database.Database;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This machine, its disk and a database. Each figure is measured at most every two seconds; those
/// that jump are smoothed, so that one busy moment stops nothing.
public final class Machine implements Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
  private static final double ALL = 1;

  private final Figure processors;
  private final Figure disk;
  private final Figure latency;

  /// @param folder whose disk is looked at; it need not be there yet
  public Machine(Database database, Path folder) {
    this.processors = new Figure(Machine::processors, true);
    this.disk = new Figure(() -> free(folder), false);
    this.latency = new Figure(() -> answering(database), true);
  }

  @Override
  public double busyProcessors() {
    return processors.now();
  }

  @Override
  public double freeDisk() {
    return disk.now();
  }

  @Override
  public Duration databaseLatency() {
    return Duration.ofNanos((long) latency.now());
  }

  private static double processors() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    // Negative while it is not known yet.
    return Math.max(0, system.getCpuLoad());
  }

  private static double free(Path folder) {
    var there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      var store = Files.getFileStore(there);
      return store.getTotalSpace() == 0
          ? ALL
          : (double) store.getUsableSpace() / store.getTotalSpace();
    } catch (IOException e) {
      LOG.warn("free disk not known folder={} error=\"{}\"", there, e.getMessage());
      return ALL;
    }
  }

  private static double answering(Database database) {
    return database.read(handle -> {
      long began = System.nanoTime();
      handle.createQuery("SELECT 1").mapTo(Integer.class).one();
      return (double) (System.nanoTime() - began);
    });
  }

  private static final class Figure {
    private static final long KEPT = TimeUnit.SECONDS.toNanos(2);

    private final DoubleSupplier measured;
    private final boolean smooth;
    private boolean known;
    private double value;
    private long at;

    Figure(DoubleSupplier measured, boolean smooth) {
      this.measured = measured;
      this.smooth = smooth;
    }

    synchronized double now() {
      if (!known || System.nanoTime() - at > KEPT) {
        double latest = measured.getAsDouble();
        value = known && smooth ? (value + latest) / 2 : latest;
        known = true;
        at = System.nanoTime();
      }
      return value;
    }
  }
}
