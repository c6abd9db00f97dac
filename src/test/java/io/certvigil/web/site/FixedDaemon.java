package io.certvigil.web.site;

import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.policy.impairment.Impairment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A daemon with the default policy. The receiver of its channel {@code mail} accepts nothing. */
public record FixedDaemon(
    Map<String, List<String>> labels,
    List<Channel> channels,
    List<Credential> credentials,
    Duration longestSilence,
    List<Impairment> impairments)
    implements DaemonInfo {
  public static final FixedDaemon MINIMAL = new FixedDaemon(Map.of(), List.of(), List.of());

  @Override
  public Policy policy() {
    return new Policy(PolicySettings.DEFAULTS);
  }

  @Override
  public List<TestAttempt> test(String channel) {
    return channel.equals("mail")
        ? List.of(new TestAttempt("a@example.com", false, "550 <b>who?</b>"))
        : List.of(new TestAttempt("", true, "204 No Content"));
  }

  public FixedDaemon(
      Map<String, List<String>> labels, List<Channel> channels, List<Credential> credentials) {
    this(labels, channels, credentials, Duration.ofDays(90), List.of());
  }
}
