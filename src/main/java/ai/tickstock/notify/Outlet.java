package ai.tickstock.notify;

import java.time.Instant;

/// One channel to the outside: claims what is due for it, sends it, and notes how that ended.
interface Outlet {
  String channel();

  /// Sends what is due, each delivery once at most. When the other side is down, what was not tried
  /// stays due.
  Round deliverDue(Instant now);
}
