package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.wire.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests and responses of Bedrock, and of the other services, S3's requests apart, against AWS's own service models, which boto3 brings with it: whatever differs is listed
 * here and in the documentation of the local AWS.
 */
@Timeout(120)
class ServiceModelTest {
    /** Refused too, but with an error of its own: TooManyTagsException. */
    private static final List<String> LISTS_OF_TAGS = List.of(
            "CreateCustomModelDeployment tags",
            "CreateModelCustomizationJob customModelTags",
            "CreateModelCustomizationJob jobTags",
            "CreateModelInvocationJob tags",
            "CreateProvisionedModelThroughput tags",
            "TagResource tags");

    @Test
    void nothing_differs_but_what_is_listed() throws Exception {
        try (Life life = Life.start(LocalAws.builder().steppedByHand())) {
            life.put("llama.jsonl", Life.converse(120));
            life.put("batch.jsonl", """
                    {"modelInput":{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,\
                    "messages":[{"role":"user","content":"Hi"}]}}
                    """.repeat(100));
            List<String> printed = printed(life.local, "service_model.py");
            List<String> differences = new ArrayList<>(printed.subList(0, printed.size() - 1));
            assertThat(printed.get(printed.size() - 1)).startsWith("answered Converse ConverseStream");
            assertThat(new TreeSet<>(differences)).isEqualTo(listed());
            try (Operations operations = new Operations(life.local)) {
                List<String> bedrock = operations.calls().keySet().stream()
                        .filter(call -> call.startsWith("bedrock"))
                        .map(call -> call.replaceFirst(".* ", ""))
                        .sorted()
                        .toList();
                assertThat(printed.get(printed.size() - 1)).isEqualTo("answered " + String.join(" ", bedrock));
            }
        }
    }

    @Test
    void nothing_differs_in_what_the_other_services_answer() throws Exception {
        try (LocalAws local = LocalAws.start()) {
            assertThat(printed(local, "other_service_models.py")).containsExactly("answered 48 operations");
        }
    }

    @Test
    void nothing_differs_in_what_the_other_services_refuse_but_what_is_listed() throws Exception {
        try (LocalAws local = LocalAws.start()) {
            assertThat(printed(local, "other_service_requests.py"))
                    .containsExactly(
                            "ListServiceQuotas NextToken has another pattern: InvalidPaginationTokenException",
                            "tried many");
        }
    }

    private static List<String> printed(LocalAws local, String script) throws Exception {
        Path path = Path.of(Objects.requireNonNull(ServiceModelTest.class.getResource(script))
                .toURI());
        return Program.against(local.endpoint(), "any", "pair")
                .python(path, local.endpoint().toString(), Life.ROLE)
                .lines()
                .toList();
    }

    private static TreeSet<String> listed() {
        TreeSet<String> listed = new TreeSet<>();
        LISTS_OF_TAGS.forEach(list -> listed.add(list + refusal("have length less than or equal to 200")));
        List.of("Converse", "ConverseStream", "CountTokens", "InvokeModel", "InvokeModelWithResponseStream")
                .forEach(operation -> {
                    String longest = operation.equals("CountTokens") ? "256" : "2048";
                    listed.add(operation + " modelId" + refusal("have length greater than or equal to 1"));
                    listed.add(operation + " modelId" + refusal("have length less than or equal to " + longest));
                    listed.add(operation + " modelId" + refusal("satisfy regular expression pattern"));
                });
        listed.add("ListFoundationModels .modelSummaries[].inferenceTypesSupported[]:"
                + " INFERENCE_PROFILE is no value of the enumeration");
        listed.add("ListFoundationModels .modelSummaries[].modelName: is out of its bounds");
        return listed;
    }

    private static String refusal(String constraint) {
        return ": does not refuse as the model does what must " + constraint;
    }
}
