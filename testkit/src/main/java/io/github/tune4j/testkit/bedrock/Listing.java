package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Request;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * A List operation. What a filter means follows from its name: {@code …Equals} compares the member before it,
 * {@code nameContains} the name, {@code …After} and {@code …Before} the time of creation, and any other the member of its
 * own name. Sorted by creation, the latest first unless asked otherwise.
 */
final class Listing {
    private static final int PAGE = 100;
    private static final List<String> PAGING = List.of("maxResults", "nextToken", "sortBy", "sortOrder");

    private final Kind kind;
    private final String listMember;
    private final Map<String, String> summary;

    /**
     * A listing.
     *
     * @param listMember what the list is called
     * @param summary the members of a summary; {@code shown=member} where they differ
     */
    Listing(Kind kind, String listMember, String... summary) {
        this.kind = kind;
        this.listMember = listMember;
        this.summary = new LinkedHashMap<>();
        for (String member : summary) {
            String[] names = member.split("=");
            this.summary.put(names[0], names[names.length - 1]);
        }
    }

    ObjectNode list(Registry registry, Request request) throws ServiceError {
        boolean ascending =
                request.optional("sortOrder").filter("Ascending"::equals).isPresent();
        Comparator<Resource> order = Comparator.comparingLong(Resource::number);
        List<Resource> found = registry.living(kind, request.region())
                .filter(filter(request))
                .sorted(ascending ? order : order.reversed())
                .toList();
        long after = request.optional("nextToken").isPresent() ? position(request.text("nextToken")) : 0;
        List<Resource> rest = found.stream()
                .filter(resource ->
                        after == 0 || (resource.number() > after) == ascending && resource.number() != after)
                .toList();
        int page = Math.min(rest.size(), request.get("maxResults").asInt(PAGE));

        ObjectNode output = JsonNodeFactory.instance.objectNode();
        rest.subList(0, page).forEach(resource -> output.withArray(listMember).add(summary(resource)));
        output.withArray(listMember);
        if (page < rest.size()) {
            output.put("nextToken", token(rest.get(page - 1).number()));
        }
        return output;
    }

    private ObjectNode summary(Resource resource) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        summary.forEach((name, member) -> {
            if (resource.answer().has(member)) {
                shown.set(name, resource.answer().get(member).deepCopy());
            } else if (resource.local().has(member)) {
                shown.set(name, resource.local().get(member).deepCopy());
            }
        });
        return shown;
    }

    private Predicate<Resource> filter(Request request) {
        Predicate<Resource> all = resource -> true;
        for (Map.Entry<String, JsonNode> filter : request.input().properties()) {
            if (!PAGING.contains(filter.getKey())) {
                all = all.and(filter(filter.getKey(), filter.getValue().asText()));
            }
        }
        return all;
    }

    private static Predicate<Resource> filter(String name, String value) {
        if (name.equals("nameContains")) {
            return resource -> resource.name().contains(value);
        }
        if (name.endsWith("After")) {
            return resource ->
                    resource.created().isAfter(OffsetDateTime.parse(value).toInstant());
        }
        if (name.endsWith("Before")) {
            return resource ->
                    resource.created().isBefore(OffsetDateTime.parse(value).toInstant());
        }
        String member = name.replaceFirst("Equals$", "");
        return resource -> value.equals(resource.find(member));
    }

    /** Says where the next page begins, in a way that is recognised as given out for this listing. */
    private String token(long number) {
        String token = number + "." + checksum(number);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.US_ASCII));
    }

    private long position(String token) throws ServiceError {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            long number = Long.parseLong(text.replaceFirst("\\..*", ""));
            if (token.equals(token(number))) {
                return number;
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours, as any other that is none of ours.
        }
        throw Refusal.invalid("The provided next token is invalid.");
    }

    private long checksum(long number) {
        CRC32 checksum = new CRC32();
        checksum.update((kind + " " + number).getBytes(StandardCharsets.US_ASCII));
        return checksum.getValue();
    }
}
