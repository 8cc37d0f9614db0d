package io.mpsbridge.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML as properties. A class of its own, so that the parser is loaded only for a YAML file. */
final class YamlText {

    private YamlText() {}

    static Map<String, String> parse(String text) throws ConfigFile.Malformed {
        Map<String, String> parsed;
        try {
            parsed = new YamlConfigSource("file", text, 0).getProperties();
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new ConfigFile.Malformed(mark == null ? "" : " (line " + (mark.getLine() + 1) + ")");
        } catch (YAMLException | ClassCastException e) {
            throw new ConfigFile.Malformed("");
        } catch (StackOverflowError e) {
            throw new ConfigFile.Malformed(": it refers to itself");
        }
        Map<String, String> flat = new TreeMap<>();
        parsed.forEach((key, value) -> {
            if (parsed.containsKey(key + "[0]")) {
                flat.put(plain(key), value.replace("\\,", ","));
            } else if (!key.endsWith("]")) {
                flat.put(plain(key), value);
            }
        });
        return flat;
    }

    /** The parser quotes a key that contains a dot. */
    private static String plain(String key) {
        return key.replace("\"", "");
    }
}
