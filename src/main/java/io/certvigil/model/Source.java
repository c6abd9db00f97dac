package io.certvigil.model;

import static io.certvigil.model.ScopeLevel.ACCOUNT;
import static io.certvigil.model.ScopeLevel.ZONE;

import java.util.List;
import java.util.Optional;

/** The closed set of Cloudflare's lists in which something expires. */
public enum Source implements WordedEnum {
  CLIENT_CERTIFICATES("%s/%s/ssl-tls/client-certificates", ZONE),
  ACCESS_CERTIFICATES("%s/one/access-controls/service-credentials/mutual-tls", ACCOUNT, ZONE),
  GATEWAY_CERTIFICATES("%s/one/traffic-policies/traffic-settings", ACCOUNT),
  MTLS_CERTIFICATES("%s/mtls-certificates", ACCOUNT),
  CUSTOM_CERTIFICATES("%s/%s/ssl-tls/edge-certificates", ZONE),
  CERTIFICATE_PACKS("%s/%s/ssl-tls/edge-certificates", ZONE),
  ORIGIN_CA("%s/%s/ssl-tls/origin", ZONE),
  ORIGIN_PULL("%s/%s/ssl-tls/origin", ZONE),
  ORIGIN_PULL_HOSTNAMES("%s/%s/ssl-tls/origin", ZONE),
  CUSTOM_TRUST_STORE("%s/%s/ssl-tls/origin", ZONE),
  CUSTOM_HOSTNAMES("%s/%s/ssl-tls/custom-hostnames", ZONE),
  SAML_CERTIFICATES("%s/one/integrations/identity-providers", ACCOUNT),
  SERVICE_TOKENS("%s/one/access-controls/service-credentials", ACCOUNT, ZONE);

  private static final String DASHBOARD = "https://dash.cloudflare.com/";

  private final String page;
  private final boolean belowAccounts;
  private final boolean belowZones;

  Source(String page, ScopeLevel... levels) {
    this.page = page;
    this.belowAccounts = List.of(levels).contains(ACCOUNT);
    this.belowZones = List.of(levels).contains(ZONE);
  }

  /** Whether this list exists at accounts or at zones; it may exist at both. */
  public boolean existsAt(ScopeLevel level) {
    return level == ACCOUNT ? belowAccounts : belowZones;
  }

  /** Cloudflare's name of the permission; Read is enough. */
  public String permission() {
    return switch (this) {
      case CLIENT_CERTIFICATES,
          CUSTOM_CERTIFICATES,
          CERTIFICATE_PACKS,
          ORIGIN_CA,
          ORIGIN_PULL,
          ORIGIN_PULL_HOSTNAMES,
          CUSTOM_TRUST_STORE,
          CUSTOM_HOSTNAMES ->
          "Zone: SSL and Certificates";
      case MTLS_CERTIFICATES -> "Account: SSL and Certificates";
      case ACCESS_CERTIFICATES -> "Access: Mutual TLS Certificates";
      case SERVICE_TOKENS -> "Access: Service Tokens";
      case GATEWAY_CERTIFICATES, SAML_CERTIFICATES -> "Zero Trust"; // not documented
    };
  }

  /** The page of Cloudflare's dashboard on which certificates of this scope are managed. */
  String dashboardUrl(Scope scope) {
    var zone = scope.zone();
    return DASHBOARD + page.formatted(scope.account().id(), zone == null ? "" : zone.name());
  }

  /** The source with this {@link #word}; empty for an unknown word. */
  public static Optional<Source> of(String word) {
    return WordedEnum.of(Source.class, word);
  }

  @Override
  public String toString() {
    return word();
  }
}
