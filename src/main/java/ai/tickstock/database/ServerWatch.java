package ai.tickstock.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A small shell script beside a server that outlives the command that started both. It ends with
/// the server, keeps the server's log files small, and asks for a stop when the server's time is
/// over.
final class ServerWatch {
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final Duration LOOK_AFTER_OWNER = Duration.ofSeconds(1);

  /// `$1` data directory, `$2` process, `$3` seconds between looks; true while it is that server. A
  /// dead process that nobody has collected has no command line.
  private static final String WHILE_IT_RUNS =
      """
      data=$1 server=$2 look=$3; shift 3
      runs() { tr '\\0' '\\n' <"/proc/$server/cmdline" 2>/dev/null | grep -qxF -- "$data"; }
      """;

  private static final String IDLE =
      WHILE_IT_RUNS
          + """
          used=$1 idle=$2; shift 2
          while runs; do
            sleep "$look"
            for log in "$data"/log/*; do
              if [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -gt 16777216 ]; then : >"$log"; fi
            done
            if [ "$idle" -gt 0 ] && runs &&
               [ $(($(date +%s) - $(stat -c %Y "$used" || date +%s))) -ge "$idle" ]; then
              "$@" || sleep 600
            fi
          done
          """;

  private static final String OWNER =
      WHILE_IT_RUNS
          + """
          owner=$1 home=$2
          while grep -q . "/proc/$owner/cmdline" 2>/dev/null; do
            sleep "$look"
            runs || exit 0
          done
          kill -QUIT "$server" 2>/dev/null
          for _ in 1 2 3 4 5 6 7 8 9 10; do runs || break; sleep 0.5; done
          rm -rf -- "$home"
          """;

  private ServerWatch() {}

  /// Watches a durable server: asks `stop` (a whole command) when `used` is older than `idle`.
  ///
  /// @param idle zero: never asks
  /// @param look how often it looks, whole seconds
  static void idleness(
      Path data, long pid, Path used, Duration idle, Duration look, List<String> stop)
      throws IOException {
    var arguments =
        new ArrayList<>(List.of(used.toString(), Long.toString(Math.max(0, idle.toSeconds()))));
    arguments.addAll(stop);
    start(IDLE, data, pid, look, arguments);
  }

  /// Ends a throw-away server and deletes `home` when this process is gone, however it went.
  static void owner(Path data, long pid, Path home) throws IOException {
    var owner = Long.toString(ProcessHandle.current().pid());
    start(OWNER, data, pid, LOOK_AFTER_OWNER, List.of(owner, home.toString()));
  }

  static Duration usualLook() {
    return LOOK;
  }

  private static void start(
      String script, Path data, long pid, Duration look, List<String> arguments)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "setsid",
                "sh",
                "-c",
                script,
                "tickstock-server-watch",
                data.toString(),
                Long.toString(pid),
                Long.toString(look.toSeconds())));
    command.addAll(arguments);
    new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .directory(new File("/"))
        .start();
  }
}
