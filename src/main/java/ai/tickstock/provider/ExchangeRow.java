package ai.tickstock.provider;

import java.util.Optional;

/// An exchange or a reporting facility as a vendor lists it. Two rows can share an id.
///
/// @param type `exchange`, `TRF`, `SIP`, `ORF`; an open set
/// @param mic missing for the SIPs
public record ExchangeRow(
    int id, String type, String name, Optional<String> mic, Optional<String> operatingMic) {}
