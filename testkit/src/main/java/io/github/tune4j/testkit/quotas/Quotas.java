package io.github.tune4j.testkit.quotas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.jsonrpc.JsonProtocol;
import io.github.tune4j.testkit.jsonrpc.JsonProtocol.Offer;
import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Shape.Form;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The quotas of Bedrock that have to do with tuning. Names, codes and defaults as in the AWS General Reference, autumn
 * 2026. Thread-safe.
 */
public final class Quotas {
    private static final String SERVICE = "bedrock";
    private static final int MOST = 100;
    private static final Shape CODE = Shape.text(1, 128, Form.letters("[a-zA-Z][a-zA-Z0-9-]{1,128}"));
    private static final Shape.Structure OF_SERVICE =
            Shape.structure().required("serviceCode", Shape.text(1, 63, Form.letters("[a-zA-Z][a-zA-Z0-9-]{1,63}")));
    private static final List<Quota> ROWS = List.of(
            Quota.ofUnits("L-BE77399C", "Model units no-commitment Provisioned Throughputs across custom models"),
            Quota.ofUnits("L-EF415EF6", "Model units per provisioned model for Anthropic Claude 3 Haiku 200K"),
            Quota.ofUnits("L-3BE61D60", "Model units per provisioned model for Anthropic Claude 3 Haiku 48K"),
            Quota.ofUnits("L-3632DE15", "Model units per provisioned model for Meta Llama 3.1 8B Instruct"),
            Quota.fixed("L-FE44174A", "Model units no-commitment Provisioned Throughputs across base models", 0, true),
            Quota.fixed(
                    "L-679179D2",
                    "(Model customization) Sum of training and validation records for a Claude 3 Haiku v1 Fine-tuning"
                            + " job",
                    10_000,
                    true),
            Quota.fixed("L-0406044C", "(Model customization) Scheduled customization jobs", 10, false));

    private final String account;
    private final IntSupplier modelUnits;

    /**
     * The quotas of an account.
     *
     * @param modelUnits how many units of throughput the account is granted now
     */
    public Quotas(String account, IntSupplier modelUnits) {
        this.account = account;
        this.modelUnits = modelUnits;
    }

    /** Service Quotas over the wire. */
    public Service service() {
        return new JsonProtocol(
                "servicequotas",
                "ServiceQuotasV20190624",
                "IllegalArgumentException",
                Map.of(
                        "GetServiceQuota",
                        new Offer(OF_SERVICE.required("quotaCode", CODE), this::get),
                        "ListServiceQuotas",
                        new Offer(
                                OF_SERVICE
                                        .optional("nextToken", Shape.text(0, 2_048))
                                        .optional("maxResults", Shape.whole(1, MOST))
                                        .optional("quotaCode", CODE)
                                        .optional("quotaAppliedAtLevel", Shape.oneOf("ACCOUNT", "RESOURCE", "ALL")),
                                this::list)));
    }

    private ObjectNode get(JsonProtocol.Request request) throws ServiceError {
        requireBedrock(request);
        String code = request.text("QuotaCode");
        Quota row = ROWS.stream()
                .filter(quota -> quota.code().equals(code))
                .findFirst()
                .orElseThrow(() -> noSuchResource("The request failed because the specified service quota does not"
                        + " exist, or the local AWS does not have it."));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        write(answer.putObject("Quota"), row, request.region());
        return answer;
    }

    private ObjectNode list(JsonProtocol.Request request) throws ServiceError {
        requireBedrock(request);
        int most = request.json().path("MaxResults").asInt(MOST);
        String wanted = request.text("QuotaCode");
        List<Quota> rows = request.text("QuotaAppliedAtLevel").equals("RESOURCE")
                ? List.of()
                : ROWS.stream()
                        .filter(row -> wanted.isEmpty() || row.code().equals(wanted))
                        .toList();
        String token = request.json().path("NextToken").asText("0");
        if (!token.matches("\\d{1,4}") || Integer.parseInt(token) > 0 && Integer.parseInt(token) >= rows.size()) {
            throw new ServiceError(400, "InvalidPaginationTokenException", "Invalid NextToken.");
        }
        int from = Integer.parseInt(token);
        int to = Math.min(rows.size(), from + most);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        var quotas = answer.putArray("Quotas");
        rows.subList(from, to).forEach(row -> write(quotas.addObject(), row, request.region()));
        if (to < rows.size()) {
            answer.put("NextToken", Integer.toString(to));
        }
        return answer;
    }

    private static void requireBedrock(JsonProtocol.Request request) throws ServiceError {
        if (!request.text("ServiceCode").equals(SERVICE)) {
            throw noSuchResource("The request failed because the specified service does not exist.");
        }
    }

    private static ServiceError noSuchResource(String message) {
        return new ServiceError(400, "NoSuchResourceException", message);
    }

    private void write(ObjectNode json, Quota quota, String region) {
        json.put("ServiceCode", SERVICE)
                .put("ServiceName", "Amazon Bedrock")
                .put("QuotaArn", "arn:aws:servicequotas:" + region + ":" + account + ":bedrock/" + quota.code())
                .put("QuotaCode", quota.code())
                .put("QuotaName", quota.name())
                .put("Value", (double) (quota.units() ? modelUnits.getAsInt() : quota.value()))
                .put("Unit", "None")
                .put("Adjustable", quota.adjustable())
                .put("GlobalQuota", false)
                .put("QuotaAppliedAtLevel", "ACCOUNT");
    }

    /**
     * A row.
     *
     * @param units whether it counts units of throughput, as many as are granted
     */
    private record Quota(String code, String name, int value, boolean adjustable, boolean units) {
        static Quota ofUnits(String code, String name) {
            return new Quota(code, name, 0, true, true);
        }

        static Quota fixed(String code, String name, int value, boolean adjustable) {
            return new Quota(code, name, value, adjustable, false);
        }
    }
}
