package io.mpsbridge.app;

import io.mpsbridge.config.AccountSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.mps.CredentialPlaces;
import io.mpsbridge.mps.CredentialSource;
import io.mpsbridge.mps.MpsClient;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.task.QuotaScope;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The accounts of MPS: their credentials and clients, which share connections and threads. */
final class Accounts {

    /** An account in use. */
    record Account(AccountSettings settings, CredentialSource credentials, MpsClient client) {
        /** For people. */
        String name() {
            String name = settings.name();
            return name == null ? QuotaScope.DEFAULT_ACCOUNT : name;
        }
    }

    private final Account first;
    private final Map<@Nullable String, Account> byName = new LinkedHashMap<>();

    /** @param environment for the credential chain of the default account */
    Accounts(Settings settings, Map<String, String> environment, InstantSource wall) {
        CredentialPlaces places = CredentialPlaces.of(environment, Path.of(System.getProperty("user.home", "/")));
        CredentialSource chain = CredentialSource.create(settings.mps(), places, wall, System::nanoTime);
        MpsClient client = MpsClient.create(settings.mps(), chain, wall, System::nanoTime);
        this.first = new Account(settings.accounts().get(0), chain, client);
        byName.put(null, first);
        for (AccountSettings each : settings.accounts()) {
            if (each.name() != null) {
                CredentialSource its = CredentialSource.configured(each.mps().credentials(), wall, System::nanoTime);
                byName.put(each.name(), new Account(each, its, client.forAccount(each.mps(), its)));
            }
        }
    }

    /** The default account first. */
    List<Account> all() {
        return List.copyOf(byName.values());
    }

    Account of(QuotaScope scope) {
        return Objects.requireNonNull(byName.get(scope.account()), scope::toString);
    }

    /** Asks about tasks of one scope. */
    TaskPipeline.Asker asker(QuotaScope scope) {
        MpsClient client = of(scope).client();
        return (taskId, mayLeave) -> client.describe(scope.kind(), taskId, mayLeave);
    }

    /** Closes the connections, open calls included, and what reads credentials. */
    Mono<Void> close() {
        return first.client()
                .close()
                .then(Flux.fromIterable(all())
                        .concatMap(each -> each.credentials().close())
                        .then());
    }
}
