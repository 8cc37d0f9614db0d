package io.mpsbridge.cli;

import io.mpsbridge.replay.OffsetRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 3}, {@code 3:17} and {@code 3:17-40}. */
final class OffsetRangeConverter implements ITypeConverter<OffsetRange> {
    @Override
    public OffsetRange convert(String value) {
        try {
            return OffsetRange.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
