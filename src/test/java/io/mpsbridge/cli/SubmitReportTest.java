package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitReportTest {

    private final StringWriter err = new StringWriter();

    private String warned(List<String> known, String account) {
        SubmitReport report = new SubmitReport(
                        new PrintWriter(new StringWriter()), new PrintWriter(err), false, -1, () -> 0)
                .knowing(known);
        report.ofId("t-1").addressed(account);
        report.ofId("t-2").addressed(account);
        return err.toString();
    }

    @Test
    void anAccountThatIsNotConfiguredIsWarnedOfOnceWhereThereAreOthers() {
        assertThat(warned(List.of("studio"), "ghost").lines())
                .singleElement()
                .asString()
                .contains("t-1", "'ghost'", "(studio)", "unknown-account");
    }

    @Test
    void andWhereThereIsTheDefaultAccountAlone() {
        assertThat(warned(List.of(), "ghost").lines())
                .singleElement()
                .asString()
                .contains("'ghost'", "the default account alone", "unknown-account");
    }

    @Test
    void aKnownAccountAndTheDefaultOneAreNot() {
        assertThat(warned(List.of("studio"), "studio")).isEmpty();
        assertThat(warned(List.of(), null)).isEmpty();
    }
}
