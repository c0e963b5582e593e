package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.rest.RestJsonService;
import io.github.tune4j.testkit.rest.Route;
import io.github.tune4j.testkit.rest.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The table of operations. Each takes effect under the one lock of the control plane. */
final class Routes {
    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String PATCH = "PATCH";
    private static final String DELETE = "DELETE";

    private static final String JOBS = "/model-customization-jobs";
    private static final String JOB = JOBS + "/{jobIdentifier}";
    private static final String CUSTOM_MODEL = "/custom-models/{modelIdentifier}";
    private static final String THROUGHPUT = "/provisioned-model-throughput/{provisionedModelId}";
    private static final String DEPLOYMENTS = "/model-customization/custom-model-deployments";
    private static final String DEPLOYMENT = DEPLOYMENTS + "/{customModelDeploymentIdentifier}";
    private static final String BATCH_JOB = "/model-invocation-job/{jobIdentifier}";

    private final Registry registry;
    private final List<Route> routes = new ArrayList<>();

    Routes(
            Registry registry,
            CustomizationJobs jobs,
            CustomModels models,
            Throughputs throughputs,
            Deployments deployments,
            BatchJobs batches,
            FoundationModels foundations,
            Tags tags) {
        this.registry = registry;
        add("CreateModelCustomizationJob", POST, JOBS, 201, Inputs.CREATE_CUSTOMIZATION_JOB, jobs::create);
        add("GetModelCustomizationJob", GET, JOB, 200, Inputs.CUSTOMIZATION_JOB, jobs::get);
        add("ListModelCustomizationJobs", GET, JOBS, 200, Inputs.LIST_CUSTOMIZATION_JOBS, jobs::list);
        add("StopModelCustomizationJob", POST, JOB + "/stop", 200, Inputs.CUSTOMIZATION_JOB, jobs::stop);

        add("GetCustomModel", GET, CUSTOM_MODEL, 200, Inputs.CUSTOM_MODEL_BY_ID, models::get);
        add("ListCustomModels", GET, "/custom-models", 200, Inputs.LIST_CUSTOM_MODELS, models::list);
        add("DeleteCustomModel", DELETE, CUSTOM_MODEL, 200, Inputs.CUSTOM_MODEL_BY_ID, models::delete);

        String throughput = "ProvisionedModelThroughput";
        String create = "/provisioned-model-throughput";
        add("Create" + throughput, POST, create, 201, Inputs.CREATE_THROUGHPUT, throughputs::create);
        add("Get" + throughput, GET, THROUGHPUT, 200, Inputs.THROUGHPUT, throughputs::get);
        add("List" + throughput + "s", GET, create + "s", 200, Inputs.LIST_THROUGHPUTS, throughputs::list);
        add("Update" + throughput, PATCH, THROUGHPUT, 200, Inputs.UPDATE_THROUGHPUT, throughputs::update);
        add("Delete" + throughput, DELETE, THROUGHPUT, 200, Inputs.THROUGHPUT, throughputs::delete);

        String deployment = "CustomModelDeployment";
        add("Create" + deployment, POST, DEPLOYMENTS, 202, Inputs.CREATE_DEPLOYMENT, deployments::create);
        add("Get" + deployment, GET, DEPLOYMENT, 200, Inputs.DEPLOYMENT, deployments::get);
        add("List" + deployment + "s", GET, DEPLOYMENTS, 200, Inputs.LIST_DEPLOYMENTS, deployments::list);
        add("Update" + deployment, PATCH, DEPLOYMENT, 202, Inputs.UPDATE_DEPLOYMENT, deployments::update);
        add("Delete" + deployment, DELETE, DEPLOYMENT, 200, Inputs.DEPLOYMENT, deployments::delete);

        String batch = "ModelInvocationJob";
        add("Create" + batch, POST, "/model-invocation-job", 200, Inputs.CREATE_BATCH_JOB, batches::create);
        add("Get" + batch, GET, BATCH_JOB, 200, Inputs.BATCH_JOB, batches::get);
        add("List" + batch + "s", GET, "/model-invocation-jobs", 200, Inputs.LIST_BATCH_JOBS, batches::list);
        add("Stop" + batch, POST, BATCH_JOB + "/stop", 200, Inputs.BATCH_JOB, batches::stop);

        String foundation = "/foundation-models";
        add(
                "GetFoundationModel",
                GET,
                foundation + "/{modelIdentifier}",
                200,
                Inputs.FOUNDATION_MODEL,
                foundations::get);
        add("ListFoundationModels", GET, foundation, 200, Inputs.LIST_FOUNDATION_MODELS, foundations::list);
        add(
                "GetFoundationModelAvailability",
                GET,
                "/foundation-model-availability/{modelId}",
                200,
                Inputs.FOUNDATION_MODEL_AVAILABILITY,
                foundations::availability);

        add("TagResource", POST, "/tagResource", 200, Inputs.TAG, tags::tag);
        add("UntagResource", POST, "/untagResource", 200, Inputs.UNTAG, tags::untag);
        add("ListTagsForResource", POST, "/listTagsForResource", 200, Inputs.LIST_TAGS, tags::list);
        addAbsent();
    }

    List<Route> all() {
        return routes;
    }

    private void add(
            String operation, String method, String path, int ok, Shape.Structure input, Route.Handler handler) {
        routes.add(Route.of(operation, method, path, ok, input, request -> {
            synchronized (registry) {
                return handler.handle(request);
            }
        }));
    }

    /** Operations of AWS that the local AWS does not have: refused by name. */
    private void addAbsent() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Routes.class.getResourceAsStream("absent-operations.txt"), StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                String[] parts = line.split(" ");
                add(parts[2], parts[0], parts[1], 200, Shape.structure(), request -> {
                    throw RestJsonService.unknown(parts[2]);
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
