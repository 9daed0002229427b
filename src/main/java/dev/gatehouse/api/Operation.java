package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One path and method, and what goes in and comes out there. */
final class Operation {
    private static final String JSON = "application/json";
    private static final String SCHEMA = "schema";
    private static final String CONTENT = "content";
    private static final String DESCRIPTION = "description";
    private static final String TYPE = "type";
    private static final String REQUIRED = "required";

    /** What kind of thing a field or a parameter is. */
    enum Kind {
        TEXT("string"),
        WHOLE("integer"),
        NUMBER("number"),
        FLAG("boolean");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /**
     * A field of a body.
     *
     * @param required whether the body is refused without it
     */
    record Field(String name, Map<String, Object> schema, boolean required) {
        static Field needs(String name, Kind... kinds) {
            return new Field(name, ofKinds(kinds), true);
        }

        static Field may(String name, Kind... kinds) {
            return new Field(name, ofKinds(kinds), false);
        }

        static Field object(String name, Field... fields) {
            return new Field(name, ofFields(fields), true);
        }

        static Field objects(String name, Field... fields) {
            return new Field(name, Map.of(TYPE, "array", "items", ofFields(fields)), true);
        }

        private static Map<String, Object> ofKinds(Kind... kinds) {
            List<String> types = Arrays.stream(kinds).map(kind -> kind.type).toList();
            return Map.of(TYPE, types.size() == 1 ? types.getFirst() : types);
        }

        private static Map<String, Object> ofFields(Field... fields) {
            var properties = new LinkedHashMap<String, Object>();
            var required = new ArrayList<String>();
            for (Field field : fields) {
                properties.put(field.name(), field.schema());
                if (field.required()) {
                    required.add(field.name());
                }
            }
            return Map.of(TYPE, "object", "properties", properties, REQUIRED, required);
        }
    }

    private final String path;
    private final String method;
    private final String about;
    private final List<Map<String, Object>> parameters = new ArrayList<>();
    private final Map<String, Object> responses = new TreeMap<>();
    private @Nullable Map<String, Object> body;

    Operation(String method, String path, String about) {
        this.method = method;
        this.path = path;
        this.about = about;
        if (path.contains("{id}")) {
            parameters.add(parameter("path", "id", Kind.WHOLE, true, "1"));
        }
        responses.put("default", answer("refused", List.of(Problem.ErrorJson.class)));
    }

    String path() {
        return path;
    }

    String method() {
        return method;
    }

    private static Map<String, Object> parameter(
            String in, String name, Kind kind, boolean required, @Nullable String example) {
        var parameter = new LinkedHashMap<String, Object>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put(REQUIRED, required);
        parameter.put(SCHEMA, Map.of(TYPE, kind.type));
        if (example != null) {
            parameter.put("example", example);
        }
        return parameter;
    }

    /** A parameter that may be there. */
    Operation query(String name, Kind kind) {
        parameters.add(parameter("query", name, kind, false, null));
        return this;
    }

    /** One that must. */
    Operation needs(String name, Kind kind, String example) {
        parameters.add(parameter("query", name, kind, true, example));
        return this;
    }

    /**
     * @param example a body that is taken
     */
    Operation body(String example, Field... fields) {
        var content = new LinkedHashMap<String, Object>();
        content.put(SCHEMA, Field.ofFields(fields));
        content.put("example", JsonMapper.shared().readTree(example));
        body = Map.of(REQUIRED, true, CONTENT, Map.of(JSON, content));
        return this;
    }

    /** With one of these records and status 200. */
    Operation answers(Class<?>... records) {
        return also(200, records);
    }

    /** With one of these records and another status. */
    Operation also(int status, Class<?>... records) {
        String what = status == 200 ? "done" : "refused";
        responses.put(String.valueOf(status), answer(what, List.of(records)));
        return this;
    }

    /** With text and status 200. */
    Operation answersText(String contentType) {
        responses.put(
                "200",
                Map.of(
                        DESCRIPTION,
                        "done",
                        CONTENT,
                        Map.of(contentType, Map.of(SCHEMA, Map.of(TYPE, "string")))));
        return this;
    }

    /** With any object and status 200. */
    Operation answersObject() {
        responses.put(
                "200",
                Map.of(
                        DESCRIPTION,
                        "done",
                        CONTENT,
                        Map.of(JSON, Map.of(SCHEMA, Map.of(TYPE, "object")))));
        return this;
    }

    private static Map<String, Object> answer(String what, List<Class<?>> records) {
        return Map.of(
                DESCRIPTION, what, CONTENT, Map.of(JSON, Map.of(SCHEMA, RecordSchema.of(records))));
    }

    /** As OpenAPI has it. */
    Map<String, Object> described() {
        var described = new LinkedHashMap<String, Object>();
        described.put("summary", about);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        if (body != null) {
            described.put("requestBody", body);
        }
        described.put("responses", responses);
        return described;
    }
}
