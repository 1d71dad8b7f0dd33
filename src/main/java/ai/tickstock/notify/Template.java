package ai.tickstock.notify;

/// How a notice's facts are shown.
interface Template {
  Content content();
}
