package io.github.tune4j.job;

import io.github.tune4j.aws.internal.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/** What somebody's policies allow, as IAM's simulation tells it. Policies of resources and organizations are not in it. */
final class Rights {
    private final Connection connection;
    private final String principalArn;
    private final List<String> denied = new ArrayList<>();
    private boolean uncertain;

    Rights(Connection connection, String principalArn) {
        this.connection = connection;
        this.principalArn = principalArn;
    }

    /**
     * Asks for actions on one resource.
     *
     * @param context keys of the request that conditions may ask for, with their values
     */
    void ask(String resource, Map<String, String> context, String... actions) {
        List<EvaluationResult> results = connection.call(
                "SimulatePrincipalPolicy",
                () -> connection
                        .clients()
                        .iam()
                        .simulatePrincipalPolicyPaginator(s -> s.policySourceArn(principalArn)
                                .actionNames(actions)
                                .resourceArns(resource)
                                .contextEntries(context.entrySet().stream()
                                        .map(entry -> ContextEntry.builder()
                                                .contextKeyName(entry.getKey())
                                                .contextKeyValues(entry.getValue())
                                                .contextKeyType(ContextKeyTypeEnum.STRING)
                                                .build())
                                        .toList()))
                        .evaluationResults()
                        .stream()
                        .toList());
        for (EvaluationResult result : results) {
            if (result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED) {
                denied.add(result.evalActionName() + " on " + resource);
                uncertain |= result.evalDecision() != PolicyEvaluationDecisionType.EXPLICIT_DENY
                        && !result.missingContextValues().isEmpty();
            }
        }
    }

    /** Actions that are not allowed, each with its resource. */
    List<String> denied() {
        return denied;
    }

    /** Whether conditions asked for what a simulation does not know, so that what is denied here may be allowed. */
    boolean uncertain() {
        return uncertain;
    }
}
