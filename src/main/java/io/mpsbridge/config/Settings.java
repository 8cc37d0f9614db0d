package io.mpsbridge.config;

import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.mps.MpsSettings;
import io.mpsbridge.pipeline.PipelineSettings;
import io.mpsbridge.poll.PollSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * All settings of {@code run}, validated.
 *
 * @param accounts the default account first
 */
public record Settings(
        KafkaSettings kafka,
        List<AccountSettings> accounts,
        PollSettings poll,
        PipelineSettings pipeline,
        AdminSettings admin) {
    public Settings {
        accounts = List.copyOf(accounts);
    }

    /** The way to MPS, and the default account there. */
    public MpsSettings mps() {
        return accounts.get(0).mps();
    }

    /** Names of the accounts, without the default one. */
    public List<String> accountNames() {
        return accounts.stream().flatMap(each -> Stream.ofNullable(each.name())).toList();
    }
}
