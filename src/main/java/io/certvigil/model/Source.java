package io.certvigil.model;

import static io.certvigil.model.ScopeLevel.ACCOUNT;
import static io.certvigil.model.ScopeLevel.USER;
import static io.certvigil.model.ScopeLevel.ZONE;

import java.util.List;
import java.util.Locale;
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
  SERVICE_TOKENS("%s/one/access-controls/service-credentials", ACCOUNT, ZONE),
  IDENTITY_PROVIDER_CERTIFICATES("%s/one/integrations/identity-providers", ACCOUNT),
  API_TOKENS("%s/api-tokens", ACCOUNT, USER),
  REGISTRATIONS("%s/domains", ACCOUNT),
  GATEWAY_RULES("%s/one/traffic-policies", ACCOUNT);

  private static final String DASHBOARD = "https://dash.cloudflare.com/";
  private static final String PAGE_OF_USER = "profile/api-tokens";

  private final String word = name().toLowerCase(Locale.ROOT);
  private final String page;
  private final boolean belowAccounts;
  private final boolean belowZones;
  private final boolean ofUsers;

  Source(String page, ScopeLevel... levels) {
    this.page = page;
    this.belowAccounts = List.of(levels).contains(ACCOUNT);
    this.belowZones = List.of(levels).contains(ZONE);
    this.ofUsers = List.of(levels).contains(USER);
  }

  /** Whether this list exists at accounts, zones or users; it may exist at several of them. */
  public boolean existsAt(ScopeLevel level) {
    return switch (level) {
      case ACCOUNT -> belowAccounts;
      case ZONE -> belowZones;
      case USER -> ofUsers;
    };
  }

  /** Cloudflare's name of the permission of accounts and zones; Read is enough. */
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
      case IDENTITY_PROVIDER_CERTIFICATES ->
          "Access: Organizations, Identity Providers, and Groups";
      case API_TOKENS -> "Account API Tokens";
      case REGISTRATIONS -> "Registrar"; // not documented
      case GATEWAY_CERTIFICATES, SAML_CERTIFICATES, GATEWAY_RULES -> "Zero Trust"; // not documented
    };
  }

  /** The page of Cloudflare's dashboard on which certificates of this scope are managed. */
  String dashboardUrl(Scope scope) {
    if (scope.level() == USER) {
      return DASHBOARD + PAGE_OF_USER;
    }
    var zone = scope.zone();
    return DASHBOARD + page.formatted(scope.account().id(), zone == null ? "" : zone.name());
  }

  /** The source with this {@link #word}; empty for an unknown word. */
  public static Optional<Source> of(String word) {
    return WordedEnum.of(Source.class, word);
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word();
  }
}
