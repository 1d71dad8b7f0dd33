package ai.tickstock.scenario;

/// An instrument with the way it trades, before both go separate ways.
record Candidate(Instrument instrument, Behaviour behaviour) {}
