package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.task.Accepted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** One loop on a thread of its own, with clients that the test can tamper with. */
final class LoopReplica implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(60);

    /** What the test wants of a replica before it starts. */
    static final class Script {
        private final ScriptedListener listener = new ScriptedListener();
        private String bootstrap;
        private Tampered consumer = Tampered.not();
        private Tampered producer = Tampered.not();
        private Tampered admin = Tampered.not();

        Script(String bootstrap) {
            this.bootstrap = bootstrap;
        }

        ScriptedListener listener() {
            return listener;
        }

        String bootstrap() {
            return bootstrap;
        }

        void bootstrap(String address) {
            bootstrap = address;
        }

        void consumer(Tampered tampered) {
            consumer = tampered;
        }

        void producer(Tampered tampered) {
            producer = tampered;
        }

        void admin(Tampered tampered) {
            admin = tampered;
        }
    }

    /** Thrown by a tampered client: the replica is killed at that very point. */
    static final class Crash extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    /** Nothing catches it before the thread's end, as with others of its kind. */
    private static final class Killed extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    private final ScriptedListener listener;
    private final List<AutoCloseable> corpses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final BridgeLoop loop;
    private volatile boolean killed;

    private LoopReplica(KafkaSettings settings, BridgeLoop.Codec codec, Script script) {
        this.listener = script.listener();
        this.loop = new BridgeLoop(
                settings, clients(settings, script), codec, listener, System::nanoTime, InstantSource.system());
        listener.attach(loop);
    }

    static LoopReplica start(KafkaSettings settings, BridgeLoop.Codec codec, Script script) {
        LoopReplica replica = new LoopReplica(settings, codec, script);
        Thread thread = new Thread(replica::run, "loop-" + settings.instanceId());
        thread.setDaemon(true);
        thread.start();
        return replica;
    }

    @SuppressWarnings("unchecked") // the proxies of generic interfaces
    private LoopClients clients(KafkaSettings settings, Script script) {
        ClientConfigs configs = new ClientConfigs(settings);
        LoopCounts counts = new LoopCounts();
        OutcomeWriter writer = new OutcomeWriter(
                () -> {
                    KafkaProducer<byte[], byte[]> real = new KafkaProducer<>(configs.producer());
                    corpses.add(() -> real.close(Duration.ZERO));
                    return Tampered.client(Producer.class, real, mortal(script.producer));
                },
                Duration.ofSeconds(15),
                System::nanoTime,
                counts);
        KafkaConsumer<byte[], byte[]> real = new KafkaConsumer<>(configs.consumer());
        Admin realAdmin = Admin.create(configs.admin());
        Admin admin = Tampered.client(Admin.class, realAdmin, script.admin);
        corpses.add(() -> real.close(CloseOptions.timeout(Duration.ZERO)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)));
        corpses.add(() -> realAdmin.close(Duration.ZERO));
        return new LoopClients(
                Tampered.client(Consumer.class, real, mortal(script.consumer)),
                writer,
                admin,
                new BrokerLimits(admin, settings, System::nanoTime),
                counts);
    }

    /** Once killed, a client does nothing more, least of all close in good order. */
    private Tampered mortal(Tampered tampered) {
        return (method, arguments, call) -> {
            if (killed && method.getName().equals("close")) {
                return null;
            }
            if (killed) {
                throw new Killed();
            }
            try {
                return tampered.on(method, arguments, call);
            } catch (Crash e) {
                killed = true;
                throw new Killed();
            }
        };
    }

    private void run() {
        try {
            loop.run();
            ended.complete(null);
        } catch (Killed e) {
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    BridgeLoop loop() {
        return loop;
    }

    ScriptedListener listener() {
        return listener;
    }

    LoopStatus status() {
        return loop.status();
    }

    LoopStatus.Totals totals() {
        return loop.status().totals();
    }

    Optional<LoopStatus.Partition> partition(int number) {
        return loop.status().partitions().stream()
                .filter(each -> each.number() == number)
                .findFirst();
    }

    boolean isPaused(int partition, PauseReason reason) {
        return partition(partition).filter(each -> each.pause() == reason).isPresent();
    }

    /** Waits until that many tasks are open here. */
    List<Accepted> awaitOpen(int count) {
        LoopRig.await(
                () -> listener.open().size() >= count,
                () -> count + " open tasks, there are " + listener.open().size() + "; " + status());
        return listener.open();
    }

    /** As after SIGTERM. */
    void stop() {
        loop.stop();
        awaitEnd();
    }

    /** As after SIGKILL, as far as the group and the coordinator can see: nothing is closed, nobody leaves. */
    void kill() {
        killed = true;
        awaitEnd();
    }

    void awaitEnd() {
        failure().ifPresent(failure -> {
            throw new AssertionError("the loop failed", failure);
        });
    }

    /** Waits for the end, and tells what it ended with. */
    Optional<Throwable> failure() {
        try {
            ended.get(END.toSeconds(), TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the loop did not end within " + END, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        loop.stop();
        try {
            ended.get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // What the test wanted to know of the end it has asked for itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bury();
    }

    private void bury() {
        for (AutoCloseable corpse : corpses) {
            try {
                corpse.close();
            } catch (Exception e) {
                throw new AssertionError("a client of a killed replica cannot be closed", e);
            }
        }
    }
}
