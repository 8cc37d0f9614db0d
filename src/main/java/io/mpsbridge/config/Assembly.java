package io.mpsbridge.config;

import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.clients.KafkaSettings.Clients;
import io.mpsbridge.clients.KafkaSettings.Replicas;
import io.mpsbridge.clients.KafkaSettings.Start;
import io.mpsbridge.clients.KafkaSettings.Topics;
import io.mpsbridge.config.Values.Given;
import io.mpsbridge.input.InvalidSettingException;
import io.mpsbridge.limit.LimitSettings;
import io.mpsbridge.mps.MpsSettings;
import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.mps.ProxySettings;
import io.mpsbridge.mps.TlsSettings;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.poll.PollSettings.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Fills the features' settings records, which validate themselves. */
final class Assembly {
    private final Values values;
    private final Problems problems;

    Assembly(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Configuration assemble(List<Problem> environmentWarnings) {
        // Only to check that it is present: the clients get it with kafka.*.
        values.text(ConfigKeys.BOOTSTRAP_SERVERS);
        ClientSettings clientSettings = new ClientSettings(values, problems);
        Clients clients = clientSettings.read();
        Optional<KafkaSettings> kafka = build(() -> kafka(clients));
        Optional<LimitSettings> limit = build(this::limit);
        Optional<MpsSettings> mps = build(this::mps);
        Optional<PollSettings> poll = build(this::poll);
        Optional<PipelineSettings> pipeline = build(this::pipeline);
        Optional<AdminSettings> admin = build(this::admin);
        problems.throwIfAny();
        Settings settings = new Settings(
                kafka.orElseThrow(),
                mps.orElseThrow(),
                limit.orElseThrow(),
                poll.orElseThrow(),
                pipeline.orElseThrow(),
                admin.orElseThrow());
        List<Problem> warnings = new ArrayList<>(environmentWarnings);
        protocolWarning(settings.kafka()).ifPresent(warnings::add);
        List<EffectiveProperty> effective = new ArrayList<>(effective());
        effective.addAll(clientSettings.effective());
        return new Configuration(settings, warnings, effective);
    }

    /** A record refuses one key at a time; replacing it with its default reveals the next mistake. */
    private <T> Optional<T> build(Supplier<T> settings) {
        while (true) {
            try {
                return Optional.of(settings.get());
            } catch (InvalidSettingException refusal) {
                if (!values.refused(refusal)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Reads all values before it builds a record: contradictory topics must not hide later mistakes. */
    private KafkaSettings kafka(Clients clients) {
        Replicas replicas = values.read(ConfigKeys.REPLICAS, text -> Parse.choice(text, Replicas.class));
        Start start = values.read(ConfigKeys.START, text -> Parse.choice(text, Start.class));
        int maxInFlight = values.read(ConfigKeys.MAX_IN_FLIGHT, Parse::integer);
        long maxInFlightBytes = values.read(ConfigKeys.MAX_IN_FLIGHT_BYTES, Parse::size);
        int offsetMetadataLimit = values.read(ConfigKeys.OFFSET_METADATA_LIMIT, Parse::integer);
        return new KafkaSettings(
                clients,
                new Topics(
                        values.text(ConfigKeys.TOPIC_CREATED),
                        values.text(ConfigKeys.TOPIC_COMPLETED),
                        values.text(ConfigKeys.TOPIC_FAILED),
                        values.text(ConfigKeys.TOPIC_DEAD_LETTER)),
                values.text(ConfigKeys.GROUP_ID),
                values.text(ConfigKeys.INSTANCE_ID),
                replicas,
                start,
                maxInFlight,
                maxInFlightBytes,
                offsetMetadataLimit);
    }

    private LimitSettings limit() {
        return new LimitSettings(values.read(ConfigKeys.RATE_LIMIT, Parse::integer));
    }

    private MpsSettings mps() {
        CredentialSettings credentials = new CredentialSettings(
                values.optional(ConfigKeys.SECRET_ID, Function.identity()),
                values.optional(ConfigKeys.SECRET_KEY, Function.identity()),
                values.optional(ConfigKeys.TOKEN, Function.identity()),
                values.optional(ConfigKeys.SECRET_ID_FILE, Parse::path),
                values.optional(ConfigKeys.SECRET_KEY_FILE, Parse::path),
                values.optional(ConfigKeys.TOKEN_FILE, Parse::path));
        return new MpsSettings(
                values.read(ConfigKeys.ENDPOINT, Parse::uri),
                values.read(ConfigKeys.ALLOW_HTTP, Parse::flag),
                values.optional(ConfigKeys.REGION, Function.identity()),
                values.read(ConfigKeys.CONNECT_TIMEOUT, Parse::duration),
                values.read(ConfigKeys.RESPONSE_TIMEOUT, Parse::duration),
                MpsSettings.connectionsFor(values.read(ConfigKeys.RATE_LIMIT, Parse::integer)),
                credentials,
                proxy(),
                tls());
    }

    private TlsSettings tls() {
        List<Path> trust = values.optional(
                ConfigKeys.TLS_TRUST,
                text -> Parse.list(text).stream().map(Parse::path).toList());
        return new TlsSettings(
                trust == null ? List.of() : trust,
                values.read(ConfigKeys.TLS_TRUST_ONLY, Parse::flag),
                values.optional(ConfigKeys.TLS_CERTIFICATE, Parse::path),
                values.optional(ConfigKeys.TLS_KEY, Parse::path),
                values.optional(ConfigKeys.TLS_KEY_PASSWORD, Function.identity()),
                values.optional(ConfigKeys.TLS_KEY_PASSWORD_FILE, Parse::path));
    }

    private ProxySettings proxy() {
        List<String> direct = values.optional(ConfigKeys.NO_PROXY, Parse::list);
        return new ProxySettings(
                values.optional(ConfigKeys.PROXY_URL, Function.identity()),
                from(ConfigKeys.PROXY_URL),
                values.optional(ConfigKeys.PROXY_USER, Function.identity()),
                values.optional(ConfigKeys.PROXY_PASSWORD, Function.identity()),
                values.optional(ConfigKeys.PROXY_PASSWORD_FILE, Parse::path),
                direct == null ? List.of() : direct,
                from(ConfigKeys.NO_PROXY));
    }

    /** The name to change for another value: the standard variable that stands in for the key, or else the key. */
    private String from(ConfigKey key) {
        Given given = values.given(key.name());
        return given != null && ProxyVariables.isOne(given.origin().detail())
                ? given.origin().detail()
                : key.name();
    }

    private PollSettings poll() {
        return new PollSettings(
                values.read(ConfigKeys.POLICY, text -> Parse.choice(text, Policy.class)),
                values.read(ConfigKeys.MIN_INTERVAL, Parse::duration),
                values.read(ConfigKeys.MAX_INTERVAL, Parse::duration),
                values.read(ConfigKeys.BACKOFF_FACTOR, Parse::decimal));
    }

    private PipelineSettings pipeline() {
        return new PipelineSettings(
                values.read(ConfigKeys.TASK_TIMEOUT, Parse::duration),
                values.read(ConfigKeys.MAX_TASK_AGE, Parse::duration),
                values.read(ConfigKeys.NOT_FOUND_GRACE, Parse::duration));
    }

    private AdminSettings admin() {
        return new AdminSettings(
                values.text(ConfigKeys.ADMIN_HOST), values.read(ConfigKeys.ADMIN_PORT, Parse::integer));
    }

    private static Optional<Problem> protocolWarning(KafkaSettings kafka) {
        String protocol = kafka.clients().consumer().getOrDefault("group.protocol", "");
        if (!protocol.equalsIgnoreCase("consumer") || kafka.replicas() != Replicas.STANDBY) {
            return Optional.empty();
        }
        String key = ConfigKeys.REPLICAS.name();
        String message = key + "=standby has no effect under kafka.consumer.group.protocol=consumer, where the broker"
                + " divides the partitions: set " + key + "=shared";
        return Optional.of(new Problem(key, "standby", message, null));
    }

    private List<EffectiveProperty> effective() {
        return ConfigKeys.all().stream().map(this::effective).toList();
    }

    private EffectiveProperty effective(ConfigKey key) {
        Given given = values.given(key.name());
        return given == null
                ? new EffectiveProperty(key.name(), "", new ValueOrigin(ValueOrigin.Source.DEFAULT, ""))
                : new EffectiveProperty(
                        key.name(),
                        given.value().isBlank() ? "" : Masking.shown(given.value(), key.secret()),
                        given.origin());
    }
}
