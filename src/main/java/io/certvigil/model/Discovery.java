package io.certvigil.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and zones that one credential can see.
 *
 * @param accounts from the list of accounts and from the zones, each once
 * @param allAccounts whether the list of accounts was whole, so that a missing account proves
 *     something
 * @param fault why the list of zones is not whole, so that a missing zone proves nothing; null
 *     where it is whole
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
