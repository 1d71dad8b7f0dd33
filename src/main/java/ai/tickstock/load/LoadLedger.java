package ai.tickstock.load;

import ai.tickstock.database.Database;

/// Runs and their tasks at rest; any number of processes share them.
record LoadLedger(RunTable runs, TaskQueue tasks, RunAccount account) {
  static LoadLedger of(Database database) {
    var tasks = new TaskQueue(database);
    return new LoadLedger(new RunTable(database, tasks), tasks, new RunAccount(database));
  }
}
