package io.certvigil.model;

import java.util.List;

/**
 * What kind of state a {@link Condition} is. The closed set is also the value of a metric label.
 */
public enum ConditionKind implements WordedEnum {
  /** A certificate exists, and its renewal fails or hangs. */
  RENEWAL_BLOCKED,
  /** No certificate was ever issued, because validation or issuance fails or hangs. */
  NOT_ISSUED,
  /** Cloudflare will delete the zone, and renews none of its certificates. */
  ZONE_AT_RISK,
  /** Cloudflare will delete the custom hostname. */
  HOSTNAME_AT_RISK;

  /** The sources whose lists can show this kind; empty if no list does, as for zones. */
  public List<Source> sources() {
    return switch (this) {
      case RENEWAL_BLOCKED, NOT_ISSUED ->
          List.of(Source.CERTIFICATE_PACKS, Source.CUSTOM_HOSTNAMES);
      case HOSTNAME_AT_RISK -> List.of(Source.CUSTOM_HOSTNAMES);
      case ZONE_AT_RISK -> List.of();
    };
  }

  @Override
  public String toString() {
    return word();
  }
}
