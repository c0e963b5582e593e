package io.github.tune4j.testkit.junit;

import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.LocalAws;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;

/**
 * Gives each test a fresh local AWS and closes it afterwards. A test that leaves provisioned throughput running fails: on
 * AWS that would go on costing money.
 *
 * <p>Test methods may have parameters of these types: {@link LocalAws}, {@link TimeSource} (its clock), and any
 * synchronous or asynchronous client of the AWS SDK, which is set up for it and closed with it.
 *
 * <pre>{@code
 * @RegisterExtension
 * final LocalAwsExtension aws = LocalAwsExtension.create();
 * }</pre>
 */
@SuppressWarnings("exports") // JUnit is there where this class is used; whoever uses the rest need not have it.
public final class LocalAwsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final LocalAws.Builder builder;
    private boolean capacityMayRun;
    private volatile @Nullable LocalAws current;

    private LocalAwsExtension(LocalAws.Builder builder) {
        this.builder = builder;
    }

    /**
     * An extension with the usual settings.
     *
     * @return the extension
     */
    public static LocalAwsExtension create() {
        return of(LocalAws.builder());
    }

    /**
     * An extension with settings of one's own.
     *
     * @param local how each local AWS is set up
     * @return the extension
     */
    public static LocalAwsExtension of(LocalAws.Builder local) {
        return new LocalAwsExtension(local);
    }

    /**
     * The local AWS of the test that runs now. Where tests run in parallel and share an extension, take it as a parameter
     * instead.
     *
     * @return the local AWS
     * @throws IllegalStateException outside of a test
     */
    public LocalAws local() {
        LocalAws local = current;
        if (local == null) {
            throw new IllegalStateException("a local AWS is there only while a test runs");
        }
        return local;
    }

    /**
     * Lets tests end although throughput is running.
     *
     * @return this extension
     */
    public LocalAwsExtension allowRunningCapacity() {
        capacityMayRun = true;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        current = local(context);
    }

    /**
     * Fails the test if throughput is running, unless that is allowed.
     *
     * @param context the test
     */
    @Override
    public void afterEach(ExtensionContext context) {
        List<String> running = local(context).running();
        current = null;
        if (!running.isEmpty() && !capacityMayRun) {
            throw new AssertionError("The test left provisioned throughput running, which costs money by the hour: "
                    + running + ". Delete it, or say allowRunningCapacity().");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LocalAws.class
                || type == TimeSource.class
                || clientBuilder(type).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == LocalAws.class) {
            return local(context);
        }
        if (type == TimeSource.class) {
            return local(context).time();
        }
        return store(context).computeIfAbsent(type, client -> client(type, local(context)), Object.class);
    }

    private LocalAws local(ExtensionContext context) {
        return store(context).computeIfAbsent(this, extension -> builder.start(), LocalAws.class);
    }

    /** What lies in the store of a test is closed at its end, the last first. */
    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(LocalAwsExtension.class));
    }

    private static Optional<Method> clientBuilder(Class<?> type) {
        if (!SdkClient.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        try {
            Method builder = type.getMethod("builder");
            return Optional.of(builder).filter(method -> Modifier.isStatic(method.getModifiers()));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Object client(Class<?> type, LocalAws local) {
        try {
            Object builder = clientBuilder(type).orElseThrow().invoke(null);
            if (builder instanceof AwsClientBuilder<?, ?> client) {
                local.configure(client);
                return client.build();
            }
            throw new ParameterResolutionException(type.getName() + " is not built like a client of an AWS service");
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new ParameterResolutionException("cannot build a " + type.getName(), e);
        }
    }
}
