package ai.tickstock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs what runs by itself.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs schedules and waiting loads, and serves the admin console, health and metrics over HTTP.",
      "It goes on until it is stopped. The first start prints a password for the account admin, once.",
      "Any number of processes on any number of hosts share one database: each firing runs once, the",
      "vendor's limit holds for all. SIGTERM or Ctrl-C: takes nothing new, ends or hands back the rest."
    },
    footer = {
      "",
      "Example: tickstock serve --port 8080",
      "         tickstock serve --port 0 --no-schedules --no-pages"
    })
final class ServeCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  private final Program program;

  @Option(names = "--port", paramLabel = "PORT", description = "8080 if left out; 0: a free one.")
  private int port = 8080;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Where HTTP is served: 127.0.0.1 if left out, only this machine.")
  private String bind = "127.0.0.1";

  @Option(names = "--no-schedules", description = "Fire nothing: only take loads.")
  private boolean noSchedules;

  @Option(names = "--no-workers", description = "Take no loads: only run schedules.")
  private boolean noWorkers;

  @Option(names = "--no-pages", description = "No console: only health and metrics.")
  private boolean noPages;

  @Option(
      names = "--behind-proxy",
      description = {
        "A proxy in front does TLS: cookies go over TLS only, and X-Forwarded-For says who asks.",
        "The port must be closed to all but the proxy."
      })
  private boolean behindProxy;

  @Option(
      names = "--insecure",
      description =
          "Serve pages beyond this machine without TLS: passwords can be read on the way.")
  private boolean insecure;

  ServeCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new Misuse("--port " + port + " is not a port: 0 to " + HIGHEST_PORT + " are");
    }
    if (bind.isBlank()) {
      throw new Misuse("--bind needs an address of this machine, e.g. 127.0.0.1 or 0.0.0.0");
    }
    return program.serve(
        new Program.ServeOptions(
            port, bind, !noSchedules, !noWorkers, !noPages, behindProxy, insecure));
  }
}
