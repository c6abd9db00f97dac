package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.net.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
  private final ClientAddresses addresses =
      new ClientAddresses(
          Stream.of("127.0.0.1", "10.0.0.0/8", "fd00::/8").map(AddressRange::parse).toList());

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, '', 192.0.2.7",
    "192.0.2.7, 198.51.100.1, 192.0.2.7",
    "127.0.0.2, 198.51.100.1, 127.0.0.2",
    "127.0.0.1, '', 127.0.0.1",
    "127.0.0.1, 198.51.100.1, 198.51.100.1",
    "127.0.0.1, '198.51.100.9, 198.51.100.1', 198.51.100.1",
    "127.0.0.1, '198.51.100.9, 198.51.100.1, 10.1.2.3', 198.51.100.1",
    "127.0.0.1, '10.9.9.9,10.1.2.3', 10.9.9.9",
    "127.0.0.1, '198.51.100.1, 11.0.0.1', 11.0.0.1",
    "127.0.0.1, '198.51.100.1, unknown', 127.0.0.1",
    "127.0.0.1, '198.51.100.1, unknown, 10.1.2.3', 10.1.2.3",
    "127.0.0.1, '198.51.100.1,', 127.0.0.1",
    "127.0.0.1, 198.51.100.1:1234, 198.51.100.1",
    "127.0.0.1, '[2001:db8:1:2:3::4]:80', 2001:db8:1:2::/64",
    "127.0.0.1, '::ffff:198.51.100.1', 198.51.100.1",
    "fd00::1, 2001:db8:1:2:ffff::1, 2001:db8:1:2::/64",
    "fe00::1, 2001:db8:1:2:ffff::1, fe00:0:0:0::/64",
    "::1, 2001:db8:1:2:ffff::1, 0:0:0:0:0:0:0:1",
    "127.0.0.1, 'fe80::1%lo', 127.0.0.1",
    "127.0.0.1, '<script>', 127.0.0.1"
  })
  void client_isTheLastAddressThatIsNoProxy(String peer, String forwarded, String client) {
    var hops = forwarded.isEmpty() ? List.<String>of() : List.of(forwarded.split(",", -1));

    assertThat(addresses.client(InetAddress.ofLiteral(peer), hops)).isEqualTo(client);
  }
}
