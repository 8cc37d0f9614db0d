package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * A producer that treats its end as Kafka's does: a call that finds it closed fails with an
 * {@link IllegalStateException}, one that is closed while it waits for an answer with a {@link KafkaException}.
 */
final class ScriptedProducer implements Producer<byte[], byte[]> {

    /** How often it looks before the answer is there. */
    private static final int TURNS = 3;

    private final boolean groupMovedOn;
    private volatile boolean closed;
    private volatile boolean sent;
    private volatile boolean answered;

    /** @param groupMovedOn whether the group refuses the offsets */
    ScriptedProducer(boolean groupMovedOn) {
        this.groupMovedOn = groupMovedOn;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the last transaction's commit was sent. */
    boolean isSent() {
        return sent;
    }

    /** Whether the last transaction's commit was answered. */
    boolean isAnswered() {
        return answered;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("Cannot perform operation after producer has been closed");
        }
    }

    private void awaitAnswer() {
        for (int turn = 0; turn < TURNS; turn++) {
            if (closed) {
                throw new KafkaException("The producer closed forcefully");
            }
        }
    }

    @Override
    public void initTransactions() {
        refuseIfClosed();
        awaitAnswer();
    }

    @Override
    public void beginTransaction() {
        refuseIfClosed();
        sent = false;
        answered = false;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sending, Callback callback) {
        refuseIfClosed();
        callback.onCompletion(null, null);
        return new CompletableFuture<>();
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        refuseIfClosed();
        awaitAnswer();
        if (groupMovedOn) {
            throw new CommitFailedException("the group has moved on");
        }
    }

    @Override
    public void commitTransaction() {
        refuseIfClosed();
        sent = true;
        awaitAnswer();
        answered = true;
    }

    @Override
    public void abortTransaction() {
        refuseIfClosed();
        awaitAnswer();
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void close(Duration timeout) {
        close();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sending) {
        throw new UnsupportedOperationException("send without a callback");
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException("flush");
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        throw new UnsupportedOperationException("metrics");
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException("clientInstanceId");
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException("registerMetricForSubscription");
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        throw new UnsupportedOperationException("unregisterMetricFromSubscription");
    }
}
