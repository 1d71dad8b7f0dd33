package ai.tickstock.cli;

import picocli.CommandLine.Command;

/// `tickstock web`: who may use the admin console and the JSON API.
@Command(
    name = "web",
    mixinStandardHelpOptions = true,
    description = "Accounts and tokens of the admin console that 'tickstock serve' serves.",
    footer = {"", "Example: tickstock web users list"})
final class WebCommand {}
