package io.certvigil.cli;

import io.certvigil.model.Source;

/** What Cloudflare calls the permission, of which reading is enough, for each list. */
final class Permissions {
  static final String DISCOVERY = "Zone: Zone";

  private Permissions() {}

  static String of(Source source) {
    return switch (source) {
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
      case GATEWAY_CERTIFICATES, SAML_CERTIFICATES -> "Zero Trust"; // not documented; it is tried
    };
  }
}
