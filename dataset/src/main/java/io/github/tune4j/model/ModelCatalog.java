package io.github.tune4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of base models, with its date. Immutable. */
public final class ModelCatalog {
    private static final String RESOURCE = "models.json";

    private final LocalDate asOf;
    private final Map<String, JsonFields> entries = new LinkedHashMap<>();

    /** Made when they are asked for: a run needs one, and making all takes as long as checking a small file. */
    private final Map<String, BaseModel> made = new ConcurrentHashMap<>();

    private ModelCatalog(LocalDate asOf, Map<String, ObjectNode> entries, String place) {
        this.asOf = asOf;
        for (Map.Entry<String, ObjectNode> entry : entries.entrySet()) {
            this.entries.put(entry.getKey(), JsonFields.of(entry.getValue(), place + ", " + entry.getKey()));
        }
    }

    private @Nullable BaseModel named(String name) {
        BaseModel known = made.get(name);
        JsonFields entry = entries.get(name);
        return known != null || entry == null ? known : made.computeIfAbsent(name, n -> new BaseModel(entry));
    }

    /**
     * The catalogue that comes with the library.
     *
     * @return the shared instance
     */
    public static ModelCatalog bundled() {
        return BaseModel.BUNDLED;
    }

    /**
     * The bundled catalogue with entries of one's own. The file holds {@code {"asOf": date, "models": [entry…]}}; an
     * entry whose {@code name} is known replaces the fields it gives, any other is added and must be complete. The form
     * of an entry is that of {@code io/github/tune4j/model/models.json} in the library's jar.
     *
     * @param overrides a JSON file
     * @return bundled entries, replaced or added to
     * @throws InvalidInputException if the file cannot be read or an entry is incomplete or wrong
     */
    public static ModelCatalog read(Path overrides) {
        Map<String, ObjectNode> entries = entries(Json.resource(ModelCatalog.class, RESOURCE), RESOURCE);
        JsonNode own = Json.read(overrides);
        entries(own, overrides.toString())
                .forEach((name, entry) -> entries.merge(name, entry, (known, given) -> known.setAll(given)));
        ModelCatalog catalog =
                new ModelCatalog(JsonFields.of(own, overrides.toString()).date("asOf"), entries, overrides.toString());
        catalog.all().stream().filter(BaseModel::tunable).forEach(BaseModel::limits); // what is wrong is told at once
        return catalog;
    }

    static ModelCatalog load() {
        JsonNode root = Json.resource(ModelCatalog.class, RESOURCE);
        return new ModelCatalog(JsonFields.of(root, RESOURCE).date("asOf"), entries(root, RESOURCE), RESOURCE);
    }

    private static Map<String, ObjectNode> entries(JsonNode root, String place) {
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        for (JsonFields entry : JsonFields.of(root, place).objects("models")) {
            entries.put(entry.text("name"), (ObjectNode) entry.node());
        }
        return entries;
    }

    /**
     * Finds a model by any of its names.
     *
     * @param nameOrId the catalogue's name, a tuning or calling identifier with or without context length and inference
     *     profile, or the ARN of the foundation model, an inference profile of AWS, or a custom model made from it
     * @return the model
     * @throws InvalidInputException if none is called so
     */
    public BaseModel get(String nameOrId) {
        return find(nameOrId)
                .orElseThrow(() -> InvalidInputException.of(
                        "The catalogue of " + asOf + " has no model \"" + nameOrId + "\".",
                        "use one of " + entries.keySet() + " or their identifiers, or add it with ModelCatalog.read."));
    }

    /**
     * Finds a model by any of its names, if it is known.
     *
     * @param nameOrId as in {@link #get}
     * @return the model; empty if none is called so
     */
    public Optional<BaseModel> find(String nameOrId) {
        BaseModel named = named(nameOrId);
        return Optional.ofNullable(named != null ? named : withId(ModelId.plain(nameOrId)));
    }

    private @Nullable BaseModel withId(String id) {
        for (BaseModel model : all()) {
            if (model.id().equals(id)) {
                return model;
            }
        }
        return null;
    }

    /**
     * Every model.
     *
     * @return in the catalogue's order
     */
    public List<BaseModel> all() {
        List<BaseModel> all = new ArrayList<>();
        for (String name : entries.keySet()) {
            all.add(Objects.requireNonNull(named(name)));
        }
        return List.copyOf(all);
    }

    /**
     * When the catalogue was last looked over; with overrides, the date of those. Each model has its own date too.
     *
     * @return a date
     */
    public LocalDate asOf() {
        return asOf;
    }
}
