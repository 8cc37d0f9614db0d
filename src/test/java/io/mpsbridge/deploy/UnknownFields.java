package io.mpsbridge.deploy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds what the Kubernetes API does not know: the models take unknown fields in silence and put them aside. */
final class UnknownFields {
    private static final String MODELS = "io.fabric8.";
    private static final String PUT_ASIDE = "additionalProperties";

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Paths of the fields that are unknown, empty if all is well. */
    static List<String> in(String name, Object object) {
        var search = new UnknownFields();
        search.visit(name, object);
        return List.copyOf(search.found);
    }

    private void visit(String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> visit(path + "." + key, each));
        } else if (value instanceof Collection<?> items) {
            int i = 0;
            for (Object each : items) {
                visit(path + "[" + i++ + "]", each);
            }
        } else if (value != null
                && value.getClass().getName().startsWith(MODELS)
                && !value.getClass().isEnum()) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    visitField(path, value, field);
                }
            }
        }
    }

    private void visitField(String path, Object owner, Field field) {
        if (Modifier.isStatic(field.getModifiers())) {
            return;
        }
        field.setAccessible(true);
        try {
            Object value = field.get(owner);
            if (field.getName().equals(PUT_ASIDE)) {
                ((Map<?, ?>) value).keySet().forEach(unknown -> found.add(path + "." + unknown));
            } else {
                visit(path + "." + field.getName(), value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
