package io.certvigil.web.site;

import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import java.util.List;
import java.util.Map;

/** Has the rules that come with the program, and no channel. */
public final class MinimalDaemon implements DaemonInfo {
  @Override
  public Policy policy() {
    return new Policy(PolicySettings.DEFAULTS);
  }

  @Override
  public Map<String, List<String>> labels() {
    return Map.of();
  }

  @Override
  public List<Channel> channels() {
    return List.of();
  }

  @Override
  public List<TestAttempt> test(String channel) {
    throw new IllegalArgumentException("channel: there is none called " + channel);
  }

  @Override
  public boolean isConfigurationFault(String reason) {
    return false;
  }

  @Override
  public List<Credential> credentials() {
    return List.of();
  }
}
