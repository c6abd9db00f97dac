package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The operations on single client certificates.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/client_certificates/">API</a>
 */
final class ClientCertificateApi {
  private static final String ALL = "all";
  private static final Set<String> STATUSES =
      Set.of(
          ALL,
          SimulatedCertificate.ACTIVE,
          SimulatedCertificate.PENDING_REACTIVATION,
          SimulatedCertificate.PENDING_REVOCATION,
          SimulatedCertificate.REVOKED);
  private static final int LONGEST_DAYS = 5475;

  private final SimulatedEstate estate;
  private final ApiJson apiJson;
  private final AtomicLong created = new AtomicLong();

  ClientCertificateApi(SimulatedEstate estate, ApiJson wire) {
    this.estate = estate;
    this.apiJson = wire;
  }

  static boolean isStatus(String word) {
    return STATUSES.contains(word);
  }

  static List<SimulatedCertificate> filter(
      List<SimulatedCertificate> all, String status, Instant now) {
    return status.equals(ALL)
        ? all
        : all.stream().filter(certificate -> certificate.statusAt(now).equals(status)).toList();
  }

  ApiResponse answer(ApiRequest request, Instant now) {
    if (request.route() == ApiRoute.CLIENT_CERTIFICATES) {
      return request.method().equals("POST") ? create(request, now) : notAllowed();
    }
    var certificate = find(request);
    if (certificate.isEmpty()) {
      return ApiResponse.error(ApiResponse.NOT_FOUND, 1551, "Client certificate not found");
    }
    return switch (request.method()) {
      case "GET" -> ApiResponse.of(apiJson.json(certificate.get(), now));
      case "DELETE" -> response(estate.revoke(certificate.get().id(), now), now);
      case "PATCH" -> reactivate(request, certificate.get(), now);
      default -> notAllowed();
    };
  }

  private Optional<SimulatedCertificate> find(ApiRequest request) {
    return estate
        .find(request.path().getLast())
        .filter(one -> one.ownerId().equals(request.ownerId()));
  }

  private ApiResponse response(Optional<SimulatedCertificate> certificate, Instant now) {
    return certificate
        .map(one -> ApiResponse.of(apiJson.json(one, now)))
        .orElseGet(
            () -> ApiResponse.error(ApiResponse.NOT_FOUND, 1551, "Client certificate not found"));
  }

  private ApiResponse reactivate(
      ApiRequest request, SimulatedCertificate certificate, Instant now) {
    var body = body(request);
    var wanted = text(body, "reactivate").equals("true");
    if (!wanted || !certificate.statusAt(now).equals(SimulatedCertificate.PENDING_REVOCATION)) {
      return ApiResponse.error(
          ApiResponse.BAD_REQUEST,
          1400,
          "only a certificate pending revocation can be reactivated");
    }
    var until = now.plus(SimulatedEstate.SETTLING);
    return response(
        estate.change(
            certificate.id(),
            one -> one.withStatus(SimulatedCertificate.PENDING_REACTIVATION, until)),
        now);
  }

  private ApiResponse create(ApiRequest request, Instant now) {
    var body = body(request);
    var days = PageRange.number(text(body, "validity_days"), 0);
    var pem = text(body, "csr");
    var csr = Csr.of(pem);
    if (days < 1 || days > LONGEST_DAYS || csr.isEmpty()) {
      return ApiResponse.error(
          ApiResponse.BAD_REQUEST, 1400, "csr or validity_days cannot be used");
    }
    if (isQuotaReached(request.ownerId(), now)) {
      return ApiResponse.error(
          ApiResponse.BAD_REQUEST, 1416, "Client certificate quota has been reached");
    }
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(Duration.ofDays(days));
    var name = csr.get().commonName();
    var certificate =
        SimulatedCertificate.of(
            Source.CLIENT_CERTIFICATES, request.ownerId(), id(name), name, from, until);
    estate.issue(certificate, pem);
    return ApiResponse.of(apiJson.json(certificate, now));
  }

  private boolean isQuotaReached(String zone, Instant now) {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).stream()
            .filter(certificate -> !certificate.statusAt(now).equals(SimulatedCertificate.REVOKED))
            .count()
        >= estate.quota();
  }

  private String id(String name) {
    return new SeededRandom(
            estate.seed() ^ ((long) name.hashCode() << 20) ^ created.incrementAndGet())
        .id();
  }

  /** Empty if the field is missing, or not a string, number or boolean. */
  private static String text(JsonObject body, String field) {
    return body.get(field) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static JsonObject body(ApiRequest request) {
    try {
      var json = JsonParser.parseString(request.body());
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static ApiResponse notAllowed() {
    return ApiResponse.error(ApiResponse.NOT_ALLOWED, 10405, "Method not allowed");
  }
}
