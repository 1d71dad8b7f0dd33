package ai.tickstock.database;

/// What an embedded server is for, and so how careful it is.
enum ServerProfile {
  /// Keeps every committed transaction through a power cut.
  DURABLE(
      """
      fsync = on
      full_page_writes = on
      synchronous_commit = on
      """),
  /// Fast, and lost when the machine stops.
  THROW_AWAY(
      """
      fsync = off
      full_page_writes = off
      synchronous_commit = off
      wal_level = minimal
      max_wal_senders = 0
      """);

  private static final String COMMON =
      """
      # Written by tickstock at each start. Settings of your own: ALTER SYSTEM.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 60
      max_wal_size = '2GB'
      timezone = 'UTC'
      log_timezone = 'UTC'
      # A week of logs; no statement and no value of a row in them.
      logging_collector = on
      log_directory = 'log'
      log_filename = 'server-%a.log'
      log_rotation_age = '1d'
      log_rotation_size = 0
      log_truncate_on_rotation = on
      log_min_messages = warning
      log_min_error_statement = panic
      log_error_verbosity = terse
      log_checkpoints = off
      """;

  private static final int LEAST_MEGABYTES = 128;

  private final String care;

  ServerProfile(String care) {
    this.care = care;
  }

  /// The text of our part of `postgresql.conf`.
  ///
  /// @param memory of the machine, in bytes: a sixteenth is for the server's pages, so that the
  ///   index of a few million bars stays in it
  String configuration(long memory) {
    long megabytes =
        this == THROW_AWAY ? LEAST_MEGABYTES : Math.clamp(memory / 16 >> 20, LEAST_MEGABYTES, 1024);
    return COMMON + "shared_buffers = '" + megabytes + "MB'\n" + care;
  }
}
