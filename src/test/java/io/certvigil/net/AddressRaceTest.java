package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several addresses is connected to, where some do not answer. */
@Timeout(60)
class AddressRaceTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SocketServer live =
      new SocketServer(connection -> connection.getInputStream().read());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    live.close();
    for (var one : opened) {
      one.close();
    }
    for (var one : sockets) {
      one.close();
    }
  }

  private Socket newSocket() {
    var socket = new Socket();
    sockets.add(socket);
    return socket;
  }

  private InetAddress run(Duration limit, InetAddress... addresses) throws IOException {
    var targets = Stream.of(addresses).map(one -> new InetSocketAddress(one, live.port())).toList();
    return new AddressRace(this::newSocket, limit).run(targets).getInetAddress();
  }

  private InetAddress blackHole(InetAddress address) {
    opened.add(new BlackHole(address, live.port()));
    return address;
  }

  private static InetAddress here() {
    return InetAddress.getLoopbackAddress();
  }

  @Test
  void second_isTaken_ifTheFirstDoesNotAnswer() throws IOException {
    assertThat(run(LIMIT, blackHole(BlackHole.loopback(2)), here())).isEqualTo(here());
    assertThat(sockets).hasSize(2);
  }

  @Test
  void last_isTaken_ifTheOthersDoNotAnswer() throws IOException {
    var dead = Stream.of(2, 3, 4, 5).map(BlackHole::loopback).map(this::blackHole).toList();
    var all = new ArrayList<>(dead);
    all.add(here());

    assertThat(run(LIMIT, all.toArray(InetAddress[]::new))).isEqualTo(here());
  }

  @Test
  void refusal_startsTheNextAtOnce() throws IOException {
    assertThat(run(LIMIT, BlackHole.loopback(2), BlackHole.loopback(3), here())).isEqualTo(here());
  }

  @Test
  void first_isAlone_ifItAnswers() throws IOException {
    assertThat(run(LIMIT, here(), blackHole(BlackHole.loopback(2)))).isEqualTo(here());
    assertThat(sockets).hasSize(1);
  }

  @Test
  void timeout_ifNoneAnswers() {
    var one = blackHole(BlackHole.loopback(2));
    var other = blackHole(BlackHole.loopback(3));

    assertThatThrownBy(() -> run(Duration.ofMillis(600), one, other))
        .isInstanceOf(ConnectTimeoutException.class)
        .hasMessage("none of 2 addresses answers within 600 ms");
    assertThat(sockets).hasSize(2);
  }

  @Test
  void timeout_ifTheSecondRefuses_andTheFirstDoesNotAnswer() {
    var silent = blackHole(BlackHole.loopback(2));

    assertThatThrownBy(() -> run(Duration.ofMillis(600), silent, BlackHole.loopback(3)))
        .isInstanceOf(ConnectTimeoutException.class);
  }

  @Test
  void refusal_ifAllRefuse() {
    assertThatThrownBy(() -> run(LIMIT, BlackHole.loopback(2), BlackHole.loopback(3)))
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(ConnectTimeoutException.class);
  }

  @Test
  void ipv6ThatDoesNotAnswer_givesWayToIpv4() throws IOException {
    var silent = InetAddress.ofLiteral("::1");
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(silent) != null, "this machine has no IPv6");

    assertThat(run(LIMIT, blackHole(silent), here())).isEqualTo(here());
  }

  @Test
  void families_takeTurns_beginningWithThatOfTheFirst() throws UnknownHostException {
    assertThat(interleaved("2001:db8::1 2001:db8::2 192.0.2.1 192.0.2.2 192.0.2.3"))
        .isEqualTo("2001:db8:0:0:0:0:0:1 192.0.2.1 2001:db8:0:0:0:0:0:2 192.0.2.2 192.0.2.3");
    assertThat(interleaved("192.0.2.1 192.0.2.2 2001:db8::1"))
        .isEqualTo("192.0.2.1 2001:db8:0:0:0:0:0:1 192.0.2.2");
    assertThat(interleaved("192.0.2.1 192.0.2.2")).isEqualTo("192.0.2.1 192.0.2.2");
  }

  private static String interleaved(String addresses) {
    var all = Arrays.stream(addresses.split(" ")).map(InetAddress::ofLiteral).toList();
    return String.join(
        " ", AddressRace.interleaved(all).stream().map(InetAddress::getHostAddress).toList());
  }
}
