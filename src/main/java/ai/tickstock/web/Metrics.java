package ai.tickstock.web;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// Figures for Prometheus: of the work of all processes on the database, and of this process.
final class Metrics {
  private final WorkFigures figures;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /// @param waitedSeconds how long this process has waited for the vendor's limit
  /// @param runsInHand of this process
  Metrics(WorkFigures figures, DoubleSupplier waitedSeconds, DoubleSupplier runsInHand) {
    this.figures = figures;
    var to = registry.getPrometheusRegistry();
    gauge(to, "tickstock_load_tasks", "Tasks of all loads by state", all -> all.tasks(), "state");
    gauge(to, "tickstock_load_runs", "Loads by state", all -> all.runs(), "state");
    gauge(
        to,
        "tickstock_load_runs_waiting",
        "Running loads that wait for a limit, a window or the machine",
        all -> all.waitingRuns());
    CounterWithCallback.builder()
        .name("tickstock_load_wait_seconds_total")
        .help("Where the time of the tasks of loads went; tasks that wait at once count each")
        .labelNames("kind")
        .callback(callback ->
            figures.read().waits().forEach(one -> callback.call(one.value(), labels(one))))
        .register(to);
    counter(
        to,
        "tickstock_load_failed_calls",
        "Calls that tasks of loads made and that brought no answer",
        "failed_calls");
    counter(
        to,
        "tickstock_load_unresolved_requests",
        "Tasks of loads that ended without an answer, after all retries",
        "unresolved");
    counter(to, "tickstock_load_calls", "Calls that tasks of loads made", "calls");
    counter(to, "tickstock_load_rows", "Rows that tasks of loads brought", "rows");
    counter(to, "tickstock_load_retries", "Tasks of loads that were asked again", "retries");
    counter(to, "tickstock_load_received_bytes", "Bytes that tasks of loads received", "bytes");
    CounterWithCallback.builder()
        .name("tickstock_job_runs_total")
        .help("Firings of schedules by how they ended; those that run are not among them")
        .labelNames("job", "exchange", "state")
        .callback(callback ->
            figures.read().jobRuns().stream()
                .filter(one -> !one.labels().contains("running"))
                .forEach(one -> callback.call(one.value(), labels(one))))
        .register(to);
    gauge(
        to,
        "tickstock_job_last_success_timestamp_seconds",
        "When a job last came to its end, whole or with something missing that it names",
        all -> all.jobSuccess(),
        "job",
        "exchange");
    gauge(to, "tickstock_processes", "Living processes", all -> all.processes());
    gauge(to, "tickstock_notices_waiting", "Notices not told yet", all -> all.waitingNotices());
    CounterWithCallback.builder()
        .name("tickstock_vendor_limit_wait_seconds_total")
        .help("Time that calls of this process waited for the vendor's limit")
        .callback(callback -> callback.call(waitedSeconds.getAsDouble()))
        .register(to);
    GaugeWithCallback.builder()
        .name("tickstock_load_runs_in_hand")
        .help("Loads on which this process works")
        .callback(callback -> callback.call(runsInHand.getAsDouble()))
        .register(to);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void gauge(
      PrometheusRegistry to,
      String name,
      String help,
      Function<WorkFigures.All, List<WorkFigures.Figure>> of,
      String... labelNames) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labelNames)
        .callback(callback ->
            of.apply(figures.read()).forEach(one -> callback.call(one.value(), labels(one))))
        .register(to);
  }

  private void counter(PrometheusRegistry to, String name, String help, String total) {
    CounterWithCallback.builder()
        .name(name + "_total")
        .help(help)
        .callback(callback ->
            figures.read().totals().stream()
                .filter(one -> one.labels().contains(total))
                .forEach(one -> callback.call(one.value())))
        .register(to);
  }

  private static String[] labels(WorkFigures.Figure figure) {
    return figure.labels().toArray(String[]::new);
  }

  /// In the text format of Prometheus.
  String text() {
    return registry.scrape();
  }
}
