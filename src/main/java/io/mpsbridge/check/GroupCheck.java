package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.clients.StandbyAssignor;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** Whether the bridge may join its group, and who else is in it. */
final class GroupCheck {

    private static final Set<String> ASSIGNORS =
            Set.of(new StandbyAssignor().name(), new CooperativeStickyAssignor().name());

    private final KafkaSettings settings;
    private final Rights rights;
    private final String what;

    GroupCheck(KafkaSettings settings, Rights rights) {
        this.settings = settings;
        this.rights = rights;
        this.what = rights.group();
    }

    /**
     * What was found.
     *
     * @param isReadable whether its offsets can be asked for
     * @param isInstanceLive whether a live member has this replica's instance id
     */
    record Found(List<Finding> findings, boolean isReadable, boolean isInstanceLive) {}

    Found look(Admin admin) throws InterruptedException {
        Reply<Void> left = leave(admin);
        if (left.failedAs(KafkaFailure.GROUP_DENIED)) {
            return new Found(List.of(rights.groupDenied()), false, false);
        }
        if (left.failedAs(KafkaFailure.TIMEOUT)) {
            Finding silent = Finding.bad(
                    what,
                    "no group coordinator answered. Check that the brokers can create and lead the topic"
                            + " __consumer_offsets: it needs offsets.topic.replication.factor copies (3 by default; a"
                            + " lone broker needs 1)");
            return new Found(List.of(silent), false, false);
        }
        Reply<ConsumerGroupDescription> described = Reply.of(
                admin.describeConsumerGroups(List.of(settings.groupId())).describedGroups(), settings.groupId());
        if (described.answer().isPresent()) {
            return members(described.answer().get());
        }
        return described.failedAs(KafkaFailure.GROUP_MISSING)
                ? new Found(List.of(Finding.good(what, "may be joined; it is new")), true, false)
                : new Found(List.of(Finding.bad(what, described.reason())), true, false);
    }

    /**
     * Asks that a member leaves that there is none of: needs the right to READ, as joining does, and changes nothing.
     */
    private Reply<Void> leave(Admin admin) throws InterruptedException {
        MemberToRemove nobody = new MemberToRemove("mps-bridge-check-" + UUID.randomUUID());
        return Reply.of(admin.removeMembersFromConsumerGroup(
                        settings.groupId(), new RemoveMembersFromConsumerGroupOptions(List.of(nobody)))
                .all());
    }

    private Found members(ConsumerGroupDescription group) {
        List<Finding> findings = new ArrayList<>();
        int count = group.members().size();
        String members = count == 0 ? "no live member" : count == 1 ? "one live member" : count + " live members";
        findings.add(Finding.good(what, "may be joined; " + members));
        refusal(group).ifPresent(findings::add);
        otherTopics(group).ifPresent(findings::add);
        List<MemberDescription> same =
                group.members().stream().filter(this::hasInstanceId).toList();
        same.stream().map(this::sameInstance).forEach(findings::add);
        return new Found(findings, true, !same.isEmpty());
    }

    private boolean hasInstanceId(MemberDescription member) {
        return member.groupInstanceId().filter(settings.instanceId()::equals).isPresent()
                || member.clientId().equals(settings.groupId() + "-" + settings.instanceId());
    }

    private Finding sameInstance(MemberDescription member) {
        String text = "a live member, at " + member.host() + ", has the instance id " + settings.instanceId();
        return isHere(member.host())
                ? Finding.note(what, text + ", on this machine: another process with it would end that one")
                : Finding.warning(
                                what,
                                text + ": a bridge that starts with it ends that one. Give each replica its own"
                                        + " bridge.instance-id")
                        .fixedBy(Commands.export("bridge.instance-id", settings.instanceId() + "-2"));
    }

    private static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host.replaceFirst("^/", ""));
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    /** Members that offer none of our ways to divide partitions keep us out. */
    private Optional<Finding> refusal(ConsumerGroupDescription group) {
        String assignor = group.partitionAssignor();
        boolean ours = settings.clients().consumer().containsKey("partition.assignment.strategy")
                || ASSIGNORS.contains(assignor);
        return group.members().isEmpty() || group.type() != GroupType.CLASSIC || assignor.isEmpty() || ours
                ? Optional.empty()
                : Optional.of(Finding.bad(
                                what,
                                "is in use by another application: its members (" + clients(group) + ") divide"
                                        + " partitions by " + assignor
                                        + ", and the brokers refuse a bridge beside them."
                                        + " Give the bridge a group of its own")
                        .fixedBy(ownGroup()));
    }

    private Optional<Finding> otherTopics(ConsumerGroupDescription group) {
        Set<String> others = group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::topic)
                .filter(topic -> !topic.equals(settings.topics().created()))
                .collect(Collectors.toSet());
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.bad(
                                what,
                                "is in use by another application: its members (" + clients(group) + ") read "
                                        + OffsetCheck.few(others) + ". Give the bridge a group of its own")
                        .fixedBy(ownGroup()));
    }

    private String ownGroup() {
        return Commands.export("bridge.group-id", settings.groupId() + "-mps");
    }

    private static String clients(ConsumerGroupDescription group) {
        return OffsetCheck.few(
                group.members().stream().map(MemberDescription::clientId).collect(Collectors.toSet()));
    }
}
