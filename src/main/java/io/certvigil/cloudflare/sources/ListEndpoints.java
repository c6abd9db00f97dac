package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All list endpoints that are read, one line each. */
public final class ListEndpoints {
  private static final Map<Source, Function<ScopeLevel, ListEndpoint<?, Certificate>>>
      SINGLE_CERTIFICATE =
          new EnumMap<>(
              Map.of(
                  Source.CLIENT_CERTIFICATES, _ -> ClientCertificates.LISTING,
                  Source.ACCESS_CERTIFICATES, AccessCertificates::at,
                  Source.GATEWAY_CERTIFICATES, _ -> GatewayCertificates.LISTING,
                  Source.MTLS_CERTIFICATES, _ -> MtlsCertificates.LISTING,
                  Source.CUSTOM_CERTIFICATES, _ -> CustomCertificates.LISTING,
                  Source.ORIGIN_CA, _ -> OriginCaCertificates.LISTING,
                  Source.ORIGIN_PULL, _ -> OriginPullCertificates.LISTING,
                  Source.ORIGIN_PULL_HOSTNAMES, _ -> OriginPullHostnameCertificates.LISTING,
                  Source.CUSTOM_TRUST_STORE, _ -> CustomTrustStore.LISTING,
                  Source.SERVICE_TOKENS, ServiceTokens::at));

  /** Endpoints whose items can contain several certificates or none. */
  private static final Map<Source, ListEndpoint<?, ListItem>> MULTI_CERTIFICATE =
      new EnumMap<>(
          Map.of(
              Source.CERTIFICATE_PACKS, CertificatePacks.LISTING,
              Source.CUSTOM_HOSTNAMES, CustomHostnames.LISTING,
              Source.SAML_CERTIFICATES, SamlCertificates.LISTING));

  private static final Set<Source> SOURCES =
      Stream.concat(SINGLE_CERTIFICATE.keySet().stream(), MULTI_CERTIFICATE.keySet().stream())
          .collect(Collectors.collectingAndThen(Collectors.toSet(), Collections::unmodifiableSet));

  private ListEndpoints() {}

  public static Set<Source> sources() {
    return SOURCES;
  }

  public static ListEndpoint<?, ListItem> of(Source source, ScopeLevel level) {
    var ofUnits = MULTI_CERTIFICATE.get(source);
    if (ofUnits != null) {
      return ofUnits;
    }
    var at = SINGLE_CERTIFICATE.get(source);
    if (at == null) {
      throw new IllegalArgumentException("source: this version cannot read " + source);
    }
    return at.apply(level).mapItems(ListItem::of, ListItem::id);
  }

  /**
   * The path templates of all requests, including those of the discovery and of token verification.
   */
  public static List<String> endpoints() {
    var lists =
        SOURCES.stream()
            .flatMap(
                source ->
                    Arrays.stream(ScopeLevel.values())
                        .filter(source::existsAt)
                        .map(level -> of(source, level).template()));
    var discovery = Stream.of(Zones.LISTING.template(), Accounts.LISTING.template());
    var others = Stream.concat(discovery, TokenVerifications.TEMPLATES.stream());
    return Stream.concat(others, lists).toList();
  }
}
