package io.certvigil.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameResolverTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final InetAddress FIRST = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SECOND = InetAddress.ofLiteral("192.0.2.2");

  private final Map<String, InetAddress> zone = new ConcurrentHashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private final NameResolver names = new NameResolver(this::lookUp, nanos::get);

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    var found = zone.get(host);
    if (found == null) {
      throw new UnknownHostException(host + ": Name or service not known");
    }
    return new InetAddress[] {found};
  }

  private InetAddress address() throws IOException {
    return names.addresses("a.example", LIMIT).getFirst();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void nameThatStopsResolving_keepsItsLastAddressForADay() throws IOException {
    zone.put("a.example", FIRST);
    address();
    zone.put("a.example", SECOND);
    assertThat(address()).isEqualTo(SECOND);
    zone.clear();

    pass(Duration.ofHours(24));
    assertThat(address()).isEqualTo(SECOND);
    pass(Duration.ofNanos(1));
    assertThatThrownBy(this::address)
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("Name or service not known");
  }

  @Test
  void nameThatResolvesAgain_hasItsNewAddress_andItsDayAgain() throws IOException {
    zone.put("a.example", FIRST);
    address();
    zone.clear();
    pass(Duration.ofHours(20));
    assertThat(address()).isEqualTo(FIRST);

    zone.put("a.example", SECOND);
    assertThat(address()).isEqualTo(SECOND);
    zone.clear();
    pass(Duration.ofHours(20));
    assertThat(address()).isEqualTo(SECOND);
  }

  @Test
  void nameThatNeverResolved_isUnknown() {
    assertThatThrownBy(this::address).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void resolverThatHangs_isGivenUp_orReplacedByWhatIsKnown() throws IOException {
    var never = new CountDownLatch(1);
    var hangs = new AtomicBoolean();
    var resolver =
        new NameResolver(
            host -> {
              if (hangs.get()) {
                awaitForever(never);
              }
              return lookUp(host);
            },
            nanos::get);
    zone.put("a.example", FIRST);
    resolver.addresses("a.example", LIMIT);
    hangs.set(true);

    assertThat(resolver.addresses("a.example", Duration.ofMillis(50))).containsExactly(FIRST);
    assertThatThrownBy(() -> resolver.addresses("b.example", Duration.ofMillis(50)))
        .isInstanceOf(SocketTimeoutException.class);
    never.countDown();
  }

  private static void awaitForever(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void addressLiteral_isNotLookedUp() throws IOException {
    assertThat(names.addresses("192.0.2.2", LIMIT)).containsExactly(SECOND);
    assertThat(names.addresses("::1", LIMIT)).containsExactly(InetAddress.ofLiteral("::1"));
  }
}
