import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates those of the given topics that are missing: {@code java CreateTopics BOOTSTRAP PARTITIONS TOPIC…}. */
final class CreateTopics {

    public static void main(String[] arguments) throws Exception {
        int partitions = Integer.parseInt(arguments[1]);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", arguments[0]))) {
            var present = admin.listTopics().names().get();
            List<NewTopic> missing = Stream.of(arguments)
                    .skip(2)
                    .filter(topic -> !present.contains(topic))
                    .map(topic -> new NewTopic(topic, partitions, (short) 1))
                    .toList();
            admin.createTopics(missing).all().get();
            System.out.println("created " + missing.stream().map(NewTopic::name).toList());
        }
    }
}
