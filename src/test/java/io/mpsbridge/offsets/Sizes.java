package io.mpsbridge.offsets;

/** The size of a map that was not built gap by gap. */
public final class Sizes {

    private Sizes() {}

    public static OffsetMapSize of(OffsetMap map) {
        OffsetMapSize size = new OffsetMapSize();
        for (int i = 0; i < map.count(); i++) {
            size.add(map.gapAfter(i));
        }
        return size;
    }
}
