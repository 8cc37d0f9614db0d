package io.mpsbridge.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options, with messages that follow the option's name and say what to write. */
final class Converters {

    private Converters() {}

    /** For the commands that have been added. Finds the enums that they use, since a bridge need not load all. */
    static void register(CommandLine commandLine) {
        for (CommandLine subcommand : commandLine.getSubcommands().values()) {
            subcommand.getCommandSpec().args().stream()
                    .map(argument -> argument.auxiliaryTypes()[0])
                    .filter(Class::isEnum)
                    .forEach(type -> registerChoice(subcommand, type));
            register(subcommand);
        }
        commandLine
                .registerConverter(Instant.class, Converters::time)
                .registerConverter(int.class, number(Integer::valueOf))
                .registerConverter(long.class, number(Long::valueOf))
                .registerConverter(double.class, number(Double::valueOf));
    }

    private static <T> void registerChoice(CommandLine command, Class<T> type) {
        command.registerConverter(type, text -> choice(text, type.getEnumConstants()));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("must be a time with its zone, such as " + example(text)
                    + " (UTC) or 2026-11-23T18:00:00+08:00, is '" + text + "'");
        }
    }

    /** What was probably meant, or any time. */
    private static String example(String text) {
        try {
            LocalDateTime local = text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay();
            return local.toInstant(ZoneOffset.UTC).toString();
        } catch (DateTimeException e) {
            return "2026-11-23T10:00:00Z";
        }
    }

    private static <T> ITypeConverter<T> number(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be a number, is '" + text + "'");
            }
        };
    }

    private static <T> T choice(String text, T[] all) {
        return Arrays.stream(all)
                .filter(each -> each.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be "
                        + Arrays.stream(all)
                                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or "))
                        + ", is '" + text + "'"));
    }
}
