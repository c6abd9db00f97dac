package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Diff;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Certificate;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cloudflare removes custom certificates within a day before they expire, but no others. */
class ExpectedDisappearanceTest {
  private static final Policy POLICY =
      new Policy(new PolicySettings(List.of(Duration.ofMinutes(1)), List.of()));

  @ParameterizedTest
  @CsvSource({
    "CUSTOM_CERTIFICATES,25,false",
    "CUSTOM_CERTIFICATES,26,true",
    "CLIENT_CERTIFICATES,25,true",
    "CUSTOM_TRUST_STORE,25,true"
  })
  void disappeared_unlessAboutToExpire(Source source, int hoursToEnd, boolean told) {
    var scope =
        Scope.ofZone(source, new ResourceRef("a1", "acme"), new ResourceRef("z1", "example.com"));
    var gone = certificate("a").expiresAt(TODAY.plus(HOUR.multipliedBy(hoursToEnd))).build();
    var other = certificate("b").build();

    var events = new ArrayList<EventType>();
    var known = new KnownScope(scope, false, HOUR, Map.of());
    known = read(known, TODAY, events, gone, other);
    known = read(known, TODAY.plus(HOUR), events, other); // missing from now on
    read(known, TODAY.plus(HOUR.multipliedBy(2)), events, other);

    assertThat(events.contains(EventType.CERTIFICATE_DISAPPEARED)).isEqualTo(told);
  }

  private static KnownScope read(
      KnownScope known, Instant now, List<EventType> events, Certificate... certificates) {
    var reading = new Reading.Complete(known.scope(), List.of(certificates));
    var changes = Diff.between(known, reading, now);
    var after = known.updated(changes, reading, now);
    var watched = new WatchedScope(known.scope(), "main", "main", HOUR, Map.of());
    POLICY.decide(watched, after, changes, List.of(), now).events().stream()
        .map(Event::type)
        .forEach(events::add);
    return after;
  }
}
