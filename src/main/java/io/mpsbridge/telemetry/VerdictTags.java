package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.Tags;
import io.mpsbridge.task.Verdict;

/** A verdict as tags: what it is, and the vendor's code or ours where there is one. */
final class VerdictTags implements Verdict.Cases<Tags> {

    /** The vendor's table has fewer. */
    private static final int CODES = 60;

    private final BoundedTag codes = new BoundedTag(CODES);

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
        return tags("not_found", codes.of(verdict.code()));
    }

    @Override
    public Tags malformed(Verdict.Malformed verdict) {
        return tags("malformed", Names.NONE);
    }

    @Override
    public Tags throttled(Verdict.Throttled verdict) {
        return tags("throttled", codes.of(verdict.code()));
    }

    @Override
    public Tags unavailable(Verdict.Unavailable verdict) {
        return tags("unavailable", codes.of(verdict.code()));
    }

    @Override
    public Tags refused(Verdict.Refused verdict) {
        return tags("refused", codes.of(verdict.code()));
    }

    private static Tags tags(String verdict, String code) {
        return Tags.of("verdict", verdict, "code", code);
    }
}
