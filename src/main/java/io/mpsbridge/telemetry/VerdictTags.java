package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.Tags;
import io.mpsbridge.input.BoundedNames;
import io.mpsbridge.task.Verdict;

/** The tags of a verdict: its kind, and the vendor's code or ours, if any. */
final class VerdictTags implements Verdict.Cases<Tags> {

    /** More than the vendor documents; any beyond are counted as {@code other}. */
    private static final int CODES = 60;

    private final BoundedNames codes = new BoundedNames(CODES);

    @Override
    public Tags done(Verdict.Done verdict) {
        return tags("done", Names.NONE);
    }

    @Override
    public Tags failed(Verdict.Failed verdict) {
        return tags("failed", Names.NONE);
    }

    @Override
    public Tags unfinished(Verdict.Unfinished verdict) {
        return tags("unfinished", Names.NONE);
    }

    @Override
    public Tags notFound(Verdict.NotFound verdict) {
        return tags("not_found", bounded(verdict.code()));
    }

    @Override
    public Tags malformed(Verdict.Malformed verdict) {
        return tags("malformed", Names.NONE);
    }

    @Override
    public Tags throttled(Verdict.Throttled verdict) {
        return tags("throttled", bounded(verdict.code()));
    }

    @Override
    public Tags unavailable(Verdict.Unavailable verdict) {
        return tags("unavailable", bounded(verdict.code()));
    }

    @Override
    public Tags refused(Verdict.Refused verdict) {
        return tags("refused", bounded(verdict.code()));
    }

    private String bounded(String code) {
        return codes.admits(code) ? code : "other";
    }

    private static Tags tags(String verdict, String code) {
        return Tags.of("verdict", verdict, "code", code);
    }
}
