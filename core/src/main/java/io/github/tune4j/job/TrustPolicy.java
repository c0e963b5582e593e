package io.github.tune4j.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.job.PreflightChecks.Finding;
import io.github.tune4j.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The policy that says who may take a role, read as IAM reads it for Bedrock: an explicit Deny wins, one Allow is enough,
 * and every condition of a statement must hold for a job of this account and region.
 */
final class TrustPolicy {
    private static final String BEDROCK = "bedrock.amazonaws.com";
    private static final String SOURCE_ACCOUNT = "aws:sourceaccount";
    private static final String SOURCE_ARN = "aws:sourcearn";

    private final String account;
    private final String jobArn;
    private final List<String> reasons = new ArrayList<>();
    private boolean uncertain;
    private boolean unconditional;

    private TrustPolicy(String account, String jobArn) {
        this.account = account;
        this.jobArn = jobArn;
    }

    /**
     * Judges a trust policy.
     *
     * @param encoded as IAM answers it, percent-encoded
     * @param account the account that the job runs for
     * @param jobArn an ARN such as the job will have
     */
    static Finding judge(String encoded, String account, String jobArn) {
        String remedy = "let the role trust " + BEDROCK + " with aws:SourceAccount " + account + " and aws:SourceArn "
                + jobArn.replaceFirst("model-customization-job/.*", "model-customization-job/*") + ".";
        JsonNode document;
        try {
            document = Json.parse(decoded(encoded), "trust policy");
        } catch (InvalidInputException e) {
            return Finding.failed("The role's trust policy is no JSON.", remedy);
        }
        return new TrustPolicy(account, jobArn).judge(document, remedy);
    }

