package io.mpsbridge.check;

import io.mpsbridge.config.AccountSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.mps.CredentialPlaces;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.mps.MpsClient;
import io.mpsbridge.mps.PeerCertificate;
import io.mpsbridge.mps.Probe;
import io.mpsbridge.mps.TlsFiles;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which way MPS is reached, and whether it answers and accepts the credentials: one signed call about no task. */
public final class MpsCheck {

    /** MPS refuses requests with a larger skew. */
    private static final Duration REFUSED_SKEW = Duration.ofMinutes(5);

    private static final Duration WORRYING_SKEW = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    /** A certificate that ends this soon should have been renewed. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final String NO_TASK = "mps-bridge-check";

    private final Settings settings;
    private final CredentialPlaces places;
    private final InstantSource wall;

    /** @param environment for the credential chain */
    public MpsCheck(Settings settings, Map<String, String> environment) {
        this(settings, environment, InstantSource.system());
    }

    MpsCheck(Settings settings, Map<String, String> environment, InstantSource wall) {
        this.settings = settings;
        this.places = CredentialPlaces.of(environment, Path.of(System.getProperty("user.home", "/")));
        this.wall = wall;
    }

    /** Costs one request of the image quota of each account; the way to one endpoint is told once. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        settings.accounts().forEach(account -> findings.addAll(findings(account)));
        idleFiles().ifPresent(findings::add);
        return findings;
    }

    /** Files that are broken now would stop polling on the day when the endpoint becomes https://. */
    private Optional<Finding> idleFiles() {
        if (!TlsFiles.areIdle(
                settings.accounts().stream().map(AccountSettings::mps).toList())) {
            return Optional.empty();
        }
        String what = "tls files";
        String unused = "mps.tls.* is not used, since " + settings.mps().endpoint() + " is not https://";
        return TlsFiles.problem(settings.mps(), System::nanoTime)
                .blockOptional(TIMEOUT)
                .map(problem -> problem.isEmpty()
                        ? Finding.note(what, unused)
                        : Finding.warning(what, unused + ", and would not work: " + problem));
    }

    private List<Finding> findings(AccountSettings account) {
        CredentialSource credentials = account.name() == null
                ? CredentialSource.create(account.mps(), places, wall, System::nanoTime)
                : CredentialSource.configured(account.mps().credentials(), wall, System::nanoTime);
        MpsClient client = MpsClient.create(account.mps(), credentials, wall, System::nanoTime);
        try {
            Probe probe = client.probe(TaskKind.IMAGE, NO_TASK).block(TIMEOUT);
            return probe == null ? List.of() : findings(account, probe);
        } finally {
            client.close().then(credentials.close()).block(CLOSE_TIMEOUT);
        }
    }

    private static String of(AccountSettings account) {
        return account.name() == null ? "" : " of account " + account.name();
    }

    private List<Finding> findings(AccountSettings account, Probe probe) {
        List<Finding> findings = new ArrayList<>();
        boolean isWayKnown = account.name() != null
                && account.mps().endpoint().equals(settings.mps().endpoint());
        if (!isWayKnown) {
            findings.addAll(way(account, probe.way()));
        }
        findings.add(probe.verdict().fold(new Meaning("mps " + account.mps().endpoint() + of(account), probe)));
        if (!isWayKnown && probe.clockSkew() != null) {
            findings.add(clock("clock" + of(account), probe.clockSkew().abs()));
        }
        return findings;
    }

    private List<Finding> way(AccountSettings account, Probe.Way way) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("route" + of(account), way.route()));
        certificate(
                        "certificate" + of(account),
                        way.peer(),
                        "whoever runs " + account.mps().endpoint() + " must renew it")
                .ifPresent(findings::add);
        certificate("client certificate" + of(account), way.own(), "renew the file of mps.tls.certificate")
                .ifPresent(findings::add);
        return findings;
    }

    private static Finding clock(String what, Duration off) {
        String text = "this machine's clock is off by " + off.toSeconds() + " s";
        return off.compareTo(WORRYING_SKEW) < 0
                ? Finding.good(what, text)
                : Finding.bad(
                        what,
                        text + "; MPS refuses requests that are " + REFUSED_SKEW.toMinutes()
                                + " min off: synchronise it (NTP)");
    }

    private Optional<Finding> certificate(String what, @Nullable PeerCertificate certificate, String remedy) {
        if (certificate == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(wall.instant(), certificate.validUntil());
        return Optional.of(
                left.compareTo(SOON) > 0
                        ? Finding.good(what, certificate.shown())
                        : Finding.warning(
                                what,
                                certificate.shown()
                                        + (left.isNegative()
                                                ? ", has ended: "
                                                : ", ends in " + left.toDays() + " days: ")
                                        + remedy));
    }

    /** Any answer about the task means that MPS accepted the credentials. */
    private record Meaning(String what, Probe probe) implements Verdict.Cases<Finding> {

        private Finding accepted() {
            return Finding.good(what, "credentials accepted, from " + probe.credentialSource());
        }

        @Override
        public Finding done(Verdict.Done verdict) {
            return accepted();
        }

        @Override
        public Finding failed(Verdict.Failed verdict) {
            return accepted();
        }

        @Override
        public Finding unfinished(Verdict.Unfinished verdict) {
            return accepted();
        }

        @Override
        public Finding notFound(Verdict.NotFound verdict) {
            return accepted();
        }

        @Override
        public Finding malformed(Verdict.Malformed verdict) {
            return accepted();
        }

        @Override
        public Finding throttled(Verdict.Throttled verdict) {
            return Finding.warning(
                    what,
                    "credentials accepted, from " + probe.credentialSource() + "; the quota is used up right now ("
                            + verdict.code() + "). Unless a bridge of this account is at its limit, something else uses"
                            + " the quota too: lower mps.rate-limit to what is left, or give the bridge an account of"
                            + " its own");
        }

        @Override
        public Finding unavailable(Verdict.Unavailable verdict) {
            boolean asNameless = verdict.code().equals("http-400")
                    && probe.way().peer() != null
                    && probe.way().own() == null;
            return Finding.bad(
                    what,
                    verdict.code() + ": " + verdict.message()
                            + (asNameless
                                    ? "; gateways do so that want a client certificate: set mps.tls.certificate and mps.tls.key"
                                    : ""));
        }

        @Override
        public Finding refused(Verdict.Refused verdict) {
            return Finding.bad(
                    what,
                    verdict.code() + ": " + verdict.message() + " (credentials from " + probe.credentialSource() + ")");
        }
    }
}
