package io.mpsbridge.mps;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The vendor's profile files: the first that exists and has the section decides. */
final class ProfileCredentials implements CredentialProvider {

    private final String profile;
    private final List<Path> candidates;
    private final StableFiles files;

    ProfileCredentials(String profile, List<Path> candidates, StableFiles files) {
        this.profile = profile;
        this.candidates = List.copyOf(candidates);
        this.files = files;
    }

    @Override
    public Mono<Credentials> load() {
        return Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());
    }

    private @Nullable Credentials read() {
        for (Path candidate : candidates) {
            Credentials found = readFrom(candidate);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Credentials readFrom(Path file) {
        Map<String, String> section;
        try {
            section = section(files.read(List.of(file)).get(0));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new CredentialException("the profile " + file + " cannot be read: " + e, e);
        }
        String id = section.get("secret_id");
        String key = section.get("secret_key");
        if (id == null && key == null) {
            return null;
        }
        if (id == null || key == null) {
            throw new CredentialException("the profile " + file + " has no " + (id == null ? "secret_id" : "secret_key")
                    + " in its section [" + profile + "]");
        }
        return new Credentials(id, key, section.get("token"), "profile [" + profile + "] in " + file);
    }

    /** The keys, in lower case, with values that are not empty. */
    private Map<String, String> section(String ini) {
        Map<String, String> found = new HashMap<>();
        boolean inside = false;
        for (String raw : ini.lines().map(String::strip).toList()) {
            if (raw.startsWith("[") && raw.endsWith("]")) {
                inside = raw.substring(1, raw.length() - 1).strip().equals(profile);
            } else if (inside && !raw.startsWith("#") && !raw.startsWith(";")) {
                int equals = raw.indexOf('=');
                String value = raw.substring(equals + 1).strip();
                if (equals > 0 && !value.isEmpty()) {
                    found.put(raw.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
                }
            }
        }
        return found;
    }
}
