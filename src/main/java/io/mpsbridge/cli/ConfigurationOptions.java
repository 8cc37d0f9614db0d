package io.mpsbridge.cli;

import io.mpsbridge.clients.TokenSources;
import io.mpsbridge.config.ConfigKey;
import io.mpsbridge.config.ConfigKeys;
import io.mpsbridge.config.Configuration;
import io.mpsbridge.config.Problem;
import io.mpsbridge.config.SettingsLoader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every property as an option, for commands that read the configuration. */
final class ConfigurationOptions {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationOptions.class);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--config", paramLabel = "<file>", description = "A .properties or .yaml file.")
    private @Nullable Path file;

    /** Adds an option for each property to a command that has this mixin. */
    static void declare(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (!spec.mixins().containsKey("configuration")) {
            return;
        }
        // Only the clients know the names in --kafka.<client key>=<value>; load() reports the wrong ones.
        command.setUnmatchedArgumentsAllowed(true);
        for (ConfigKey key : ConfigKeys.all()) {
            String defaultText = key.defaultValue() == null ? "" : " Default: " + key.defaultValue() + ".";
            spec.addOption(OptionSpec.builder(key.option())
                    .type(String.class)
                    .paramLabel("<" + key.type().label() + ">")
                    .description(key.description() + defaultText.replace("%", "%%"))
                    .build());
        }
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "Each property can also be an environment variable (bridge.group-id: BRIDGE_GROUP_ID) or be set in"
                                + " the file. Set client properties with --kafka.<key>, --kafka.consumer.<key>,"
                                + " --kafka.producer.<key> or --kafka.admin.<key>, and further accounts of MPS with"
                                + " --mps.accounts.<name>.<key>, where <key> is secret-id, secret-key, token (each also"
                                + " with -file), endpoint, region or rate-limit (also .image, .video, .audio).");
    }

    /** Reads the configuration and logs its warnings. */
    Configuration load() {
        Configuration configuration =
                new SettingsLoader(ConfigurationOptions::hostName).load(given(), System.getenv(), file);
        for (Problem warning : configuration.warnings()) {
            LOG.atWarn().addKeyValue("key", warning.key()).log("{}", warning);
        }
        TokenSources.allow(configuration.settings().kafka().clients());
        return configuration;
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        for (ConfigKey key : ConfigKeys.all()) {
            String value = command.commandLine().getParseResult().matchedOptionValue(key.option(), null);
            if (value != null) {
                given.put(key.name(), value);
            }
        }
        for (String other : command.commandLine().getParseResult().unmatched()) {
            int equals = other.indexOf('=');
            // A property has a dot in its name; anything else was meant for the command.
            if (!other.startsWith("--")
                    || equals < 0
                    || !other.substring(0, equals).contains(".")) {
                throw new ParameterException(command.commandLine(), WrongUsage.unknown(command.commandLine(), other));
            }
            given.put(other.substring(2, equals), other.substring(equals + 1));
        }
        return given;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
