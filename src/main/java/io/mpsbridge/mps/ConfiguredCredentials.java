package io.mpsbridge.mps;

import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Configured credentials: values, files that hold them, or a mixture. */
final class ConfiguredCredentials implements CredentialProvider {

    private final CredentialSettings settings;
    private final @Nullable String fallbackToken;
    private final StableFiles files;

    /** @param fallbackToken the token's other name in the environment, used with an id and key that are values */
    ConfiguredCredentials(CredentialSettings settings, @Nullable String fallbackToken, StableFiles files) {
        this.settings = settings;
        this.fallbackToken = fallbackToken;
        this.files = files;
    }

    @Override
    public Mono<Credentials> load() {
        if (!settings.areGiven()) {
            return Mono.empty();
        }
        return configuredFiles().isEmpty()
                ? Mono.fromCallable(() -> withContents(List.of()))
                : Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());
    }

    private Credentials read() {
        List<Path> configured = configuredFiles();
        try {
            return withContents(files.read(configured));
        } catch (IOException e) {
            throw new CredentialException("the credential files " + configured + " cannot be read: " + e, e);
        }
    }

    private Credentials withContents(List<String> contents) {
        Iterator<String> next = contents.iterator();
        String id = settings.secretIdFile() == null
                ? settings.secretId()
                : next.next().strip();
        String key = settings.secretKeyFile() == null
                ? settings.secretKey()
                : next.next().strip();
        String token =
                settings.tokenFile() == null ? settings.token() : next.next().strip();
        return new Credentials(
                Objects.requireNonNull(id),
                Objects.requireNonNull(key),
                token == null ? otherToken() : token,
                source());
    }

    /** A token belongs to its id and key: one from the environment is not mixed with those of files. */
    private @Nullable String otherToken() {
        return settings.secretId() != null && settings.secretKey() != null ? fallbackToken : null;
    }

    private List<Path> configuredFiles() {
        return Stream.of(settings.secretIdFile(), settings.secretKeyFile(), settings.tokenFile())
                .filter(Objects::nonNull)
                .toList();
    }

    private String source() {
        List<String> parts = new ArrayList<>();
        if (settings.secretId() != null || settings.secretKey() != null) {
            parts.add("configuration");
        }
        configuredFiles().forEach(file -> parts.add("file " + file));
        return String.join(", ", parts);
    }
}
