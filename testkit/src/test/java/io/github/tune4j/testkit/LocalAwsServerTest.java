package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.run.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrock.model.BedrockException;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelStatus;

@Timeout(90)
class LocalAwsServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void prints_one_line_when_it_is_ready_and_stops_on_request() throws Exception {
        try (ServerProcess server = ServerProcess.start("--port", "0", "--speed", "0")) {
            assertThat(server.firstLine).matches("LocalAws listening on http://127\\.0\\.0\\.1:\\d+");
            try (Life life = Life.on(LocalAws.connect(server.endpoint()))) {
                life.prepare();
                life.create("job");
            }
            assertThat(server.terminate()).isEmpty();
        }
    }

    @Test
    void a_killed_server_finds_everything_again() throws Exception {
        String[] options = {"--speed", "0", "--state", folder.toString()};
        String job;
        String model;
        String throughput;
        String answer;
        java.math.BigDecimal owed;
        try (ServerProcess server = ServerProcess.start(options);
                Life life = Life.on(LocalAws.connect(server.endpoint()))) {
            life.prepare();
            model = life.model("done");
            throughput = life.bedrock
                    .createProvisionedModelThroughput(b -> b.provisionedModelName("t")
                            .modelId(model)
                            .modelUnits(1)
                            .clientRequestToken("once"))
                    .provisionedModelArn();
            life.local.advance(Duration.ofMinutes(30));
            answer = FullLifeTest.ask(life, throughput, Life.question(7));
            job = life.create("under-way");
            life.local.advance(Duration.ofMinutes(5));
            life.bedrock.tagResource(b -> b.resourceARN(job).tags(Life.tag("a", "b")));
            owed = life.local.bill().totalUsd();
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(options);
                Life life = Life.on(LocalAws.connect(server.endpoint()))) {
            assertThat(life.read("training.jsonl")).isEqualTo(Life.claude(85));
            assertThat(life.iam.getRole(b -> b.roleName("tuning")).role().arn()).isEqualTo(Life.ROLE);
            assertThat(life.get(job).status()).isEqualTo(ModelCustomizationJobStatus.IN_PROGRESS);
            assertThat(life.bedrock.listTagsForResource(b -> b.resourceARN(job)).tags())
                    .containsExactly(Life.tag("a", "b"));
            assertThat(life.local.running()).containsExactly(throughput);
            assertThat(life.local.bill().totalUsd()).isEqualByComparingTo(owed);
            assertThat(life.bedrock
                            .getProvisionedModelThroughput(b -> b.provisionedModelId("t"))
                            .status())
                    .isEqualTo(ProvisionedModelStatus.IN_SERVICE);
            assertThat(life.bedrock
                            .createProvisionedModelThroughput(b -> b.provisionedModelName("t")
                                    .modelId(model)
                                    .modelUnits(1)
                                    .clientRequestToken("once"))
                            .provisionedModelArn())
                    .isEqualTo(throughput);
            assertThat(FullLifeTest.ask(life, throughput, Life.question(7))).isEqualTo(answer);
            life.local.advance(Duration.ofHours(3));
            assertThat(life.get(job).status()).isEqualTo(ModelCustomizationJobStatus.COMPLETED);
            life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("t"));
        }
    }

    @Test
    void is_driven_from_another_process() throws Exception {
        try (ServerProcess server = ServerProcess.start("--speed", "0", "--date", "2026-02-01", "--grant-units", "1");
                Life life = Life.on(LocalAws.connect(server.endpoint()))) {
            life.prepare();
            assertThat(life.local.time().now()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
            life.local.time().sleep(Duration.ofMinutes(5));
            assertThat(life.local.time().now()).isEqualTo(Instant.parse("2026-02-01T00:05:00Z"));

            String model = life.model("m");
            life.local.quota(0);
            assertThatThrownBy(() -> life.bedrock.createProvisionedModelThroughput(
                            b -> b.provisionedModelName("t").modelId(model).modelUnits(1)))
                    .isInstanceOf(BedrockException.class);
            life.local.quota(1);
            String throughput = life.bedrock
                    .createProvisionedModelThroughput(
                            b -> b.provisionedModelName("t").modelId(model).modelUnits(1))
                    .provisionedModelArn();
            assertThat(life.local.running()).containsExactly(throughput);
            assertThat(life.local.bill().totalUsd()).isEqualByComparingTo("132");

            life.local.inject(Fault.accessDenied("ListCustomModels").times(1));
            assertThatThrownBy(() -> life.bedrock.listCustomModels(b -> {})).isInstanceOf(AccessDeniedException.class);
            life.bedrock.listCustomModels(b -> {});
            assertThat(life.local.calls("ListCustomModels"))
                    .extracting(RecordedCall::status)
                    .containsExactly(403, 200);

            life.local.reset();
            assertThat(life.local.calls()).isEmpty();
            assertThat(life.local.bill().items()).isEmpty();
            assertThat(life.bedrock.listCustomModels(b -> {}).modelSummaries()).isEmpty();
            assertThat(life.s3.listBuckets().buckets()).isEmpty();
        }
    }

    @Test
    void who_waits_from_another_process_is_not_left_waiting_when_the_clock_slows_down() throws Exception {
        try (ServerProcess server = ServerProcess.start();
                Life life = Life.on(LocalAws.connect(server.endpoint()))) {
            life.prepare();
            life.create("job");
            life.local.time().sleep(Duration.ofHours(4));
            assertThat(life.get("job").status()).isEqualTo(ModelCustomizationJobStatus.COMPLETED);
        }
    }

    @Test
    void who_begins_to_wait_from_another_process_just_after_the_end_of_work_is_not_left_waiting() throws Exception {
        try (ServerProcess server = ServerProcess.start();
                Life life = Life.on(LocalAws.connect(server.endpoint()))) {
            life.prepare();
            life.create("job");
            life.local.advance(Duration.ofHours(4));
            life.local.time().sleep(Duration.ofHours(1));
            assertThat(life.local.time().now()).isAfterOrEqualTo(Instant.parse("2026-01-15T05:00:00Z"));
        }
    }

    @Test
    @Timeout(60)
    void who_waits_for_less_than_a_millisecond_from_another_process_moves_a_clock_that_is_stepped_by_hand()
            throws Exception {
        try (LocalAws local = LocalAws.builder().steppedByHand().start()) {
            TimeSource remote = LocalAws.connect(local.endpoint()).time();
            Instant begin = local.time().now();
            remote.sleep(Duration.ofNanos(37_456_700));
            remote.sleep(Duration.ofNanos(400_000));
            assertThat(local.time().now()).isEqualTo(begin.plusMillis(39));
        }
    }

    @Test
    void the_control_api_is_plain_json() throws Exception {
        try (Life life = Life.byHand()) {
            String job = life.create("j");
            JsonNode clock = json("POST", life, "clock", "{\"advance\":\"PT1H\"}");
            assertThat(clock.path("now").asText()).isEqualTo("2026-01-15T01:00:00Z");
            assertThat(clock.path("speed").isNumber()).isTrue();
            assertThat(json("GET", life, "clock", "")).isEqualTo(clock);

            JsonNode call = null;
            for (JsonNode each : json("GET", life, "calls", "")) {
                call = each.path("operation").asText().equals("CreateModelCustomizationJob") ? each : call;
            }
            assertThat(call).isNotNull();
            assertThat(call.path("status").asInt()).isEqualTo(201);
            assertThat(call.path("time").asText()).isEqualTo("2026-01-15T00:00:00Z");
            assertThat(call.path("arn").asText()).isEqualTo(job);

            json("POST", life, "faults", "[{\"operation\":\"ListCustomModels\",\"kind\":\"throttle\",\"count\":9}]");
            assertThatThrownBy(() -> life.bedrock.listCustomModels(b -> {}))
                    .isInstanceOf(software.amazon.awssdk.services.bedrock.model.ThrottlingException.class);
            json("POST", life, "quotas", "{\"units\":7}");
            JsonNode bill = json("GET", life, "bill", "");
            assertThat(bill.path("usd").isNumber()).isTrue();
            assertThat(bill.path("items").isArray()).isTrue();
            json("POST", life, "reset", "");
            assertThat(json("GET", life, "clock", "").path("now").asText()).isEqualTo("2026-01-15T00:00:00Z");

            for (String bad :
                    List.of("{", "[]", "{\"advance\":\"soon\"}", "{\"advance\":\"-PT1H\"}", "{\"speed\":-1}")) {
                assertThat(send("POST", life, "clock", bad).statusCode())
                        .as(bad)
                        .isEqualTo(400);
            }
            for (String bad : List.of(
                    "'kind':'flood'",
                    "'kind':'throttle','chance':2",
                    "'kind':'throttle','chance':0",
                    "'kind':'throttle','count':-1",
                    "'kind':'error','status':200,'code':'X'",
                    "'kind':'error','status':400",
                    "'kind':'streamFails','limit':1",
                    "'kind':'streamDropped','limit':-1",
                    "'kind':'jobFails','message':'no phase'",
                    "'kind':'slow'",
                    "'kind':'slow','duration':'-PT1S'",
                    "'kind':'callsInFlight'",
                    "'kind':'noModelAccess','message':'MONEY'")) {
                String fault = "[{" + bad.replace('\'', '"') + "}]";
                assertThat(send("POST", life, "faults", fault).statusCode())
                        .as(bad)
                        .isEqualTo(400);
            }
            life.bedrock.listCustomModels(b -> {});
            assertThat(send("GET", life, "nothing", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void without_control_there_is_none() throws Exception {
        try (ServerProcess server = ServerProcess.start("--no-control")) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.endpoint().resolve("/_local/bill"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isBetween(400, 499);
        }
    }

    @Test
    void a_pair_of_keys_turns_on_the_check_of_signatures() {
        try (ServerProcess server = ServerProcess.start("--access-key", "me", "--secret-key", "secret");
                Life stranger = Life.on(LocalAws.connect(server.endpoint()))) {
            assertThatThrownBy(() -> stranger.bedrock.listCustomModels(b -> {}))
                    .isInstanceOfSatisfying(
                            BedrockException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void tells_what_is_wrong_with_its_options() {
        assertThatThrownBy(() -> ServerOptions.read("--port", "x")).hasMessageContaining("--port is x");
        assertThatThrownBy(() -> ServerOptions.read("--speed", "-1")).hasMessageContaining("--speed");
        assertThatThrownBy(() -> ServerOptions.read("--colour", "red")).hasMessageContaining("--colour");
        assertThatThrownBy(() -> ServerOptions.read("--state")).hasMessageContaining("--state has no value");
        assertThatThrownBy(() -> ServerOptions.read("--access-key", "a")).hasMessageContaining("belong together");
        assertThat(ServerOptions.read("--date", "2026-03-01").date).isEqualTo(LocalDate.of(2026, 3, 1));
    }

    private static JsonNode json(String method, Life life, String name, String body) throws Exception {
        HttpResponse<String> response = send(method, life, name, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> send(String method, Life life, String name, String body) throws Exception {
        URI uri = life.local.endpoint().resolve("/_local/" + name);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
