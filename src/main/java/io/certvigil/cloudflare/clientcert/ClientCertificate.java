package io.certvigil.cloudflare.clientcert;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.certvigil.cloudflare.fields.LenientAdapters;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.PemParser;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.sources.ClientCertificates;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate of API Shield, with everything that the API returns about it.
 *
 * @param facts the same fields as the sweep reads
 * @param pem the certificate as PEM, with real line breaks; null if it is missing or unreadable
 * @param json the JSON object as the API returned it
 */
public record ClientCertificate(Certificate facts, @Nullable String pem, String json) {
  public static final String ACTIVE = "active";
  public static final String PENDING_REVOCATION = "pending_revocation";
  public static final String PENDING_REACTIVATION = "pending_reactivation";
  public static final String REVOKED = "revoked";

  private static final Gson GSON =
      new GsonBuilder().registerTypeAdapterFactory(new LenientAdapters()).serializeNulls().create();

  static final ListEndpoint<JsonObject, ClientCertificate> LISTING =
      new ListEndpoint<>(
          ClientCertificates.LISTING.template(),
          ClientCertificates.LISTING.perPage(),
          ClientCertificates.LISTING.query(),
          JsonObject.class,
          ClientCertificate::of,
          ClientCertificate::id);

  static final ListEndpoint<JsonObject, ClientCertificate> ONE =
      ListEndpoint.single(
          ClientCertificates.LISTING.template() + "/{client_certificate_id}",
          JsonObject.class,
          ClientCertificate::of);

  private static ClientCertificate of(JsonObject record, PemCache pems) {
    var wire = GSON.fromJson(record, ClientCertificates.Wire.class);
    var facts = ClientCertificates.LISTING.mapping().apply(wire, pems);
    return new ClientCertificate(
        facts, PemParser.normalized(wire.certificate()).orElse(null), GSON.toJson(record));
  }

  /** Cloudflare's id. */
  public String id() {
    return facts.id();
  }

  /** The status as Cloudflare reports it. */
  public String status() {
    return facts.status();
  }

  /**
   * True if it was issued for the key of this request. Compares the certificate's key, or the key
   * of its CSR if the certificate has no readable PEM.
   */
  boolean isFor(SigningRequest request) {
    var certificate = PemParser.first(pem);
    return certificate.isPresent()
        ? request.isFor(certificate.get().getPublicKey().getEncoded())
        : csrMatches(request);
  }

  private boolean csrMatches(SigningRequest request) {
    try {
      return JsonParser.parseString(json).getAsJsonObject().get("csr") instanceof JsonPrimitive csr
          && request.isFor(SigningRequest.of(csr.getAsString()).publicKey());
    } catch (IllegalArgumentException _) {
      return false; // an unreadable CSR is not the one of this request
    }
  }
}
