package ai.tickstock.web;

import io.javalin.http.HttpStatus;

/// A request that cannot be answered; the message tells people what is wrong with it.
final class Misasked extends RuntimeException {
  private final transient HttpStatus status;

  Misasked(HttpStatus status, String message) {
    super(message);
    this.status = status;
  }

  static Misasked wrong(String message) {
    return new Misasked(HttpStatus.BAD_REQUEST, message);
  }

  static Misasked broken(String message) {
    return new Misasked(HttpStatus.INTERNAL_SERVER_ERROR, message);
  }

  /// Of a process that was told to stop while it waited.
  static Misasked stopping() {
    Thread.currentThread().interrupt();
    return new Misasked(HttpStatus.SERVICE_UNAVAILABLE, "the process stops");
  }

  HttpStatus status() {
    return status;
  }
}
