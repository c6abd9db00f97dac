package io.certvigil.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.BlackHole;
import io.certvigil.net.Connector;
import io.certvigil.net.NameResolver;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.Outcome;
import io.certvigil.redaction.Scrubber;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver with two addresses, of which the first never answers. */
@Timeout(60)
class DeadAddressTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void receiver_isReachedAtItsSecondAddress() {
    var dead = BlackHole.loopback(2);
    try (var receiver = new ByteReceiver(ByteReceiver.status(200));
        var hole = new BlackHole(dead, URI.create(receiver.url()).getPort())) {
      var names =
          new NameResolver(
              host -> new InetAddress[] {dead, InetAddress.getLoopbackAddress()}, System::nanoTime);
      var url = new Secret("http://hooks.example.com:" + hole.port() + "/x");
      try (var sender =
          new HttpSender(
              "channels.a.url",
              url,
              "1",
              Duration.ofSeconds(20),
              new Scrubber(),
              new Connector(OutboundSettings.DIRECT, names))) {

        assertThat(sender.send("{}", NOW, HttpOutcomes::of)).isInstanceOf(Outcome.Delivered.class);
        assertThat(receiver.requests()).hasSize(1);
      }
    }
  }
}
