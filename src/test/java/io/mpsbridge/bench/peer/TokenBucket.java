package io.mpsbridge.bench.peer;

import java.time.Duration;

/** The bucket of the textbooks: so many tokens per second, and as many saved up while it is quiet. Thread-safe. */
final class TokenBucket {

    private final double capacity;
    private final double perNano;
    private double tokens;
    private long filledAt = System.nanoTime();

    TokenBucket(int perSecond) {
        this.capacity = perSecond;
        this.perNano = perSecond / 1e9;
        this.tokens = perSecond;
    }

    /** Takes a token that is there, or will be: after so long. */
    synchronized Duration reserve() {
        long now = System.nanoTime();
        tokens = Math.min(capacity, tokens + (now - filledAt) * perNano);
        filledAt = now;
        tokens--;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perNano));
    }
}