    private static String decoded(String encoded) {
        return encoded.stripLeading().startsWith("{")
                ? encoded
                : URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Finding judge(JsonNode document, String remedy) {
        boolean allowed = false;
        for (JsonNode statement : list(document.path("Statement"))) {
            boolean allow = statement.path("Effect").asText().equals("Allow");
            if (!covers(statement, allow)) {
                continue;
            }
            Holds holds = conditions(statement.path("Condition"), allow);
            if (!allow && holds == Holds.YES) {
                return Finding.failed("The role's trust policy denies Bedrock's jobs explicitly.", remedy);
            }
            uncertain |= holds == Holds.UNKNOWN;
            if (allow && holds == Holds.YES) {
                allowed = true;
                unconditional |= !asksForSource(statement.path("Condition"));
            }
        }
        if (allowed) {
            return unconditional
                    ? Finding.warning(
                            "The role trusts Bedrock for jobs of any account, because no aws:SourceAccount or"
                                    + " aws:SourceArn is asked for.",
                            remedy)
                    : Finding.ok("the role trusts Bedrock for jobs of this account and region");
        }
        String why = reasons.isEmpty() ? "no statement allows " + BEDROCK : String.join("; ", reasons);
        return uncertain
                ? Finding.warning("Whether the role trusts Bedrock cannot be told: " + why + ".", remedy)
                : Finding.failed("The role does not trust Bedrock: " + why + ".", remedy);
    }

    private boolean covers(JsonNode statement, boolean allow) {
        if (statement.has("NotPrincipal") || statement.has("NotAction")) {
            uncertain = true;
            note(allow, "a statement with NotPrincipal or NotAction");
            return false;
        }
        List<String> services = texts(statement.path("Principal").path("Service"));
        boolean principal = services.contains(BEDROCK)
                || !allow && texts(statement.path("Principal")).contains("*");
        if (!principal) {
            note(allow, services.isEmpty() ? "it trusts no service" : "it trusts " + services);
            return false;
        }
        boolean action = texts(statement.path("Action")).stream().anyMatch(a -> like(a, "sts:AssumeRole", true));
        if (!action) {
            note(allow, "it allows " + BEDROCK + " " + texts(statement.path("Action")) + " and not sts:AssumeRole");
        }
        return action;
    }

    private void note(boolean allow, String reason) {
        if (allow) {
            reasons.add(reason);
        }
    }

    /** Whether conditions hold. */
    private enum Holds {
        YES,
        NO,
        UNKNOWN
    }

    private Holds conditions(JsonNode conditions, boolean allow) {
        Holds all = Holds.YES;
        for (var operator : conditions.properties()) {
            for (var key : operator.getValue().properties()) {
                Holds one = condition(operator.getKey(), key.getKey(), texts(key.getValue()), allow);
                if (one == Holds.NO) {
                    return Holds.NO;
                }
                all = one == Holds.UNKNOWN ? Holds.UNKNOWN : all;
            }
        }
        return all;
    }

    private Holds condition(String written, String key, List<String> wanted, boolean allow) {
        String operator = written.replaceFirst("^ForA(ny|ll)Values?:", "").replaceFirst("IfExists$", "");
        boolean isArn = key.toLowerCase(Locale.ROOT).equals(SOURCE_ARN);
        if (!isArn && !key.toLowerCase(Locale.ROOT).equals(SOURCE_ACCOUNT)) {
            note(allow, "its condition " + written + " on " + key + " is not understood here");
            return Holds.UNKNOWN;
        }
        String given = isArn ? jobArn : account;
        boolean matches;
        switch (operator.replace("Not", "")) {
            case "StringEquals" -> matches = wanted.contains(given);
            case "StringEqualsIgnoreCase" -> matches = wanted.stream().anyMatch(given::equalsIgnoreCase);
            case "StringLike" -> matches = wanted.stream().anyMatch(w -> like(w, given, false));
            case "ArnEquals", "ArnLike" -> matches = wanted.stream().anyMatch(w -> arnLike(w, given));
            default -> {
                note(allow, "its condition " + written + " on " + key + " is not understood here");
                return Holds.UNKNOWN;
            }
        }
        if (matches != operator.contains("Not")) {
            return Holds.YES;
        }
        note(
                allow,
                "its condition " + written + " " + key + " " + wanted + " does not fit "
                        + (isArn ? "a job such as " + given + difference(wanted, given) : "the account " + given));
        return Holds.NO;
    }

    /** Which part of the one wanted ARN is another. */
    private static String difference(List<String> wanted, String given) {
        String[] parts = {"", "partition", "service", "region", "account", "resource"};
        String[] have = given.split(":", 6);
        String[] want = wanted.size() == 1 ? wanted.get(0).split(":", 6) : new String[0];
        if (want.length != have.length) {
            return "";
        }
        List<String> different = new ArrayList<>();
        for (int i = 1; i < have.length; i++) {
            if (!like(want[i], have[i], false)) {
                different.add(parts[i]);
            }
        }
        return different.isEmpty() ? "" : " in its " + String.join(" and ", different);
    }

    private static boolean asksForSource(JsonNode conditions) {
        for (JsonNode operator : conditions) {
            for (var key : operator.properties()) {
                String name = key.getKey().toLowerCase(Locale.ROOT);
                if (name.equals(SOURCE_ACCOUNT) || name.equals(SOURCE_ARN)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean arnLike(String pattern, String arn) {
        String[] want = pattern.split(":", 6);
        String[] have = arn.split(":", 6);
        if (want.length != have.length) {
            return false;
        }
        for (int i = 0; i < have.length; i++) {
            if (!like(want[i], have[i], false)) {
                return false;
            }
        }
        return true;
    }

    private static boolean like(String pattern, String text, boolean anyCase) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0))
                .matcher(text)
                .matches();
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(list::add);
        } else if (node.isObject()) {
            list.add(node);
        }
        return list;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isValueNode()) {
            texts.add(node.asText());
        } else if (node.isArray()) {
            node.forEach(each -> texts.add(each.asText()));
        }
        return texts;
    }
}
