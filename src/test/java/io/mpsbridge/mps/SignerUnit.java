package io.mpsbridge.mps;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a signature costs: for the benchmark of units. */
@State(Scope.Thread)
public class SignerUnit {
    private static final long NOW = 1_795_000_000;

    private final Credentials credentials = new Credentials("AKIDbench-0123456789", "bench-key", null, "the benchmark");
    private final byte[] body = "{\"TaskId\":\"4-AigcImage-0123456789abcdef\"}".getBytes(StandardCharsets.UTF_8);
    private final Tc3Signer signer = new Tc3Signer(
            "mps",
            new TreeMap<>(Map.of(
                    "content-type", "application/json; charset=utf-8",
                    "host", "mps.intl.tencentcloudapi.com",
                    "x-tc-action", "DescribeAigcImageTask")));

    /** The value of {@code Authorization}, on a day whose key is known. */
    @Benchmark
    public String sign() {
        return signer.authorization(credentials, NOW, body);
    }
}
