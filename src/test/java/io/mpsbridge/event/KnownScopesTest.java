package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events say of kind and account. */
class KnownScopesTest {

    private static Decoded decode(KnownScopes scopes, String members) {
        InboundRecord record = new InboundRecord(
                "task-created",
                0,
                0,
                Instant.EPOCH,
                null,
                ("{\"taskId\":\"t\"" + members + "}").getBytes(UTF_8),
                List.of());
        return new EventDecoder(InstantSource.fixed(EventFixtures.NOW), scopes).decode(record);
    }

    private static QuotaScope scope(KnownScopes scopes, String members) {
        return ((Decoded.Task) decode(scopes, members)).task().scope();
    }

    private static Decoded.Rejection rejection(KnownScopes scopes, String members) {
        return ((Decoded.Unreadable) decode(scopes, members)).rejection();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"kind\":null,\"account\":null", ",\"kind\":\"image\""})
    void anEventThatNamesNeitherIsAnImageOfTheDefaultAccount(String members) {
        assertThat(scope(KnownScopes.of(List.of("brand-a")), members)).isEqualTo(QuotaScope.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"image, IMAGE", "video, VIDEO", "audio, AUDIO"})
    void everyKindOfEveryAccountIsAScopeAndAlwaysTheSameObject(String label, TaskKind kind) {
        KnownScopes scopes = KnownScopes.of(List.of("brand-a", "brand-b"));
        String members = ",\"kind\":\"" + label + "\",\"account\":\"brand-b\"";

        assertThat(scope(scopes, members))
                .isEqualTo(new QuotaScope("brand-b", kind))
                .isSameAs(scope(scopes, members));
    }

    @Test
    void anUnknownKindIsALetterThatListsTheKnownOnes() {
        Decoded.Rejection rejection = rejection(KnownScopes.any(), ",\"kind\":\"song\\n\"");

        assertThat(rejection.code()).isEqualTo("unknown-kind");
        assertThat(rejection.message()).contains("image, video, audio", "song").doesNotContain("\n");
    }

    @Test
    void anUnknownAccountIsALetterThatSaysWhatToConfigure() {
        Decoded.Rejection rejection = rejection(KnownScopes.of(List.of("b", "a")), ",\"account\":\"c\"");

        assertThat(rejection.code()).isEqualTo("unknown-account");
        assertThat(rejection.message()).contains("\"c\"", "a, b", "mps.accounts.", "redrive");
    }

    @Test
    void withoutAccountsTheMessageSaysThatThereAreNone() {
        assertThat(rejection(KnownScopes.of(List.of()), ",\"account\":\"c\"").message())
                .contains("the default account alone");
    }

    @Test
    void manyAccountsDoNotFillTheMessage() {
        List<String> names = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> "account-" + i)
                .toList();

        assertThat(rejection(KnownScopes.of(names), ",\"account\":\"c\"").message())
                .hasSizeLessThan(600)
                .contains("redrive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",\"account\":\"\"", ",\"account\":\"../x\\n\"", ",\"account\":5", ",\"kind\":5", ",\"kind\":{}"
            })
    void whatIsNoNameIsAnInvalidField(String members) {
        assertThat(rejection(KnownScopes.any(), members).code()).isEqualTo("invalid-field");
    }
}
