package io.mpsbridge.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/** How an answer reaches the caller, if at all. */
interface Delivery {

    Publisher<Void> over(Exchange exchange);

    /**
     * A pending response.
     *
     * @param date the server's time in header format
     * @param scheduler for delays
     * @param told run when the true answer is delivered
     */
    record Exchange(HttpServerResponse response, String date, Scheduler scheduler, Runnable told) {
        HttpServerResponse headed(int httpStatus, int length) {
            return response.status(httpStatus)
                    .header(HttpHeaderNames.DATE, date)
                    .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(length));
        }
    }

    /** The API's own answer, at once and whole. */
    static Delivery answer(byte[] json) {
        return exchange -> {
            exchange.response().withConnection(connection -> {
                if (connection.channel().isActive()) {
                    exchange.told().run();
                }
            });
            return exchange.headed(200, json.length).sendObject(Unpooled.wrappedBuffer(json));
        };
    }

    /** A false answer, at once and whole. */
    static Delivery instead(int httpStatus, byte[] body) {
        return exchange -> exchange.headed(httpStatus, body.length).sendObject(Unpooled.wrappedBuffer(body));
    }

    /** The true answer, byte by byte with a pause before each. */
    static Delivery drip(byte[] json, Duration gap) {
        return exchange -> exchange.headed(200, json.length)
                .send(
                        Flux.range(0, json.length)
                                .delayElements(gap, exchange.scheduler())
                                .map(index -> {
                                    if (index == json.length - 1) {
                                        exchange.told().run();
                                    }
                                    return Unpooled.wrappedBuffer(json, index, 1);
                                }),
                        sent -> true);
    }

    /** A TCP reset: closing without lingering makes the kernel send RST instead of FIN. */
    static Delivery reset() {
        return exchange -> {
            exchange.response().withConnection(connection -> {
                Channel channel = connection.channel();
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                // If the close fails, the connection is gone anyway.
                var unused = channel.close();
            });
            return Mono.never();
        };
    }

    /** Nothing, until the caller gives up. */
    static Delivery silence() {
        return exchange -> Mono.never();
    }
}
