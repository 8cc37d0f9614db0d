package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.task.TaskKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

    private static Loading brandA() {
        return Loading.valid()
                .option("mps.accounts.brand-a.secret-id", "AKIDa")
                .option("mps.accounts.brand-a.secret-key", "key-a");
    }

    private static AccountSettings named(Settings settings, String name) {
        return settings.accounts().stream()
                .filter(account -> name.equals(account.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAnyThereIsTheDefaultAccountAlone() {
        Settings settings = Loading.valid().settings();

        assertThat(settings.accounts()).hasSize(1).first().satisfies(account -> {
            assertThat(account.name()).isNull();
            assertThat(account.limits()).hasSize(TaskKind.values().length);
        });
        assertThat(settings.mps().maxConnections()).isEqualTo(60);
    }

    @Test
    void whatAnAccountLeavesOutIsTheDefaultAccountsExceptCredentials() {
        Settings settings = brandA().option("mps.endpoint", "https://default.example")
                .option("mps.region", "ap-singapore")
                .option("mps.rate-limit", "5")
                .option("mps.rate-limit.video", "7")
                .option("tencentcloud.secret-id", "AKIDdefault")
                .option("tencentcloud.secret-key", "key")
                .option("tencentcloud.token", "default-token")
                .settings();

        AccountSettings account = named(settings, "brand-a");
        assertThat(account.mps().endpoint()).isEqualTo(URI.create("https://default.example"));
        assertThat(account.mps().region()).isEqualTo("ap-singapore");
        assertThat(account.mps().credentials())
                .isEqualTo(new CredentialSettings("mps.accounts.brand-a.", "AKIDa", "key-a", null, null, null, null));
        assertThat(List.of(TaskKind.values()))
                .extracting(kind -> account.limit(kind).permitsPerSecond())
                .containsExactly(5, 7, 5);
    }

    @ParameterizedTest(name = "rate-limit={0}, rate-limit.video={1} -> {2}")
    @CsvSource({",, 5|7|5", "3,, 3|3|3", ",9, 5|9|5", "3,9, 3|9|3"})
    void theNarrowestLimitHolds(String all, String video, String expected) {
        Loading loading = brandA().option("mps.rate-limit", "5").option("mps.rate-limit.video", "7");
        if (all != null) {
            loading.option("mps.accounts.brand-a.rate-limit", all);
        }
        if (video != null) {
            loading.option("mps.accounts.brand-a.rate-limit.video", video);
        }

        AccountSettings account = named(loading.settings(), "brand-a");

        assertThat(account.limit(TaskKind.IMAGE).permitsPerSecond() + "|"
                        + account.limit(TaskKind.VIDEO).permitsPerSecond() + "|"
                        + account.limit(TaskKind.AUDIO).permitsPerSecond())
                .isEqualTo(expected);
    }

    @Test
    void aVariableMeansTheAccountThatItsNameFits(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), """
                mps:
                  accounts:
                    Brand_A:
                      secret-id: AKIDa
                """);

        Settings settings = Loading.valid()
                .file(file)
                .env("MPS_ACCOUNTS_BRAND_A_SECRET_KEY", "key-a")
                .env("MPS_ACCOUNTS_BRAND_B_SECRET_ID_FILE", "/run/id")
                .env("MPS_ACCOUNTS_BRAND_B_SECRET_KEY", "key-b")
                .env("MPS_ACCOUNTS_BRAND_B_RATE_LIMIT_VIDEO", "9")
                .settings();

        assertThat(settings.accountNames()).containsExactly("Brand_A", "brand-b");
        assertThat(named(settings, "brand-b").mps().credentials().secretIdFile())
                .isEqualTo(Path.of("/run/id"));
        assertThat(named(settings, "brand-b").limit(TaskKind.VIDEO).permitsPerSecond())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            endpoint       | ftp://x    | must start with https://
            endpoint       | http://far | must be https:// unless its host is loopback
            region         | a b        | must be the name of a region
            rate-limit     | 0          | must be from 1 to 100000
            rate-limit     | many       | must be a whole number
            rate-limit.video | 0        | must be from 1 to 100000
            secret-id-file | /run/id    | is given both as a value and as the file
            """)
    void aMistakeNamesTheAccountsKey(String field, String value, String message) {
        Problem problem =
                brandA().option("mps.accounts.brand-a." + field, value).problem();

        assertThat(problem.key()).startsWith("mps.accounts.brand-a.");
        assertThat(problem.message()).startsWith(problem.key()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mps.rate-limit", "mps.rate-limit.video", "mps.rate-limit.audio"})
    void aLimitThatIsNoneIsOneMistakeAmongOthers(String key) {
        assertThat(Loading.valid().option(key, "0").option("mps.region", "a b").problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(key, "mps.region");
    }

    @Test
    void everyMistakeOfEveryAccountIsReportedAtOnce() {
        assertThat(brandA().option("mps.accounts.brand-a.region", "a b")
                        .option("mps.accounts.brand-a.rate-limit", "0")
                        .option("mps.accounts.brand-b.endpoint", "https://b.example")
                        .option("mps.accounts.brand-c.secret-id", "AKIDc")
                        .problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "mps.accounts.brand-a.region",
                        "mps.accounts.brand-a.rate-limit",
                        "mps.accounts.brand-b.secret-id",
                        "mps.accounts.brand-c.secret-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a b", "a.b", "ä", "default"})
    void aNameThatCannotBeUsedIsRefused(String name) {
        Problem problem = Loading.valid()
                .option("mps.accounts." + name + ".secret-id", "AKIDa")
                .option("mps.accounts." + name + ".secret-key", "key")
                .problem();

        assertThat(problem.message()).startsWith("mps.accounts." + name + " must");
    }

    @Test
    void twoNamesThatAreOneInTheEnvironmentAreRefused() {
        Problem problem = brandA().option("mps.accounts.brand_a.secret-id", "AKIDb")
                .option("mps.accounts.brand_a.secret-key", "key")
                .problem();

        assertThat(problem.message()).contains("mps.accounts.brand_a", "mps.accounts.brand-a", "rename");
    }

    @Test
    void oneAccountUnderTwoNamesIsRefusedSinceItHasOneQuota() {
        assertThat(brandA().option("mps.accounts.again.secret-id", "AKIDa")
                        .option("mps.accounts.again.secret-key", "key-a")
                        .problem()
                        .message())
                .contains("mps.accounts.again.secret-id", "mps.accounts.brand-a.secret-id", "once")
                .doesNotContain("AKIDa");
        assertThat(brandA().option("tencentcloud.secret-id", "AKIDa")
                        .option("tencentcloud.secret-key", "key-a")
                        .problem()
                        .message())
                .contains("tencentcloud.secret-id");
    }

    @Test
    void aMisspeltFieldIsSuggested() {
        Problem problem =
                brandA().option("mps.accounts.brand-a.secretkey", "geheim").problem();

        assertThat(problem.suggestion()).isEqualTo("mps.accounts.brand-a.secret-key");
        assertThat(problem.message()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "mps.acounts.brand-a.secret-id, mps.accounts.brand-a.secret-id",
        "mps.account.x.rate-limits, mps.accounts.x.rate-limit",
        "mps.accounts..secret-key, mps.accounts.<name>.secret-key",
        "mps.acounts..token, mps.accounts.<name>.token",
        "mps.accounts.x.nothing-like-it, ",
    })
    void aMisspeltSectionOrAMissingNameIsSuggested(String given, String meant) {
        assertThat(Loading.valid().option(given, "geheim").problem().suggestion())
                .isEqualTo(meant);
    }

    @Test
    void secretsAreMaskedAndOriginsTold() {
        assertThat(brandA().effective("mps.accounts.brand-a.secret-key").shown())
                .isEqualTo("****");
        assertThat(brandA().effective("mps.accounts.brand-a.secret-key").origin())
                .hasToString("command line --mps.accounts.brand-a.secret-key");
        assertThat(brandA().settings()).asString().doesNotContain("key-a", "AKIDa");
    }
}
