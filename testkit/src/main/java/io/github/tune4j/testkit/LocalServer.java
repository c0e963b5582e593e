package io.github.tune4j.testkit;

import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.testkit.bedrock.Bedrock;
import io.github.tune4j.testkit.bedrock.Shelf;
import io.github.tune4j.testkit.bedrock.Surroundings;
import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.control.ControlService;
import io.github.tune4j.testkit.control.Controls;
import io.github.tune4j.testkit.control.Recorder;
import io.github.tune4j.testkit.control.Recording;
import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.faults.FaultyCalls;
import io.github.tune4j.testkit.iam.IamService;
import io.github.tune4j.testkit.iam.Roles;
import io.github.tune4j.testkit.kms.Keys;
import io.github.tune4j.testkit.money.ChargedItem;
import io.github.tune4j.testkit.money.Tariff;
import io.github.tune4j.testkit.quotas.Quotas;
import io.github.tune4j.testkit.runtime.ModelCalls;
import io.github.tune4j.testkit.runtime.RuntimeService;
import io.github.tune4j.testkit.runtime.Upstream;
import io.github.tune4j.testkit.s3.Buckets;
import io.github.tune4j.testkit.s3.S3Service;
import io.github.tune4j.testkit.state.StateFolder;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All services of a local AWS in this process, put together. Thread-safe. */
final class LocalServer implements Controls, AutoCloseable {
    /** The account that everything belongs to. */
    static final String ACCOUNT = "123456789012";

    private final LocalSettings settings;
    private final Recorder recorder = new Recorder();
    private final @Nullable StateFolder folder;
    private final Shelf shelf;
    private final VirtualClock clock;
    private final Faults faults;
    private final Buckets buckets;
    private final Roles roles;
    private final Keys keys;
    private final ModelCalls calls;
    private final Bedrock bedrock;
    private final Tariff tariff;
    private final Watch watch;
    private final WireServer wire;

    private LocalServer(LocalSettings settings) {
        this.settings = settings;
        Optional<Path> state = Optional.ofNullable(settings.state);
        this.folder = settings.state == null ? null : StateFolder.take(settings.state);
        this.shelf = Shelf.open(state);
        this.clock = VirtualClock.start(shelf.latest().orElse(firstMoment()), settings.speed);
        this.faults = new Faults(clock);
        this.buckets = Buckets.open(state);
        this.roles = Roles.open(state, ACCOUNT, clock::now);
        this.keys = Keys.open(state, ACCOUNT);
        this.calls = new ModelCalls(
                settings.upstream == null ? null : new Upstream(settings.upstream, settings.upstreamModel));
        this.tariff = new Tariff(settings.prices, ModelCatalog.bundled());
        this.bedrock = new Bedrock(
                ACCOUNT,
                shelf,
                clock,
                faults,
                new Surroundings(new S3Storage(buckets), new IamRoles(roles), keys::find),
                calls,
                settings.units);
        this.watch = new Watch(new FaultyCalls(faults), recorder, clock, shelf::note);
        this.wire = startWire();
    }

    private WireServer startWire() {
        try {
            return WireServer.start(settings.host, settings.port, services(), watch, signatures());
        } catch (RuntimeException e) {
            closeServices();
            throw e;
        }
    }

    static LocalServer start(LocalSettings settings) {
        return new LocalServer(settings);
    }

    private List<Service> services() {
        List<Service> services = new ArrayList<>();
        if (settings.control && loopback()) {
            services.add(new ControlService(this));
        }
        services.add(new S3Service(buckets, ACCOUNT));
        services.add(IamService.iam(roles, faults::refuses));
        services.add(IamService.sts(ACCOUNT));
        services.add(keys.service());
        services.add(new Quotas(ACCOUNT, bedrock::granted).service());
        services.add(new RuntimeService(bedrock.models(), calls));
        services.add(bedrock.service());
        return services;
    }

    /** Whoever reaches the control API owns the clock and everything else, so nobody from outside does. */
    private boolean loopback() {
        try {
            return InetAddress.getByName(settings.host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Signatures signatures() {
        return settings.verifySignatures
                ? Signatures.checked(settings.credentials.accessKeyId(), settings.credentials.secretAccessKey())
                : Signatures.unchecked();
    }

    private Instant firstMoment() {
        return settings.date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    URI endpoint() {
        return wire.endpoint();
    }

    VirtualClock clock() {
        return clock;
    }

    @Override
    public List<ChargedItem> bill() {
        return tariff.charge(bedrock.consumed(), clock.now());
    }

    @Override
    public List<Recording> calls() {
        return recorder.all();
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public double speed() {
        return clock.speed();
    }

    @Override
    public void speed(double timesReal) {
        clock.speed(timesReal);
    }

    @Override
    public void hurry(Duration duration) {
        clock.hurry(duration);
    }

    @Override
    public void advance(Duration duration) {
        clock.advance(duration);
        shelf.note(clock.now());
    }

    @Override
    public void inject(FaultPlan fault) {
        faults.inject(fault);
    }

    @Override
    public void grant(int units) {
        bedrock.grant(units);
    }

    @Override
    public String declareKey(String region, String alias) {
        return keys.declare(region, alias);
    }

    @Override
    public void listen(@Nullable Listener listener) {
        watch.listen(listener);
    }

    @Override
    public void reset() {
        watch.listen(null);
        clock.reset(firstMoment());
        clock.speed(settings.speed);
        bedrock.reset();
        bedrock.grant(settings.units);
        buckets.reset();
        roles.reset();
        keys.reset();
        faults.clear();
        recorder.clear();
    }

    @Override
    public void close() {
        wire.close();
        closeServices();
    }

    private void closeServices() {
        clock.close();
        bedrock.close();
        keys.close();
        roles.close();
        buckets.close();
        if (folder != null) {
            folder.close();
        }
    }
}
