package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.QuotaScope;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimesTest {

    @Test
    void anEventSaysBetweenWhichAgesItsTaskEnded() {
        assertThat(Lifetimes.read(bytes("{'taskId':'a','model':'m','status':'DONE','imageUrls':['https://a/1'],"
                        + "'submittedAt':'2026-11-24T10:00:00Z','lastUnfinishedAt':'2026-11-24T10:00:09.5Z',"
                        + "'detectedAt':'2026-11-24T10:00:11Z','polls':3,'metadata':{'a':1}}")))
                .contains(new Lifetime(QuotaScope.DEFAULT, "m", Duration.ofMillis(9_500), Duration.ofSeconds(11)));
    }

    @Test
    void aTaskThatMpsCouldNotMakeHasEndedToo() {
        assertThat(Lifetimes.read(bytes("{'reason':'GENERATION_FAILED','submittedAt':'2026-11-24T10:00:00Z',"
                        + "'lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}")))
                .contains(new Lifetime(QuotaScope.DEFAULT, null, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "{'submittedAt':'2026-11-24T10:00:00Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':'yesterday','lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':7,'lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':'2026-11-24T10:00:02Z','lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':'2026-11-24T10:00:00Z','lastUnfinishedAt':'2026-11-24T10:00:03Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':'0001-01-01T00:00:00Z','lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}",
                "{'submittedAt':'2026-11-24T10:00:00Z','lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'9999-11-24T10:00:02Z'}",
                "{'reason':'DEADLINE_EXCEEDED','submittedAt':'2026-11-24T10:00:00Z','lastUnfinishedAt':'2026-11-24T10:00:01Z','detectedAt':'2026-11-24T10:00:02Z'}"
            })
    void whatDoesNotSayItIsPassedOver(String data) {
        assertThat(Lifetimes.read(bytes(data))).isEmpty();
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
