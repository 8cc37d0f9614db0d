package io.mpsbridge.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long tasks take, by model.
 *
 * @param other for all other models and for tasks without a model
 */
public record ModelDurations(DurationSpec other, Map<String, DurationSpec> byModel) {

    private static final String OPTION = "--duration";

    /** {@code lognormal:20s,0.5}, whatever the model. */
    public static final ModelDurations DEFAULT = parse(List.of("lognormal:20s,0.5"));

    public ModelDurations {
        byModel = Map.copyOf(byModel);
    }

    /**
     * Parses the values of a repeatable {@code --duration}: a {@link DurationSpec} each, with {@code MODEL=} in front
     * if for one model.
     *
     * @throws IllegalArgumentException if one is invalid, or if two are for the same model
     */
    public static ModelDurations parse(List<String> values) {
        Map<String, DurationSpec> specs = new HashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            String model = equals < 0 ? "" : value.substring(0, equals).strip();
            if (specs.put(model, DurationSpec.parse(OPTION, value.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(
                        OPTION + ": given twice for " + (model.isEmpty() ? "all models" : "model '" + model + "'"));
            }
        }
        DurationSpec other = specs.remove("");
        return new ModelDurations(other == null ? DEFAULT.other : other, specs);
    }

    DurationSpec of(String model) {
        return byModel.getOrDefault(model, other);
    }
}
