package io.github.tune4j.testkit.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A statement of a policy. Of each pair {@code x} and {@code notX} one is there at most.
 *
 * @param principals kinds and names, for example {@code Service} and {@code bedrock.amazonaws.com}
 */
record Statement(
        Optional<String> sid,
        boolean allows,
        Optional<List<String>> actions,
        Optional<List<String>> notActions,
        Optional<List<String>> resources,
        Optional<List<String>> notResources,
        Optional<Map<String, List<String>>> principals,
        Optional<Map<String, List<String>>> notPrincipals,
        List<Condition> conditions) {

    /** Whether it speaks of an action on a resource. */
    boolean covers(String action, String resource, Context context) {
        return coversAction(action)
                && chosen(resources, notResources, pattern -> Glob.matches(context.resolve(pattern), resource))
                && conditions.stream().allMatch(condition -> condition.holds(context));
    }

    /** Whether it speaks of an action by a principal. */
    boolean covers(String action, String kind, String principal, Context context) {
        boolean named = principals
                .map(all -> names(all, kind, principal))
                .or(() -> notPrincipals.map(all -> !names(all, kind, principal)))
                .orElse(false);
        return named && coversAction(action) && conditions.stream().allMatch(condition -> condition.holds(context));
    }

    private boolean coversAction(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        return chosen(actions, notActions, pattern -> Glob.matches(pattern.toLowerCase(Locale.ROOT), lower));
    }

    private static boolean names(Map<String, List<String>> principals, String kind, String principal) {
        return principals.getOrDefault(kind, List.of()).stream()
                .anyMatch(name -> name.equals(principal) || name.equals("*"));
    }

    private static boolean chosen(
            Optional<List<String>> these,
            Optional<List<String>> notThese,
            java.util.function.Predicate<String> matches) {
        return these.map(patterns -> patterns.stream().anyMatch(matches))
                .or(() -> notThese.map(patterns -> patterns.stream().noneMatch(matches)))
                .orElse(true);
    }
}
