package io.github.tune4j.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private final SSLSocketFactory sockets = KeepAlive.sockets();

    @Test
    void a_socket_shows_signs_of_life_after_a_minute() throws Exception {
        try (Socket socket = sockets.createSocket()) {
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
        }
    }

    @Test
    void a_socket_that_is_connected_already_does_so_too() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket secure = sockets.createSocket(plain, "localhost", server.getLocalPort(), false)) {
            assertThat(secure.isConnected()).isTrue();
            assertThat(plain.getKeepAlive()).isTrue();
            assertThat(plain.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
        }
    }
}
