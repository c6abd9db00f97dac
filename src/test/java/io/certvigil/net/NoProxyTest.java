package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conventions of {@code NO_PROXY}, as curl and others have them. */
class NoProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com            | example.com           | 443 | true",
        "example.com            | www.example.com       | 443 | true",
        "example.com            | a.b.example.com       | 443 | true",
        "example.com            | badexample.com        | 443 | false",
        ".example.com           | www.example.com       | 443 | true",
        ".example.com           | example.com           | 443 | true",
        "*.example.com          | www.example.com       | 443 | true",
        "Example.COM            | www.example.com       | 443 | true",
        "example.com.           | example.com           | 443 | true",
        "example.com            | example.com.          | 443 | true",
        "example.com:8443       | example.com           | 8443 | true",
        "example.com:8443       | example.com           | 443 | false",
        "*                      | example.com           | 443 | true",
        "*                      | 192.0.2.1             | 25 | true",
        "a.example, b.example   | b.example             | 443 | true",
        "a.example b.example    | b.example             | 443 | true",
        "my_host                | my_host               | 443 | true",
        "bücher.example         | xn--bcher-kva.example | 443 | true",
        "10.0.0.0/8             | 10.9.8.7              | 443 | true",
        "10.0.0.0/8             | 11.0.0.1              | 443 | false",
        "10.0.0.0/8             | ten.example           | 443 | false",
        "10.1.2.3               | 10.1.2.3              | 443 | true",
        "10.1.2.3:25            | 10.1.2.3              | 443 | false",
        "10.1.2.3:25            | 10.1.2.3              | 25 | true",
        "10.1.2.3               | x.10.1.2.3            | 443 | false",
        "fd00::/8               | fd12::1               | 443 | true",
        "fd00::/8               | 2001:db8::1           | 443 | false",
        "::1                    | 0:0:0:0:0:0:0:1       | 443 | true",
        "[2001:db8::1]:8080     | 2001:db8::1           | 8080 | true",
        "[2001:db8::1]:8080     | 2001:db8::1           | 443 | false",
        "[2001:db8::1]          | 2001:db8::1           | 443 | true"
      })
  void host_isReachedDirectly_ifAnEntryCoversIt(
      String entries, String host, int port, boolean direct) {
    assertThat(new NoProxy(NoProxy.split(entries)).covers(host, port)).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/x", "a b", "http://x", "x:y", "192.168.*", "[::1"})
  void entry_isRefused_ifItIsNoHost(String entry) {
    assertThatThrownBy(() -> new NoProxy(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptyEntries_areSkipped() {
    assertThat(NoProxy.split(" ,a, ,b,")).containsExactly("a", "b");
  }
}
