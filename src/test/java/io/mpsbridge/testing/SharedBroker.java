package io.mpsbridge.testing;

/**
 * The broker that all tests of one JVM share: a container where a Docker engine has the image or can pull it, else the
 * same broker in-process. Started at first use, ended with the JVM. Tests take topics and groups of their own names.
 */
public final class SharedBroker {

    private SharedBroker() {}

    public static KafkaBroker get() {
        return Holder.BROKER;
    }

    /** A broker for one test alone, chosen in the same way; the caller closes it. */
    public static KafkaBroker startAnother(BrokerOptions options) {
        try {
            return ContainerBroker.start(options);
        } catch (RuntimeException noContainer) {
            return InProcessBroker.startBecause(String.valueOf(noContainer.getMessage()), options);
        }
    }

    private static final class Holder {
        private static final KafkaBroker BROKER = start();

        private static KafkaBroker start() {
            var broker = startAnother(BrokerOptions.defaults());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "shared-broker-close"));
            System.out.println("Kafka broker for the tests: " + broker.description());
            return broker;
        }
    }
}
