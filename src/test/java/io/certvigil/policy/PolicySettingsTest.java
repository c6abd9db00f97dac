package io.certvigil.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The text of the rules, which stores written by version 0.1 contain. */
class PolicySettingsTest {
  @Test
  void fingerprintOfTheDefaults_isThatOfVersion01() {
    assertThat(PolicySettings.DEFAULTS.fingerprint())
        .isEqualTo("Settings[rungs=[PT1440H, PT720H, PT336H, PT168H, PT72H, PT24H], overrides=[]]");
  }

  /** The rules and the text of a store that version 0.1 wrote. */
  @Test
  void fingerprintOfOverrides_isThatOfVersion01() {
    var rungs = Stream.of(45, 21, 12, 5).map(Duration::ofDays).toList();
    var zone = new Matcher("origin_ca", "acme-*", "", "api.*", Map.of());
    var label = new Matcher("", "", "", "meter-00*", Map.of("team", "metering"));
    var account = new Matcher("", "", "*Payments", "Old *", Map.of());
    var settings =
        new PolicySettings(
            PolicySettings.DEFAULTS.rungs(),
            List.of(
                new ExpiryRule(zone, rungs, null, false, false),
                new ExpiryRule(label, null, Severity.INFO, true, false),
                new ExpiryRule(account, null, null, false, true)));
    assertThat(settings.fingerprint())
        .isEqualTo(
            "Settings[rungs=[PT1440H, PT720H, PT336H, PT168H, PT72H, PT24H], overrides=["
                + "ExpiryRule[match=Match[source=origin_ca, zone=acme-*, account=, name=api.*,"
                + " labels={}], rungs=[PT1080H, PT504H, PT288H, PT120H], severity=null,"
                + " supersededBySubject=false, mute=false], "
                + "ExpiryRule[match=Match[source=, zone=, account=, name=meter-00*,"
                + " labels={team=metering}], rungs=null, severity=info,"
                + " supersededBySubject=true, mute=false], "
                + "ExpiryRule[match=Match[source=, zone=, account=*Payments, name=Old *,"
                + " labels={}], rungs=null, severity=null, supersededBySubject=false,"
                + " mute=true]]]");
  }

  @Test
  void fingerprintOfAMatcher_isThatOfVersion01() {
    assertThat(
            new Matcher("", "example.com", "", "", Map.of("team", "web", "app", "shop"))
                .fingerprint())
        .isEqualTo(
            "Match[source=, zone=example.com, account=, name=, labels={app=shop, team=web}]");
  }
}
