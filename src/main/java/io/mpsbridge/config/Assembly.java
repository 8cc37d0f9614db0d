package io.mpsbridge.config;

import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.clients.KafkaSettings.Clients;
import io.mpsbridge.clients.KafkaSettings.Replicas;
import io.mpsbridge.clients.KafkaSettings.Start;
import io.mpsbridge.clients.KafkaSettings.Topics;
import io.mpsbridge.config.Values.Given;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.poll.PollSettings.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        Optional<KafkaSettings> kafka = values.build(() -> kafka(clients));
        List<AccountSettings> accounts = new AccountAssembly(values, problems).accounts();
        Optional<PollSettings> poll = values.build(this::poll);
        Optional<PipelineSettings> pipeline = values.build(this::pipeline);
        Optional<AdminSettings> admin = values.build(this::admin);
        problems.throwIfAny();
        Settings settings = new Settings(
                kafka.orElseThrow(), accounts, poll.orElseThrow(), pipeline.orElseThrow(), admin.orElseThrow());
        List<Problem> warnings = new ArrayList<>(environmentWarnings);
        protocolWarning(settings.kafka()).ifPresent(warnings::add);
        List<EffectiveProperty> effective = new ArrayList<>(effective());
        effective.addAll(clientSettings.effective());
        return new Configuration(settings, warnings, effective);
    }

    AdminSettings assembleAdmin() {
        Optional<AdminSettings> admin = values.build(this::admin);
        problems.throwIfAny();
        return admin.orElseThrow();
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
                        values.text(ConfigKeys.TOPIC_DEAD_LETTER),
                        values.optional(ConfigKeys.TOPIC_HINTS, text -> text)),
                values.text(ConfigKeys.GROUP_ID),
                values.text(ConfigKeys.INSTANCE_ID),
                replicas,
                start,
                maxInFlight,
                maxInFlightBytes,
                offsetMetadataLimit);
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
        Stream<ConfigKey> ofAccounts = AccountKey.accounts(values.properties()).stream()
                .flatMap(AccountKey::all)
                .filter(key -> values.given(key.name()) != null);
        return Stream.concat(ConfigKeys.all().stream(), ofAccounts)
                .map(this::effective)
                .toList();
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
