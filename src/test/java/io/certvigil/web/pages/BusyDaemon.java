package io.certvigil.web.pages;

import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.policy.Severity;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.SiteFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A daemon with two channels, one of which delivers, and two credentials, one of which is paused.
 */
final class BusyDaemon implements DaemonInfo {
  @Override
  public Policy policy() {
    return new Policy(PolicySettings.DEFAULTS);
  }

  @Override
  public Map<String, List<String>> labels() {
    return Map.of("team", List.of("payments", "platform"));
  }

  @Override
  public List<Channel> channels() {
    return List.of(
        new Channel("ops-hook", "webhook", Severity.INFO),
        new Channel("mail", "email", Severity.WARNING));
  }

  @Override
  public List<TestAttempt> test(String channel) {
    return channel.equals("ops-hook")
        ? List.of(new TestAttempt("", true, "204 No Content"))
        : List.of(new TestAttempt("a@example.com", false, "550 <b>who?</b>"));
  }

  @Override
  public boolean isConfigurationFault(String reason) {
    return reason.equals("unauthorized");
  }

  @Override
  public List<Credential> credentials() {
    return List.of(
        new Credential("main", null, 800),
        new Credential("legacy", SiteFixture.TODAY.plus(Duration.ofMinutes(4)), 0));
  }
}
