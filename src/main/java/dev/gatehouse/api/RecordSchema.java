package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12, as OpenAPI 3.1 has it) of a record, as {@link Jackson3Mapper}
 * writes it. Pure functions.
 */
final class RecordSchema {
    private static final Names NAMES = new Names();

    /** The mapper's own way, which only a child may call. */
    private static final class Names extends SnakeCaseStrategy {
        private static final long serialVersionUID = 1L;

        String of(RecordComponent field) {
            return translate(field.getName());
        }
    }

    private RecordSchema() {}

    /** Of one of several records, where there are several. */
    static Map<String, Object> of(List<Class<?>> records) {
        return records.size() == 1
                ? of(records.getFirst())
                : Map.of("oneOf", records.stream().map(RecordSchema::of).toList());
    }

    private static Map<String, Object> of(Class<?> record) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        addFields(record, properties, required);
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    private static void addFields(
            Class<?> record, Map<String, Object> properties, List<String> required) {
        JsonInclude included = record.getAnnotation(JsonInclude.class);
        boolean leavesNullsOut =
                included != null && included.value() == JsonInclude.Include.NON_NULL;
        for (RecordComponent field : record.getRecordComponents()) {
            if (field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addFields(field.getType(), properties, required);
                continue;
            }
            boolean nullable = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Map<String, Object> schema = of(field.getGenericType());
            properties.put(name(field), nullable && !leavesNullsOut ? orNull(schema) : schema);
            if (!nullable || !leavesNullsOut) {
                required.add(name(field));
            }
        }
    }

    private static String name(RecordComponent field) {
        JsonProperty named = field.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? NAMES.of(field) : named.value();
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("oneOf", List.of(schema, Map.of("type", "null")));
    }

    private static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return Map.of("type", "array", "items", of(list.getActualTypeArguments()[0]));
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no schema for " + type);
        }
        if (plain == String.class) {
            return Map.of("type", "string");
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (plain == double.class || plain == Double.class) {
            return Map.of("type", "number");
        }
        if (plain == int.class
                || plain == Integer.class
                || plain == long.class
                || plain == Long.class) {
            return Map.of("type", "integer");
        }
        if (plain.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList());
        }
        if (plain.isSealed()) {
            return of(List.of(plain.getPermittedSubclasses()));
        }
        return of(plain);
    }
}
