package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All list endpoints that are read, one line each. */
public final class ListEndpoints {
  private ListEndpoints() {}

  public static ListEndpoint<ListItem> of(Source source, ScopeLevel level) {
    return switch (source) {
      case CLIENT_CERTIFICATES -> CertificateLists.CLIENT_CERTIFICATES;
      case ACCESS_CERTIFICATES -> CertificateLists.ACCESS_CERTIFICATES.apply(level);
      case GATEWAY_CERTIFICATES -> CertificateLists.GATEWAY_CERTIFICATES;
      case MTLS_CERTIFICATES -> CertificateLists.MTLS_CERTIFICATES;
      case CUSTOM_CERTIFICATES -> CertificateLists.CUSTOM_CERTIFICATES;
      case CERTIFICATE_PACKS -> CertificatePacks.LISTING;
      case ORIGIN_CA -> CertificateLists.ORIGIN_CA;
      case ORIGIN_PULL -> CertificateLists.ORIGIN_PULL;
      case ORIGIN_PULL_HOSTNAMES -> CertificateLists.ORIGIN_PULL_HOSTNAMES;
      case CUSTOM_TRUST_STORE -> CertificateLists.CUSTOM_TRUST_STORE;
      case CUSTOM_HOSTNAMES -> CustomHostnames.LISTING;
      case SAML_CERTIFICATES -> SamlCertificates.LISTING;
      case SERVICE_TOKENS -> CertificateLists.SERVICE_TOKENS.apply(level);
      case IDENTITY_PROVIDER_CERTIFICATES -> IdentityProviders.LISTING;
      case API_TOKENS -> ApiTokens.LISTING.apply(level);
      case REGISTRATIONS -> CertificateLists.REGISTRATIONS;
      case GATEWAY_RULES -> GatewayRules.LISTING;
    };
  }

  /**
   * The path templates of all requests, including those of the discovery and of token verification.
   */
  public static List<String> endpoints() {
    var lists =
        Arrays.stream(Source.values())
            .flatMap(
                source ->
                    Arrays.stream(ScopeLevel.values())
                        .filter(source::existsAt)
                        .map(level -> of(source, level).template()));
    var discovery =
        Stream.of(Zones.LISTING.template(), Zones.ONE.template(), Accounts.LISTING.template());
    var tokens =
        Stream.concat(TokenVerifications.TEMPLATES.stream(), TokenPolicies.TEMPLATES.stream());
    var others = Stream.concat(discovery, tokens);
    return Stream.concat(others, lists).toList();
  }
}
