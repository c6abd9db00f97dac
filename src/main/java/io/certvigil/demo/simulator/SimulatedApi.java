package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates the responses of the API to authenticated requests. */
final class SimulatedApi {
  private static final PageBounds SMALL = new PageBounds(5, 50, 20);
  private static final PageBounds ACCESS = new PageBounds(1, 1000, 50);
  private static final PageBounds SAML = new PageBounds(1, 1000, 25);
  private static final PageBounds TOKENS = new PageBounds(1, 1000, 1000);
  private static final PageBounds HOSTNAMES = new PageBounds(5, 1000, 20);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final SimulatedEstate estate;
  private final ApiJson apiJson;
  private final ClientCertificateApi clientCertificates;
  private final InstantSource clock;
  private final Authenticator authenticator;

  SimulatedApi(SimulatedEstate estate, InstantSource clock, Authenticator authenticator) {
    this.estate = estate;
    this.clock = clock;
    this.authenticator = authenticator;
    this.apiJson = new ApiJson(new CertificateEncoder(estate.seed()), estate);
    this.clientCertificates = new ClientCertificateApi(estate, apiJson);
  }

  ApiResponse answer(ApiRequest request, ResponseFault fault) {
    var now = clock.instant();
    if (request.route() == ApiRoute.UNKNOWN) {
      return noRoute(request);
    }
    var source = request.route().source();
    return source == null ? withoutSource(request, fault) : ofSource(request, source, fault, now);
  }

  private ApiResponse withoutSource(ApiRequest request, ResponseFault fault) {
    if (!request.method().equals("GET")) {
      return notAllowed();
    }
    return switch (request.route()) {
      case ZONES -> list(request, SMALL, zones(request), ApiJson::json, fault);
      case ZONE -> zone(request);
      case ACCOUNTS -> list(request, SMALL, accounts(request), ApiJson::json, fault);
      case USER_TOKEN_VERIFY ->
          TokenVerification.ofUser(authenticator.token(request.credential()), clock.instant());
      case ACCOUNT_TOKEN_VERIFY -> verifyAccountToken(request);
      case CLIENT_CERTIFICATES,
          CLIENT_CERTIFICATE,
          ACCOUNT_ACCESS_CERTIFICATES,
          ZONE_ACCESS_CERTIFICATES,
          GATEWAY_CERTIFICATES,
          ORIGIN_CA,
          ORIGIN_PULL,
          ORIGIN_PULL_HOSTNAMES,
          SAML_CERTIFICATES,
          ACCOUNT_SERVICE_TOKENS,
          ZONE_SERVICE_TOKENS,
          MTLS_CERTIFICATES,
          CUSTOM_CERTIFICATES,
          CERTIFICATE_PACKS,
          CUSTOM_TRUST_STORE,
          CUSTOM_HOSTNAMES,
          UNKNOWN ->
          noRoute(request);
    };
  }

  private ApiResponse zone(ApiRequest request) {
    return estate
        .zone(request.path().getLast())
        .map(zone -> ApiResponse.of(ApiJson.json(zone)))
        .orElseGet(() -> noRoute(request));
  }

  private ApiResponse verifyAccountToken(ApiRequest request) {
    return estate
        .account(request.ownerId())
        .map(ResourceRef::id)
        .map(
            id ->
                TokenVerification.ofAccount(
                    authenticator.token(request.credential()), id, clock.instant()))
        .orElseGet(() -> noRoute(request));
  }

