package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyServerTest {

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, http://proxy.example.com:3128",
    "proxy.example.com:3128, http://proxy.example.com:3128",
    "proxy.example.com, http://proxy.example.com:1080",
    "http://proxy.example.com/, http://proxy.example.com:1080",
    "https://proxy.example.com, https://proxy.example.com:443",
    "http://[2001:db8::1]:3128, http://[2001:db8::1]:3128",
    "http://my_proxy:3128, http://my_proxy:3128",
    "http://bücher.example:3128, http://xn--bcher-kva.example:3128",
    "http://user:pa55@proxy:3128, http://***@proxy:3128"
  })
  void address_isParsed_andShownWithoutLogin(String text, String shown) {
    assertThat(ProxyServer.parse(text)).hasToString(shown);
  }

  @Test
  void login_isPercentDecoded() {
    assertThat(ProxyServer.parse("http://us%40er:p%3Aa%2Fs+s@proxy:1"))
        .isEqualTo(new ProxyServer("proxy", 1, false, "us@er", new Secret("p:a/s+s")));
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://proxy:1080, is a SOCKS proxy",
    "ftp://proxy:21, must be an address",
    "http://proxy:0, must have a port",
    "http://proxy:70000, must have a port",
    "http://proxy:3128/path, must be an address",
    "http://proxy:3128?x, must be an address",
    "http://user:SECRET@pro xy, must be an address",
    "http://user:SECRET@:3128, must be the name",
    "http://user:SECR%ZZ@proxy:3128, must be an address"
  })
  void otherText_isRefused_withoutQuotingIt(String text, String why) {
    assertThatThrownBy(() -> ProxyServer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why)
        .hasMessageNotContaining("SECR")
        .hasNoCause();
  }
}
