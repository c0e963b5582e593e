package io.github.tune4j.aws.internal;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import jdk.net.ExtendedSocketOptions;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Connections that show signs of life. A model thinks for minutes, and NAT gateways and VPC endpoints drop a connection that
 * was silent for 350 seconds without telling either end.
 */
final class KeepAlive {
    /** A minute: the system's own two hours come too late. */
    static final int IDLE_SECONDS = 60;

    /** The same for Netty. */
    static final ChannelOption<Integer> IDLE = NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);

    private KeepAlive() {}

    /** A client for synchronous calls. Through a proxy it is the proxy's connection that idles, so there is nothing to do. */
    static SdkHttpClient client(Duration connect, Duration read) {
        if (ProxyConfiguration.builder().scheme("https").build().host() != null) {
            return UrlConnectionHttpClient.builder()
                    .connectionTimeout(connect)
                    .socketTimeout(read)
                    .build();
        }
        SSLSocketFactory sockets = sockets();
        return UrlConnectionHttpClient.create(uri -> {
            HttpURLConnection connection;
            try {
                connection = (HttpURLConnection) uri.toURL().openConnection();
            } catch (IOException e) {
                throw new IllegalArgumentException("no connection to " + uri, e);
            }
            connection.setConnectTimeout(Math.toIntExact(connect.toMillis()));
            connection.setReadTimeout(Math.toIntExact(read.toMillis()));
            connection.setUseCaches(false);
            connection.setInstanceFollowRedirects(false);
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(sockets);
            }
            return connection;
        });
    }

    /** One for all connections of a client, or none would be used again. */
    static SSLSocketFactory sockets() {
        return new Sockets((SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Socket kept(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        }
        return socket;
    }

    private static final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory plain;

        Sockets(SSLSocketFactory plain) {
            this.plain = plain;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return plain.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return plain.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return kept(plain.createSocket());
        }

        /** Over a socket that is connected already, which is the one that goes on. */
        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            kept(socket);
            return plain.createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return kept(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return kept(plain.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return kept(plain.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return kept(plain.createSocket(host, port, local, localPort));
        }
    }
}
