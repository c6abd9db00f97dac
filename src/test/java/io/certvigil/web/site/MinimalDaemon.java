package io.certvigil.web.site;

import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import java.util.List;
import java.util.Map;

/** A daemon with the default policy and without channels. */
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
    throw new IllegalArgumentException("no such channel: " + channel);
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
