package dev.gatehouse.api;

import io.javalin.json.JsonMapper;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;

import java.lang.reflect.Type;

/**
 * Javalin's way to write JSON, over Jackson 3: records with their components in order, in
 * snake_case, nulls included. Bodies are read by {@link BodyReader} instead, so Javalin's reading
 * methods stay unimplemented and fail loudly.
 */
final class Jackson3Mapper implements JsonMapper {
    private final tools.jackson.databind.json.JsonMapper json =
            tools.jackson.databind.json.JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .build();

    @Override
    public String toJsonString(Object value, Type type) {
        return json.writeValueAsString(value);
    }
}
