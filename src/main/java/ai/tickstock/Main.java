package ai.tickstock;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.market.DateRange;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/// Where the program starts.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var settings = Settings.load(Optional.empty(), System.getenv(), Path.of("").toAbsolutePath());
    try (var app = new Application(settings, Clock.systemUTC(), out, err, Optional.empty())) {
      var request =
          new LoadRequest(
              "try",
              args[0].equals("all")
                  ? new LoadRequest.Target.Everything()
                  : new LoadRequest.Target.Universe(args[0]),
              new DateRange(LocalDate.parse(args[1]), LocalDate.parse(args[2])),
              LoadRequest.Priority.NORMAL,
              args.length > 3 ? Optional.of(Path.of(args[3])) : Optional.empty(),
              false);
      var loader = args.length > 3 ? app.fileLoader() : app.loader();
      out.println(loader.plan(request));
      out.println(
          loader.load(
              request,
              new LoadObserver() {
                @Override
                public void note(String message) {
                  err.println(message);
                }

                @Override
                public void progress(Progress progress) {
                  err.println(progress);
                }
              }));
    }
  }
}
