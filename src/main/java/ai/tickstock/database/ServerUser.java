package ai.tickstock.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// As whom PostgreSQL's programs run: they refuse root.
enum ServerUser {
  /// As we ourselves do.
  OURSELVES(""),
  /// In a user namespace without root. Files belong to root outside.
  NAMESPACE("unshare -U"),
  /// As `nobody`, who may pass through folders of root's. For where namespaces are forbidden.
  NOBODY(
      "setpriv --reuid=65534 --regid=65534 --clear-groups"
          // Else access(2), by which initdb looks for its programs, ignores the capability.
          + " --securebits=+no_setuid_fixup --inh-caps=-all,+dac_override --ambient-caps=+dac_override");

  static final int NOBODY_ID = 65534;

  private final String prefix;

  ServerUser(String prefix) {
    this.prefix = prefix;
  }

  /// The first way that works here.
  ///
  /// @throws EmbeddedServerFailed when we are root and cannot be anybody else
  static ServerUser find() {
    if (!System.getProperty("user.name").equals("root")) {
      return OURSELVES;
    }
    return Stream.of(NAMESPACE, NOBODY)
        .filter(ServerUser::works)
        .findFirst()
        .orElseThrow(() ->
            new EmbeddedServerFailed(
                "PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv`"
                    + " (package util-linux) can start it as somebody else here. Run as an"
                    + " ordinary user, or set DATABASE_URL to a server of yours."));
  }

  /// The number of the user to whom the data directory must belong.
  int id() throws IOException {
    return this == NOBODY
        ? NOBODY_ID
        : (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /// The command line that runs a program as this user.
  List<String> command(Path program, List<String> arguments) {
    var command = new ArrayList<String>();
    if (!prefix.isEmpty()) {
      command.addAll(List.of(prefix.split(" ", -1)));
    }
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  private boolean works() {
    try {
      return ServerCommand.run(command(Path.of("true"), List.of()), Duration.ofSeconds(10))
          .succeeded();
    } catch (IOException e) {
      return false; // not installed
    }
  }
}
