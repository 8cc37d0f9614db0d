package io.mpsbridge.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file given with {@code --config}. Error messages repeat none of its content.
 *
 * @param shown its path, printable; empty if there is none
 */
record ConfigFile(String shown, Map<String, String> properties) {
    static final String OPTION = "--config";

    private static final long LARGEST_BYTES = 1 << 20;

    static ConfigFile read(@Nullable Path file, Problems problems) {
        return file == null
                ? new ConfigFile("", Map.of())
                : new ConfigFile(Masking.printable(file.toString()), contents(file, problems));
    }

    private static Map<String, String> contents(Path file, Problems problems) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".properties")) {
                return properties(text(file));
            }
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                return YamlText.parse(text(file));
            }
            refuse(problems, file, "must end in .properties or .yaml");
        } catch (NoSuchFileException e) {
            refuse(problems, file, "does not exist");
        } catch (CharacterCodingException e) {
            refuse(problems, file, "is not UTF-8 text");
        } catch (IOException e) {
            refuse(problems, file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            refuse(problems, file, "is not a properties file: it has a malformed \\u escape");
        } catch (Malformed e) {
            refuse(problems, file, "is not YAML that can be used" + e.where);
        }
        return Map.of();
    }

    private static void refuse(Problems problems, Path file, String what) {
        String shown = Masking.printable(file.toString());
        problems.add(OPTION, shown, OPTION + " " + shown + " " + what, null);
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("larger than " + LARGEST_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static Map<String, String> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    /** The text is not in the file's format. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String where;

        Malformed(String where) {
            this.where = where;
        }
    }
}
