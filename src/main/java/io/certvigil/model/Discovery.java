package io.certvigil.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and zones that one credential can see.
 *
 * @param accounts from the list of accounts and from the zones, each once
 * @param accountsComplete whether the list of accounts was complete; only then does a missing
 *     account prove that it is gone
 * @param fault why the list of zones is incomplete, in which case a missing zone proves nothing;
 *     null if it is complete
 */
public record Discovery(
    List<ResourceRef> accounts, List<Zone> zones, boolean accountsComplete, @Nullable Fault fault) {
  public Discovery {
    accounts = List.copyOf(accounts);
    zones = List.copyOf(zones);
  }

  public boolean complete() {
    return fault == null;
  }

  public Optional<Fault> failure() {
    return Optional.ofNullable(fault);
  }
}
