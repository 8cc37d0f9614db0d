package io.mpsbridge.cli;

import io.mpsbridge.config.ConfigKey;
import io.mpsbridge.config.ConfigKeys;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.input.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command line to type again, without configuration properties, which may hold secrets. */
final class OwnArguments {

    private OwnArguments() {}

    static String of(CommandLine command) {
        Set<String> configuration =
                ConfigKeys.all().stream().map(ConfigKey::option).collect(Collectors.toSet());
        CommandLine.ParseResult parsed = command.getParseResult();
        List<String> words = new ArrayList<>(List.of(command.getCommandSpec().qualifiedName(" ")));
        for (PositionalParamSpec positional : parsed.matchedPositionals()) {
            positional.stringValues().forEach(value -> words.add(ShellWord.quoted(value)));
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            if (configuration.contains(option.longestName())) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(option.longestName());
            } else {
                option.stringValues().forEach(value -> words.add(option.longestName() + " " + ShellWord.quoted(value)));
            }
        }
        String configured = parsed.unmatched().isEmpty()
                        && parsed.matchedOptions().stream()
                                .noneMatch(option -> configuration.contains(option.longestName()))
                ? ""
                : " (and the same configuration)";
        return ForeignText.clean(String.join(" ", words)) + configured;
    }
}
