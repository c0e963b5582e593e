package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One port that speaks HTTP/1.1 and HTTP/2 without TLS (upgraded or by prior knowledge) and hands each call to the
 * service that it was signed for. Thread-safe.
 */
public final class WireServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LARGEST_HEADERS = 64 * 1024;
    private static final int STREAMS_PER_CONNECTION = 1_000;
    private static final int STREAM_WINDOW = 1024 * 1024;
    private static final long IDLE_MILLIS = 600_000;
    private static final long STOP_MILLIS = 500;

    private final Server server;
    private final ServerConnector connector;
    private final String host;
    private final ServerTimer timer = new ServerTimer();
    private final ServerThreads threads = new ServerThreads(STOP_MILLIS);

    private WireServer(String host, int port, Dispatcher dispatcher) {
        this.host = host;
        this.server = new Server(threads, new ScheduledExecutorScheduler(timer), null);
        HttpConfiguration http = configuration();
        HTTP2CServerConnectionFactory http2 = new Http2(http);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        http2.setInitialSessionRecvWindow(8 * STREAM_WINDOW);
        this.connector = new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http), http2);
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(STOP_MILLIS);
        server.addConnector(connector);
        server.setHandler(dispatcher);
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(0);
    }

    /**
     * Starts on loopback.
     *
     * @param port 0 for any free one
     * @param services asked in this order whether a call is theirs
     * @throws UncheckedIOException if the port is taken
     */
    public static WireServer start(
            int port, List<? extends Service> services, Interceptor interceptor, Signatures signatures) {
        return start(LOOPBACK, port, services, interceptor, signatures);
    }

    /** Starts on an interface of choice; everything else as on loopback. */
    public static WireServer start(
            String host, int port, List<? extends Service> services, Interceptor interceptor, Signatures signatures) {
        WireServer wire = new WireServer(host, port, new Dispatcher(List.copyOf(services), interceptor, signatures));
        try {
            wire.server.start();
            return wire;
        } catch (IOException e) {
            wire.close();
            throw new UncheckedIOException(
                    "Cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + ".\nTo fix: choose another port, or 0 for any free one, and an address of this machine.",
                    e);
        } catch (Exception e) {
            wire.close();
            throw new IllegalStateException("cannot start on " + host + ":" + port, e);
        }
    }

    /** Where it listens, for example {@code http://127.0.0.1:4566}. */
    public URI endpoint() {
        String name = host.equals("0.0.0.0") || host.equals("::") ? LOOPBACK : host;
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + connector.getLocalPort());
    }

    /** Closes the port and every connection; no thread is left when it returns. */
    @Override
    public void close() {
        try {
            server.stop();
            timer.close();
            threads.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop the server on " + endpoint(), e);
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setResponseHeaderSize(LARGEST_HEADERS);
        http.setMaxResponseHeaderSize(LARGEST_HEADERS);
        http.setIdleTimeout(IDLE_MILLIS);
        // Keys and ARNs in paths hold encoded slashes, empty segments and dots; what is wrong we refuse in AWS's form.
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        return http;
    }

    /** Upgrades no request with a chunked body: its rest would be taken for HTTP/2. */
    private static final class Http2 extends HTTP2CServerConnectionFactory {
        Http2(HttpConfiguration http) {
            super(http);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)
                    ? null
                    : super.upgradeConnection(connector, endPoint, request, response);
        }
    }
}