  private ApiResponse ofSource(
      ApiRequest request, Source source, ResponseFault fault, Instant now) {
    if (request.route() == ApiRoute.ORIGIN_CA && request.ownerId().isEmpty()) {
      return ApiResponse.error(ApiResponse.BAD_REQUEST, 1012, "Please provide a zone id.");
    }
    if (!exists(request)) {
      return noRoute(request);
    }
    if (request.route() == ApiRoute.ORIGIN_CA
        && authenticator.token(request.credential()).isEmpty()) {
      return ApiResponse.error(
          ApiResponse.FORBIDDEN,
          10000,
          "Authentication error"); // e-mail address and key are not accepted
    }
    if (estate.isDenied(source, request.ownerId())) {
      return ApiResponse.error(
          ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    }
    if (!request.method().equals("GET") && isReadOnly(request)) {
      return ApiResponse.error(ApiResponse.FORBIDDEN, 10000, "Authentication error");
    }
    if (source == Source.CLIENT_CERTIFICATES && !isList(request)) {
      return clientCertificates.answer(request, now);
    }
    if (!request.method().equals("GET")) {
      return notAllowed();
    }
    return certificates(request, source, fault, now);
  }

  private boolean isReadOnly(ApiRequest request) {
    return authenticator.token(request.credential()).filter(ApiToken::readOnly).isPresent();
  }

  private static boolean isList(ApiRequest request) {
    return request.route() == ApiRoute.CLIENT_CERTIFICATES && request.method().equals("GET");
  }

  private boolean exists(ApiRequest request) {
    var byZone = request.path().getFirst().equals("zones") || request.route() == ApiRoute.ORIGIN_CA;
    return byZone
        ? estate.zone(request.ownerId()).isPresent()
        : estate.account(request.ownerId()).isPresent();
  }

  private ApiResponse certificates(
      ApiRequest request, Source source, ResponseFault fault, Instant now) {
    var certificate = estate.list(source, request.ownerId());
    Function<SimulatedCertificate, JsonObject> json = one -> apiJson.json(one, now);
    return switch (request.route()) {
      case CLIENT_CERTIFICATES -> {
        var status = request.query().getOrDefault("status", SimulatedCertificate.ACTIVE);
        yield ClientCertificateApi.isStatus(status)
            ? list(
                request, SMALL, ClientCertificateApi.filter(certificate, status, now), json, fault)
            : unknownStatus();
      }
      case ACCOUNT_ACCESS_CERTIFICATES, ZONE_ACCESS_CERTIFICATES ->
          list(request, ACCESS, certificate, json, fault);
      case GATEWAY_CERTIFICATES, ORIGIN_PULL, ORIGIN_PULL_HOSTNAMES ->
          ListResponse.unpaginated(certificate, json, fault);
      case MTLS_CERTIFICATES ->
          ListResponse.unpaginated(
              UploadedCertificateJson.ofTypes(certificate, request.parameter("type")), json, fault);
      case CUSTOM_CERTIFICATES -> {
        var status = request.parameter("status");
        yield UploadedCertificateJson.isStatus(status)
            ? list(
                request,
                SMALL,
                UploadedCertificateJson.ofStatus(certificate, status, now),
                json,
                fault)
            : unknownStatus();
      }
      case CERTIFICATE_PACKS -> packs(request, certificate, fault, now);
      case ORIGIN_CA, CUSTOM_TRUST_STORE -> list(request, SMALL, certificate, json, fault);
      case CUSTOM_HOSTNAMES ->
          list(
              request, HOSTNAMES, CustomHostnameJson.sortedByStatus(certificate, now), json, fault);
      case SAML_CERTIFICATES ->
          list(
              request,
              SAML,
              AccessJson.currentCertificates(certificate),
              one -> apiJson.samlSet(one, certificate),
              fault);
      case ACCOUNT_SERVICE_TOKENS, ZONE_SERVICE_TOKENS ->
          list(request, TOKENS, certificate, json, fault);
      case ZONES,
          ZONE,
          ACCOUNTS,
          USER_TOKEN_VERIFY,
          ACCOUNT_TOKEN_VERIFY,
          CLIENT_CERTIFICATE,
          UNKNOWN ->
          noRoute(request);
    };
  }

  private static ApiResponse packs(
      ApiRequest request,
      List<SimulatedCertificate> certificate,
      ResponseFault fault,
      Instant now) {
    var status = request.query().getOrDefault("status", "");
    return status.isEmpty() || status.equals("all")
        ? list(
            request,
            SMALL,
            CertificatePack.of(certificate, !status.isEmpty(), now),
            CertificatePack::json,
            fault)
        : unknownStatus();
  }

  private static ApiResponse unknownStatus() {
    return ApiResponse.error(ApiResponse.BAD_REQUEST, 1400, "status: unknown");
  }

  private List<ResourceRef> accounts(ApiRequest request) {
    var name = request.parameter("name");
    return estate.accounts().stream().filter(one -> matches(name, one.name())).toList();
  }

  private List<Zone> zones(ApiRequest request) {
    var name = request.parameter("name");
    var accountId = request.parameter("account.id");
    var accountName = request.parameter("account.name");
    return estate.zones().stream()
        .filter(zone -> matches(name, zone.zone().name()))
        .filter(zone -> accountId == null || accountId.equals(zone.account().id()))
        .filter(zone -> matches(accountName, zone.account().name()))
        .toList();
  }

  /**
   * The filters of the zone list: a complete name, or {@code contains:}, {@code starts_with:} ...
   */
  private static boolean matches(@Nullable String filter, String name) {
    if (filter == null) {
      return true;
    }
    var colon = filter.indexOf(':');
    var word = filter.substring(colon + 1);
    return switch (colon < 0 ? "equal" : filter.substring(0, colon)) {
      case "equal" -> name.equalsIgnoreCase(word);
      case "not_equal" -> !name.equalsIgnoreCase(word);
      case "contains" -> name.contains(word);
      case "starts_with" -> name.startsWith(word);
      case "ends_with" -> name.endsWith(word);
      default -> false;
    };
  }

  private static <T> ApiResponse list(
      ApiRequest request,
      PageBounds bounds,
      List<T> all,
      Function<? super T, JsonObject> json,
      ResponseFault fault) {
    return switch (PageRange.of(request, bounds)) {
      case PageRange.Result.Invalid invalid -> invalid.response();
      case PageRange.Result.Valid valid -> ListResponse.page(valid.range(), all, json, fault);
    };
  }

  private static ApiResponse notAllowed() {
    return ApiResponse.error(
        ApiResponse.NOT_ALLOWED, 10405, "Method not allowed for this authentication scheme");
  }

  private static ApiResponse noRoute(ApiRequest request) {
    var status =
        ID.matcher(request.ownerId()).matches() ? ApiResponse.NOT_FOUND : ApiResponse.BAD_REQUEST;
    return ApiResponse.error(
        status,
        7003,
        "Could not route to /client/v4/"
            + String.join("/", request.path())
            + ", perhaps your object identifier is invalid?",
        7000,
        "No route for that URI");
  }
}
