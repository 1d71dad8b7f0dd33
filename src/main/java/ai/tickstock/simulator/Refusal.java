package ai.tickstock.simulator;

/// Ends a call early with an answer that is not the asked one.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What the caller gets; never sent anywhere else.
  @SuppressWarnings("serial")
  private final transient Reply reply;

  Refusal(Reply reply) {
    super("refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
