package io.github.tune4j.crash;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.LocalAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * What a {@link Life} finds in its JVM: the local AWS of the test's JVM, and a folder that outlives it.
 *
 * <p>The two JVMs talk by lines: {@code run FOLDER URI} begins the life, {@code hold} has every answer from then on
 * kept from the program that asked; {@code ready}, {@code holding}, {@code answered} and {@code result NAME=VALUE} come back.
 */
public final class Child {
    /** What the life signs with, and what must stand in no log. */
    public static final String SECRET = "secret/of-a-life";

    private final LocalAws local;
    private final Path folder;
    private volatile boolean holding;

    private Child(LocalAws local, Path folder) {
        this.local = local;
        this.folder = folder;
    }

    /** A session on the local AWS and on its clock. */
    public AwsSession.Builder session() {
        return AwsSession.builder().configure(this::configure).time(time());
    }

    /** The local AWS's clock. */
    public TimeSource time() {
        return local.time();
    }

    /** Where the life keeps what it must remember. */
    public Path folder() {
        return folder;
    }

    /** Tells something that must be the same however often the life was killed. */
    public void result(String name, Object value) {
        say("result " + name + "=" + value);
    }

    /** Points a client at the local AWS. */
    public void configure(AwsClientBuilder<?, ?> client) {
        local.configure(client);
        client.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDOFALIFE", SECRET)));
        client.overrideConfiguration(o -> o.addExecutionInterceptor(new ExecutionInterceptor() {
            @Override
            public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
                if (holding) {
                    say("answered");
                    for (; ; ) {
                        forEver();
                    }
                }
            }
        }));
    }

    /** Nothing runs on: who waits here is killed. */
    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                holding = true;
                say("holding");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        // The test's JVM is gone.
        Runtime.getRuntime().halt(3);
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Runs the life whose class is named. */
    public static void main(String[] args) throws Exception {
        Constructor<?> made = Class.forName(args[0]).getDeclaredConstructor();
        made.setAccessible(true);
        Life life = (Life) made.newInstance();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        String[] order = String.valueOf(in.readLine()).split(" ", 3);
        if (!order[0].equals("run")) {
            return;
        }
        Child child = new Child(LocalAws.connect(URI.create(order[2])), Path.of(order[1]));
        Thread listener = new Thread(() -> child.listen(in), "crash-orders");
        listener.setDaemon(true);
        listener.start();
        life.run(child);
        System.exit(0);
    }
}
