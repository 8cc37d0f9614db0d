package io.mpsbridge.cli;

import picocli.CommandLine.Command;

@Command(
        name = "dlt",
        description = "Inspects dead letters and sends their records again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DltListCommand.class, DltShowCommand.class, DltRedriveCommand.class})
final class DltCommand {}
