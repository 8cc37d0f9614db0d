package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class CredentialSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path secrets;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private Path id;
    private Path key;

    @BeforeEach
    void writeFiles() throws IOException {
        id = Files.writeString(secrets.resolve("id"), "AKIDfirst\n");
        key = Files.writeString(secrets.resolve("key"), " key-first \r\n");
    }

    @Test
    void valuesComeFirst() throws IOException {
        CredentialSource source =
                source(MpsFixtures.PERMANENT, profile("[default]\nsecret_id=AKIDp\nsecret_key=key-p\n"));

        assertThat(now(source)).isEqualTo(new Credentials("AKIDpermanent-0123456789", "key-1", null, "configuration"));
    }

    @Test
    void aTokenUnderItsOtherNameGoesWithValuesThatHaveNone() {
        CredentialPlaces places = CredentialPlaces.of(Map.of("TENCENTCLOUD_SECURITY_TOKEN", "token-2"), secrets);

        assertThat(now(source(MpsFixtures.PERMANENT, places)).token()).isEqualTo("token-2");
        assertThat(now(source(MpsFixtures.values("AKIDx", "key", "token-1"), places))
                        .token())
                .isEqualTo("token-1");
        assertThat(now(source(MpsFixtures.files(id, key), places)).token()).isNull();
    }

    @Test
    void filesAreReadWithoutTheirBlanks() {
        CredentialSource source = source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE);

        assertThat(now(source))
                .isEqualTo(new Credentials("AKIDfirst", "key-first", null, "file " + id + ", file " + key));
        assertThat(source.source()).isEqualTo("file " + id + ", file " + key);
    }

    @Test
    void aTokenFileBelongsToTheTriple() throws IOException {
        Path token = Files.writeString(secrets.resolve("token"), "token-f\n");

        Credentials triple = now(source(
                new CredentialSettings("tencentcloud.", "AKIDv", null, null, null, key, token), MpsFixtures.NOWHERE));

        assertThat(List.of(triple.secretId(), triple.secretKey(), triple.token()))
                .containsExactly("AKIDv", "key-first", "token-f");
        assertThat(triple.source()).isEqualTo("configuration, file " + key + ", file " + token);
    }

    @Test
    void theFirstProfileThatHasTheSectionDecides() throws IOException {
        Path absent = secrets.resolve("absent");
        Path other = Files.writeString(secrets.resolve("other"), "[production]\nsecret_id=AKIDo\nsecret_key=o\n");
        Path second = Files.writeString(secrets.resolve("second"), """
                # comment
                secret_id = outside
                [other]
                secret_id = AKIDother
                secret_key = key-other
                [ default ]
                ; secret_id = AKIDcomment
                Secret_Id = AKIDsecond
                secret_key= a=b==
                token =
                nonsense
                """);

        CredentialPlaces places = new CredentialPlaces("default", List.of(absent, other, second), null, null, null);

        assertThat(now(source(MpsFixtures.NO_CREDENTIALS, places)))
                .isEqualTo(new Credentials("AKIDsecond", "a=b==", null, "profile [default] in " + second));
    }

    @Test
    void theEnvironmentNamesTheSection() throws IOException {
        Files.createDirectories(secrets.resolve(".tencentcloud"));
        Files.writeString(
                secrets.resolve(".tencentcloud/credentials"),
                "[default]\nsecret_id=AKIDd\nsecret_key=d\n[production]\nsecret_id=AKIDp\nsecret_key=p\ntoken=t\n");

        CredentialPlaces places = CredentialPlaces.of(Map.of("TENCENTCLOUD_PROFILE", "production"), secrets);

        assertThat(places.profileFiles())
                .containsExactly(
                        Path.of("/etc/tencentcloud/credentials"), secrets.resolve(".tencentcloud/credentials"));
        assertThat(now(source(MpsFixtures.NO_CREDENTIALS, places)).token()).isEqualTo("t");
    }

    @Test
    void halfAProfileIsAProblemAndNotPassedOver() throws IOException {
        CredentialSource source = source(MpsFixtures.NO_CREDENTIALS, profile("[default]\nsecret_id=AKIDp\n"));

        assertThatThrownBy(() -> now(source))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("has no secret_key in its section [default]");
        assertThat(source.source()).isEqualTo("none");
    }

    @Test
    void changedFilesAreReadAfterFiveSeconds() throws IOException {
        CredentialSource source = source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE);
        Credentials first = now(source);
        rotate("second");

        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(now(source)).isSameAs(first);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());

        assertThat(now(source).secretKey()).isEqualTo("key-second");
    }

    @Test
    void aReloadReadsAtOnce() throws IOException {
        CredentialSource source = source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE);
        assertThat(source.source()).isEqualTo("not read yet");
        now(source);
        rotate("second");

        source.reload().block(PATIENCE);

        assertThat(now(source).secretId()).isEqualTo("AKIDsecond");
    }

    @Test
    void whoAsksWhenAResultIsOutGetsAReadingOfHisOwn() {
        AtomicInteger loads = new AtomicInteger();
        CredentialProvider counting =
                () -> Mono.fromSupplier(() -> new Credentials("AKIDx", "key-" + loads.incrementAndGet(), null, "test"));
        CredentialSource source = new CredentialSource(List.of(counting), MpsFixtures.CLOCK, nanos::get);

        Mono<String> again = source.current()
                .flatMap(first -> source.reload().then(source.current()).map(Credentials::secretKey));

        assertThat(again.block(PATIENCE)).isEqualTo("key-2");
    }

    @Test
    void whatCannotBeReadAgainLeavesTheOldAndIsLoggedOnceForEachChange() throws IOException {
        CredentialSource source = source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE);
        Credentials first = now(source);
        try (CapturedLog log = CapturedLog.of(CredentialSource.class)) {
            Files.delete(key);
            source.reload().block(PATIENCE);
            source.reload().block(PATIENCE);
            assertThat(now(source)).isSameAs(first);
            Files.writeString(key, "key with blanks");
            source.reload().block(PATIENCE);
            assertThat(now(source)).isSameAs(first);
            Files.writeString(key, "key-first");
            source.reload().block(PATIENCE);
            source.reload().block(PATIENCE);

            assertThat(now(source)).isSameAs(first);
            assertThat(log.lines())
                    .hasSize(3)
                    .satisfiesExactly(
                            gone -> assertThat(gone)
                                    .startsWith("WARN Credentials cannot be read again, the known ones stay reason=")
                                    .contains("NoSuchFileException"),
                            blank -> assertThat(blank).startsWith("WARN").contains("holds a blank"),
                            again -> assertThat(again).startsWith("INFO Credentials can be read again"));
        }
    }

    @Test
    void aMissingFileIsTriedAgainUntilItIsThere() throws IOException {
        Files.delete(id);
        CredentialSource source = source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE);
        assertThatThrownBy(() -> now(source)).isInstanceOf(CredentialException.class);

        Files.writeString(id, "AKIDlate");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(now(source).secretId()).isEqualTo("AKIDlate");
    }

    @Test
    void aHangingPlaceCostsFiveSecondsAndNotTheCredentials() {
        Sinks.One<Credentials> never = Sinks.one();
        Credentials known = new Credentials("AKIDx", "key", null, "test");
        AtomicInteger loads = new AtomicInteger();
        CredentialProvider hangsLater = () -> loads.getAndIncrement() == 0 ? Mono.just(known) : never.asMono();
        CredentialSource source = new CredentialSource(List.of(hangsLater), MpsFixtures.CLOCK, nanos::get);
        now(source);

        StepVerifier.withVirtualTime(() -> source.reload().then(source.current()))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(5))
                .expectNext(known)
                .verifyComplete();
    }

    @Test
    void whileAPlaceHangsOneCallWaitsTwoSecondsAndTheOthersGoOnWithValidCredentials() {
        Sinks.One<Credentials> never = Sinks.one();
        Credentials known = new Credentials("AKIDx", "key", null, "test");
        AtomicInteger loads = new AtomicInteger();
        CredentialProvider hangsLater = () -> loads.getAndIncrement() == 0 ? Mono.just(known) : never.asMono();
        CredentialSource source = new CredentialSource(List.of(hangsLater), MpsFixtures.CLOCK, nanos::get);
        now(source);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        StepVerifier.withVirtualTime(() -> Flux.merge(
                        source.current().map(found -> "first"), source.current().map(found -> "second")))
                .expectNext("second")
                .expectNoEvent(Duration.ofSeconds(2))
                .expectNext("first")
                .verifyComplete();
        assertThat(loads).hasValue(2);
    }

    @Test
    void manyWhoAskAtOnceShareOneReadingThatOutlivesTheirCancellation() {
        Sinks.One<Credentials> slow = Sinks.one();
        AtomicInteger loads = new AtomicInteger();
        CredentialProvider provider = () -> Mono.defer(() -> {
            loads.incrementAndGet();
            return slow.asMono();
        });
        CredentialSource source = new CredentialSource(List.of(provider), MpsFixtures.CLOCK, nanos::get);

        StepVerifier.withVirtualTime(() -> {
                    source.current().subscribe().dispose();
                    return Flux.range(0, 10).flatMap(i -> source.current(), 10).collectList();
                })
                .then(() -> slow.tryEmitValue(new Credentials("AKIDx", "key", null, "test")))
                .assertNext(found -> assertThat(found).hasSize(10))
                .verifyComplete();

        assertThat(loads).hasValue(1);
        assertThat(now(source).secretId()).isEqualTo("AKIDx");
    }

    @Test
    void aRotationBetweenTwoFilesGivesNoTornPair() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        StableFiles rotatedWhileRead = new StableFiles(file -> {
            String content = Files.readString(file);
            if (reads.incrementAndGet() == 1) {
                rotate("second-longer");
            }
            return content.strip();
        });

        assertThat(rotatedWhileRead.read(List.of(id, key))).containsExactly("AKIDsecond-longer", "key-second-longer");
        assertThat(reads).hasValue(4);
    }

    @Test
    void aReplacedFileOfTheSameSizeAndTimeIsNoticedToo() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        StableFiles replacedWhileRead = new StableFiles(file -> {
            String content = Files.readString(file);
            if (reads.incrementAndGet() == 1) {
                replaceInPlace(id, "AKIDother");
                replaceInPlace(key, "key-other");
            }
            return content.strip();
        });

        assertThat(replacedWhileRead.read(List.of(id, key))).containsExactly("AKIDother", "key-other");
    }

    @Test
    void filesThatNeverStopChangingAreGivenUp() {
        AtomicInteger reads = new AtomicInteger();
        StableFiles restless = new StableFiles(file -> {
            Files.writeString(file, "x".repeat(reads.incrementAndGet()));
            return "x";
        });

        assertThatThrownBy(() -> restless.read(List.of(id)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed during each of 20 readings");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Files.writeString(id, "x".repeat(65_537));

        assertThatThrownBy(() -> now(source(MpsFixtures.files(id, key), MpsFixtures.NOWHERE)))
                .hasMessageContaining("larger than 65536 bytes");
    }

    @Test
    void noSecretIsEverLoggedOrPrinted() throws IOException {
        Files.writeString(id, "AKIDsecretsecretsecretsecret");
        Files.writeString(key, "key-do-not-show");
        CredentialPlaces places =
                CredentialPlaces.of(Map.of("TENCENTCLOUD_SECURITY_TOKEN", "token-do-not-show"), secrets);
        CredentialSettings values =
                MpsFixtures.values("AKIDsecretsecretsecretsecret", "key-do-not-show", "token-do-not-show");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            CredentialSource source = source(MpsFixtures.files(id, key), places);
            Credentials read = now(source);
            Files.writeString(key, "key-do-not-show and blanks");
            source.reload().block(PATIENCE);
            Files.writeString(key, "key-do-not-show-2");
            source.reload().block(PATIENCE);
            Throwable wrong = problem(source(MpsFixtures.values("id", "key-do-not-show \n", null), places));

            assertThat(log.lines()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(log.lines() + " " + read + places + values + wrong + source.source())
                    .doesNotContain("do-not-show")
                    .doesNotContain("secretsecretsecret");
        }
    }

    private static Throwable problem(CredentialSource source) {
        try {
            return new AssertionError("usable: " + now(source));
        } catch (CredentialException e) {
            return e;
        }
    }

    private static Credentials now(CredentialSource source) {
        return source.current().block(PATIENCE);
    }

    private CredentialSource source(CredentialSettings settings, CredentialPlaces places) {
        return CredentialSource.create(
                MpsFixtures.settings("http://127.0.0.1:1", settings), places, MpsFixtures.CLOCK, nanos::get);
    }

    private CredentialPlaces profile(String content) throws IOException {
        return new CredentialPlaces(
                "default", List.of(Files.writeString(secrets.resolve("profile"), content)), null, null, null);
    }

    private void rotate(String name) throws IOException {
        Files.writeString(id, "AKID" + name);
        Files.writeString(key, "key-" + name);
    }

    /** As a mounted secret is updated: a new file under the old name. */
    private static void replaceInPlace(Path file, String content) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next"), content + "\n");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
