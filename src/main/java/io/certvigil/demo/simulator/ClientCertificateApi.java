package io.certvigil.demo.simulator;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The operations on single client certificates.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/client_certificates/">API</a>
 */
final class ClientCertificateApi {
  private static final int LONGEST_DAYS = 5475;

  private final SimulatedEstate estate;
  private final ApiJson apiJson;
  private final AtomicLong created = new AtomicLong();

  ClientCertificateApi(SimulatedEstate estate, ApiJson wire) {
    this.estate = estate;
    this.apiJson = wire;
  }

  ApiResponse answer(ApiRequest request, Instant now) {
    if (request.route() == ApiRoute.CLIENT_CERTIFICATES) {
      return request.method().equals("POST") ? create(request, now) : notAllowed();
    }
    return estate
        .find(request.path().getLast())
        .filter(one -> one.ownerId().equals(request.ownerId()))
        .map(one -> answer(request, one, now))
        .orElseGet(ClientCertificateApi::notFound);
  }

  private ApiResponse answer(ApiRequest request, SimulatedCertificate certificate, Instant now) {
    return switch (request.method()) {
      case "GET" -> ApiResponse.of(apiJson.json(certificate, now));
      case "DELETE" -> response(estate.revoke(certificate.id(), now), now);
      case "PATCH" -> reactivate(request, certificate, now);
      default -> notAllowed();
    };
  }

  private ApiResponse response(Optional<SimulatedCertificate> certificate, Instant now) {
    return certificate
        .map(one -> ApiResponse.of(apiJson.json(one, now)))
        .orElseGet(ClientCertificateApi::notFound);
  }

  private static ApiResponse notFound() {
    return ApiResponse.error(ApiResponse.NOT_FOUND, 1551, "Client certificate not found");
  }

  private ApiResponse reactivate(
      ApiRequest request, SimulatedCertificate certificate, Instant now) {
    var body = body(request);
    var wanted = text(body, "reactivate").equals("true");
    if (!wanted || !certificate.statusAt(now).equals(SimulatedCertificate.PENDING_REVOCATION)) {
      return badRequest(1400, "only a certificate pending revocation can be reactivated");
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
      return badRequest(1400, "csr or validity_days cannot be used");
    }
    if (isQuotaReached(request.ownerId(), now)) {
      return badRequest(1416, "Client certificate quota has been reached");
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

  private static ApiResponse badRequest(int code, String message) {
    return ApiResponse.error(ApiResponse.BAD_REQUEST, code, message);
  }

  private static ApiResponse notAllowed() {
    return ApiResponse.error(ApiResponse.NOT_ALLOWED, 10405, "Method not allowed");
  }
}
