package ai.tickstock.notify;

/// How far an event's way to Redis is.
///
/// @param error of the last attempt; empty when there was none
public record EventState(NoticeDelivery.State state, String error) {}
