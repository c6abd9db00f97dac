package io.certvigil.cloudflare.clientcert;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.PemParser;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.cloudflare.sources.CertificateLists;
import io.certvigil.cloudflare.sources.ListItem;
import io.certvigil.model.Certificate;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
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

  private static final Gson GSON = new GsonBuilder().serializeNulls().create();
  private static final ListEndpoint<ListItem> SWEPT = CertificateLists.CLIENT_CERTIFICATES;

  static final ListEndpoint<ClientCertificate> LISTING =
      new ListEndpoint<>(
          SWEPT.template(),
          SWEPT.perPage(),
          SWEPT.query(),
          ClientCertificate::read,
          ClientCertificate::id);

  static final ListEndpoint<ClientCertificate> ONE =
      ListEndpoint.single(SWEPT.template() + "/{client_certificate_id}", ClientCertificate::read);

  private static ClientCertificate read(JsonReader in, PemCache pems) throws IOException {
    var record = GSON.getAdapter(JsonObject.class).read(in);
    var json = GSON.toJson(record);
    var item = SWEPT.item().read(new JsonReader(new StringReader(json)), pems);
    var pem = text(record, "certificate").flatMap(PemParser::normalized).orElse(null);
    return new ClientCertificate(item.certificates().getFirst(), pem, json);
  }

  private static Optional<String> text(JsonObject record, String field) {
    return record.get(field) instanceof JsonPrimitive text
        ? Optional.of(text.getAsString())
        : Optional.empty();
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
      return text(JsonParser.parseString(json).getAsJsonObject(), "csr")
          .filter(csr -> request.isFor(SigningRequest.of(csr).publicKey()))
          .isPresent();
    } catch (IllegalArgumentException _) {
      return false; // an unreadable CSR is not the one of this request
    }
  }
}
