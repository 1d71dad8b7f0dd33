package ai.tickstock.web;

import io.javalin.http.HttpStatus;

/// An error as programs are told it: `application/problem+json`, RFC 9457.
record Problem(String type, String title, int status, String detail) {
  static Problem of(HttpStatus status, String detail) {
    return new Problem("about:blank", status.getMessage(), status.getCode(), detail);
  }
}
