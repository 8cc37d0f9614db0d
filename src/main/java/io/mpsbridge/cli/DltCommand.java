package io.mpsbridge.cli;

import picocli.CommandLine.Command;

@Command(
        name = "dlt",
        description = "Looks into dead letters, and sends again what was put aside.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DltListCommand.class, DltShowCommand.class, DltRedriveCommand.class})
final class DltCommand {}
